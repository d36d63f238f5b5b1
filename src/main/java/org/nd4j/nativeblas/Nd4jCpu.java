package org.nd4j.nativeblas;

import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;

/** Forwards DL4J's question for oneDNN to where ND4J answers it today; see the package's page. */
public final class Nd4jCpu {

  private Nd4jCpu() {}

  /**
   * Returns which build of the native library is loaded, e.g. {@code linux-x86_64-onednn}: the
   * directory it was unpacked to.
   */
  public static String build() {
    Path library =
        Path.of(Loader.load(org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu.class)).getParent();
    return library == null ? "unknown" : String.valueOf(library.getFileName());
  }

  /** The part of the native library's environment that DL4J's layers ask for. */
  public static final class Environment {

    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    /** Returns the environment; called by reflection. */
    public static Environment getInstance() {
      return INSTANCE;
    }

    /**
     * Returns whether the native library may and can use oneDNN; called by reflection. Builds
     * without oneDNN say that they may.
     */
    public boolean isUseMKLDNN() {
      return build().contains("onednn")
          && org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu.Environment.getInstance().isUseONEDNN();
    }
  }
}
