package dev.spindrift.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.nd4j.nativeblas.Nd4jCpu;

/** The native library below the networks: its switches, its threads and what may be wrong. */
public final class NativeMath {

  private static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

  private static final String PHYSICAL_LIMIT = "org.bytedeco.javacpp.maxphysicalbytes";

  /** Who called {@link #useThreads} last, by its id, and with what. */
  private static long lastCaller = -1;

  private static int lastThreads;

  private NativeMath() {}

  /**
   * Opens the gate that keeps DL4J's layers from oneDNN (a system property, left alone if the user
   * has set it), loads the native library and sets the number of native threads, see {@link
   * #useThreads}. {@link Networks#create} calls it. Idempotent.
   *
   * @param threads of a network's math in all [1]
   * @throws IllegalArgumentException if there is not at least one thread
   */
  public static void prepare(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("math threads must be at least 1, but is " + threads);
    }
    if (System.getProperty(HELPERS_DISABLED) == null) {
      System.setProperty(HELPERS_DISABLED, "false");
    }
    if (System.getProperty(PHYSICAL_LIMIT) == null) {
      // Mapped files count as memory of the process, and asking for it takes 1 % of a mini-batch.
      System.setProperty(PHYSICAL_LIMIT, "0");
    }
    useThreads(threads);
  }

  /**
   * Sets the native threads for what the calling thread computes next: half of the network's, since
   * halves of a mini-batch are computed at a time. OpenMP keeps that number for each calling
   * thread, so it is set again before each computation. OpenBLAS stays at one thread: {@link
   * dev.spindrift.engine.Workers} split its products, which keeps a second pool of waiting threads
   * away from the cores. Does nothing if this thread called last and with the same number.
   */
  static synchronized void useThreads(int threads) {
    long caller = Thread.currentThread().getId();
    if (caller == lastCaller && threads == lastThreads) {
      return;
    }
    lastCaller = caller;
    lastThreads = threads;
    // Nd4j comes first: loading it registers the native library that NativeOpsHolder looks for.
    int each = SplitConvolution.threadsOfPart(threads);
    Nd4j.getEnvironment().setMaxThreads(each);
    Nd4j.getEnvironment().setMaxMasterThreads(each);
    useNativeThreads(each);
    openblas_nolapack.blas_set_num_threads(1);
  }

  /** Sets OpenMP's threads for what the calling thread computes next. */
  static void useNativeThreads(int threads) {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }

  /**
   * Returns whether oneDNN computes every convolution of a network that is not a plain matrix
   * product; true for a network without such convolutions.
   */
  public static boolean oneDnnInUse(TrainableNetwork network) {
    return network instanceof GraphNetwork g
        && Arrays.stream(g.graph().getLayers())
            .filter(ConvolutionRuntime.class::isInstance)
            .allMatch(layer -> ((ConvolutionRuntime) layer).usesOneDnn());
  }

  /** Returns what computes, for a run's record, e.g. {@code ND4J linux-x86_64-onednn}. */
  public static String description() {
    return "ND4J " + Nd4jCpu.build();
  }

  /**
   * Returns what makes a network slower on this machine than it need be, with the remedy; empty if
   * nothing does.
   *
   * @param network the network to compute
   * @param threads its native threads [1]
   */
  public static List<String> warnings(TrainableNetwork network, int threads) {
    List<String> warnings = new ArrayList<>();
    if (!oneDnnInUse(network)) {
      warnings.add(
          "oneDNN is not in use (%s): network math takes about four times as long; use the build "
                  .formatted(description())
              + "of ND4J with oneDNN for this platform (property nd4j.classifier of pom.xml) and "
              + "leave -D"
              + HELPERS_DISABLED
              + " unset");
    }
    String policy = System.getenv("OMP_WAIT_POLICY");
    if (SplitConvolution.threadsOfPart(threads) > 1
        && (policy == null || !policy.toLowerCase(Locale.ROOT).equals("passive"))) {
      warnings.add(
          "OMP_WAIT_POLICY is not 'passive': with "
              + threads
              + " math threads any other busy process can make a step take seconds; export"
              + " OMP_WAIT_POLICY=passive before starting");
    }
    return warnings;
  }
}
