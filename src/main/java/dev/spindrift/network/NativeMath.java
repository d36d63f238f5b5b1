package dev.spindrift.network;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The native library below the networks: its switches, its threads and what may be wrong. */
public final class NativeMath {

  private static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

  private NativeMath() {}

  /**
   * Opens the gate that keeps DL4J's layers from oneDNN and sets the number of native threads. Must
   * run before any DL4J class is loaded; {@link Networks#create} calls it. Idempotent.
   *
   * @param threads native threads [1]
   * @throws IllegalArgumentException if there is not at least one thread
   */
  public static void prepare(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("math threads must be at least 1, but is " + threads);
    }
    if (System.getProperty(HELPERS_DISABLED) == null) {
      System.setProperty(HELPERS_DISABLED, "false");
    }
    useThreads(threads);
  }

  /** Sets the native threads of the calling thread's math. */
  static void useThreads(int threads) {
    // Nd4j comes first: loading it registers the native library that NativeOpsHolder looks for.
    Nd4j.getEnvironment().setMaxThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }

  /** Returns whether oneDNN computes the convolutions of a network. */
  public static boolean oneDnnInUse(TrainableNetwork network) {
    return network instanceof GraphNetwork g
        && java.util.Arrays.stream(g.graph().getLayers())
            .filter(ConvolutionRuntime.class::isInstance)
            .allMatch(l -> ((ConvolutionRuntime) l).usesOneDnn());
  }

  /** Returns the native library's name and version. */
  public static String description() {
    return "ND4J " + Nd4j.getBackend().getClass().getSimpleName();
  }

  /** Returns what makes runs slower than they need be on this machine; empty if nothing does. */
  public static List<String> warnings(TrainableNetwork network, int threads) {
    List<String> warnings = new ArrayList<>();
    if (!oneDnnInUse(network)) {
      warnings.add("oneDNN is not in use: network math takes about four times longer");
    }
    if (threads > 1 && !"passive".equalsIgnoreCase(System.getenv("OMP_WAIT_POLICY"))) {
      warnings.add("OMP_WAIT_POLICY is not passive");
    }
    return warnings;
  }
}
