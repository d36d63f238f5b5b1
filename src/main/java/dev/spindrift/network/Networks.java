package dev.spindrift.network;

import java.util.List;
import umontreal.ssj.rng.RandomStream;

/** The networks this program can build, by name. */
public final class Networks {

  private Networks() {}

  /** Returns the names of all networks. */
  public static List<String> names() {
    return Architectures.NAMES;
  }

  /**
   * Returns the layer widths used when a specification names none [1].
   *
   * @param name one of {@link #names()}
   * @throws IllegalArgumentException if there is no such network
   */
  public static List<Integer> defaultWidths(String name) {
    return Architectures.defaultWidths(name);
  }

  /**
   * Returns the layers of a network in topological order without loading any native library: enough
   * to see whether it fits a chip.
   *
   * @throws IllegalArgumentException if the specification is wrong; names every problem
   */
  public static List<Layer> describe(NetworkSpec spec) {
    return plan(spec).layers();
  }

  /**
   * Builds a network. Convolution and dense weights are drawn from U(-1, 1), one number a weight in
   * the order of the flat vector, from the given stream and from nowhere else; batch norm starts
   * with gamma 1, beta 0, running mean 0, running variance 1; biases with 0.
   *
   * @param spec the network
   * @param initialWeights source of the initial weights; modified (advances by one number a weight)
   * @param mathThreads threads of the network's math [1]; from four on the last bits of a gradient
   *     depend on it
   * @throws IllegalArgumentException if the specification is wrong; names every problem
   */
  public static TrainableNetwork create(
      NetworkSpec spec, RandomStream initialWeights, int mathThreads) {
    return create(spec, initialWeights, mathThreads, null);
  }

  /**
   * Builds a network some of whose layers are computed by a reader of their weights.
   *
   * @param reader computes the products of the layers it names, or null
   * @see #create(NetworkSpec, RandomStream, int)
   */
  public static TrainableNetwork create(
      NetworkSpec spec, RandomStream initialWeights, int mathThreads, WeightReader reader) {
    Blueprint plan = plan(spec);
    NativeMath.prepare(mathThreads);
    return new GraphNetwork(plan, initialWeights, mathThreads, reader);
  }

  /**
   * Returns a network's parameters as a PyTorch script names and shapes them, in the order of the
   * flat vector. Loads no native library.
   *
   * @throws IllegalArgumentException if the specification is wrong; names every problem
   */
  public static List<TorchParameter> torchParameters(NetworkSpec spec) {
    return TorchParameter.of(plan(spec), spec.name().equals("resnet18"));
  }

  /** Returns the length of a network's flat parameter vector, without native libraries [1]. */
  public static int parameterCount(NetworkSpec spec) {
    return plan(spec).parameters();
  }

  private static Blueprint plan(NetworkSpec spec) {
    List<String> problems = spec.problems();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return Architectures.plan(spec);
  }
}
