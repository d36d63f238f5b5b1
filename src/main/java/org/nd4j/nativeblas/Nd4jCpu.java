package org.nd4j.nativeblas;

/** Forwards DL4J's question for oneDNN to where ND4J answers it today; see the package's page. */
public final class Nd4jCpu {

  private Nd4jCpu() {}

  /** The part of the native library's environment that DL4J's layers ask for. */
  public static final class Environment {

    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    /** Returns the environment; called by reflection. */
    public static Environment getInstance() {
      return INSTANCE;
    }

    /** Returns whether the native library may use oneDNN; called by reflection. */
    public boolean isUseMKLDNN() {
      return org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu.Environment.getInstance().isUseONEDNN();
    }
  }
}
