package dev.spindrift.network;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import umontreal.ssj.rng.MRG32k3a;

/**
 * Time of one gradient of a mini-batch of 48 images.
 *
 * <pre>
 * OMP_WAIT_POLICY=passive mvn -q -P bench test-compile exec:exec -Dbench=GradientBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 4)
@Fork(1)
public class GradientBenchmark {

  private static final int IMAGES = 48;

  /** The network. */
  @Param({"resnet18", "lenet"})
  public String network;

  /** Native threads. */
  @Param({"1", "2"})
  public int threads;

  private TrainableNetwork trainable;
  private float[] pixels;
  private int[] labels;

  /** Builds the network and a mini-batch of noise. */
  @Setup
  public void prepare() {
    NetworkSpec spec =
        network.equals("resnet18")
            ? NetworkSpec.of(network, 3, 32, 32, 10)
            : NetworkSpec.of(network, 1, 28, 28, 10);
    trainable = Networks.create(spec, new MRG32k3a("weights"), threads);
    Random random = new Random(1);
    pixels = new float[IMAGES * spec.channels() * spec.height() * spec.width()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    labels = new int[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      labels[i] = i % 10;
    }
  }

  /** Frees native memory. */
  @TearDown
  public void close() {
    trainable.close();
  }

  /** One forward and backward pass. */
  @Benchmark
  public double gradient() {
    return trainable.computeGradient(pixels, labels, IMAGES);
  }
}
