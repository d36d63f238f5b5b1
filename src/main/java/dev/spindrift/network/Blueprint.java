package dev.spindrift.network;

import java.util.ArrayList;
import java.util.List;

/**
 * A network as a list of steps in topological order, with shapes and the place of every parameter
 * in the flat vector. Pure arithmetic: from it follow both the chip's view ({@link #layers()}) and
 * the DL4J graph, so that the two cannot disagree.
 */
final class Blueprint {

  /** Index of the network's input. */
  static final int INPUT = -1;

  /** Which of several functions a step of one {@link Layer.Kind} computes. */
  enum Variant {
    PLAIN,
    RELU,
    SCALE,
    MAX_POOL,
    GLOBAL_AVERAGE
  }

  /** Shape of one image's activations [1]. */
  record Shape(int channels, int height, int width) {
    int size() {
      return Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }
  }

  /**
   * One step.
   *
   * @param in shape of (each) input
   * @param out shape of the output
   * @param window kernel's or pool's edge, 0 if none [pixel]
   * @param factor of a {@link Variant#SCALE} [1]
   * @param offset of its first parameter in the flat vector, -1 without parameters [1]
   * @param weights number of weights [1]
   */
  record Step(
      String name,
      Layer.Kind kind,
      Variant variant,
      List<Integer> inputs,
      Shape in,
      Shape out,
      int window,
      int stride,
      int padding,
      boolean bias,
      double factor,
      int offset,
      int weights) {}

  private final Shape input;
  private final boolean flat;
  private final List<Step> steps = new ArrayList<>();
  private int parameters;

  /**
   * @param flat the input is a plain vector of channels x height x width values
   */
  Blueprint(int channels, int height, int width, boolean flat) {
    this.flat = flat;
    Shape image = new Shape(channels, height, width);
    this.input = flat ? new Shape(image.size(), 1, 1) : image;
  }

  Shape input() {
    return input;
  }

  /** Returns whether the network's input is a vector and not an image. */
  boolean flatInput() {
    return flat;
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** Returns the length of the flat parameter vector [1]. */
  int parameters() {
    return parameters;
  }

  /** Returns how many parameters a step has [1]. */
  int parametersOf(Step step) {
    return switch (step.kind()) {
      case BATCH_NORM -> 4 * step.out().channels();
      case CONVOLUTION, DENSE -> step.weights() + (step.bias() ? step.out().channels() : 0);
      default -> 0;
    };
  }

  int classes() {
    return steps.get(steps.size() - 1).out().channels();
  }

  int convolution(String name, int from, int channels, int window, int stride, int padding) {
    Shape in = shape(from);
    Shape out = windowed(in, channels, window, stride, padding);
    int weights = product(channels, in.channels(), window, window);
    return add(
        step(name, Layer.Kind.CONVOLUTION, Variant.PLAIN, from, out)
            .window(window, stride, padding)
            .weights(weights, 0));
  }

  int dense(String name, int from, int outputs, boolean bias) {
    int weights = Math.multiplyExact(shape(from).size(), outputs);
    return add(
        step(name, Layer.Kind.DENSE, Variant.PLAIN, from, new Shape(outputs, 1, 1))
            .weights(weights, bias ? outputs : 0));
  }

  int batchNorm(String name, int from) {
    Shape shape = shape(from);
    // gamma, beta, running mean, running variance
    int count = 4 * shape.channels();
    return add(step(name, Layer.Kind.BATCH_NORM, Variant.PLAIN, from, shape).weights(0, count));
  }

  int relu(String name, int from) {
    return add(step(name, Layer.Kind.ACTIVATION, Variant.RELU, from, shape(from)));
  }

  int scale(String name, int from, double factor) {
    return add(step(name, Layer.Kind.ACTIVATION, Variant.SCALE, from, shape(from)).factor(factor));
  }

  int maxPool(String name, int from, int window, int stride, int padding) {
    Shape in = shape(from);
    Shape out = windowed(in, in.channels(), window, stride, padding);
    return add(
        step(name, Layer.Kind.POOLING, Variant.MAX_POOL, from, out)
            .window(window, stride, padding));
  }

  int globalAverage(String name, int from) {
    Shape out = new Shape(shape(from).channels(), 1, 1);
    return add(step(name, Layer.Kind.POOLING, Variant.GLOBAL_AVERAGE, from, out));
  }

  int add(String name, int from, int shortcut) {
    Draft draft = step(name, Layer.Kind.ADD, Variant.PLAIN, from, shape(from));
    draft.inputs = List.of(from, shortcut);
    return add(draft);
  }

  int softmax(String name, int from) {
    return add(step(name, Layer.Kind.SOFTMAX, Variant.PLAIN, from, shape(from)));
  }

  /** Returns the chip's view of the steps. */
  List<Layer> layers() {
    return steps.stream().map(Blueprint::layer).toList();
  }

  private static Layer layer(Step s) {
    boolean tiles = s.kind().hasWeights();
    int columns = s.out().channels();
    int vectors = tiles ? s.out().height() * s.out().width() : 0;
    return new Layer(
        s.name(),
        s.kind(),
        s.inputs(),
        tiles ? s.weights() / columns : 0,
        columns,
        vectors,
        (long) s.inputs().size() * s.in().size(),
        s.out().size(),
        tiles ? s.offset() : -1);
  }

  private Shape shape(int index) {
    return index == INPUT ? input : steps.get(index).out();
  }

  private static Shape windowed(Shape in, int channels, int window, int stride, int padding) {
    return new Shape(
        channels,
        (in.height() + 2 * padding - window) / stride + 1,
        (in.width() + 2 * padding - window) / stride + 1);
  }

  private static int product(int... factors) {
    int result = 1;
    for (int f : factors) {
      result = Math.multiplyExact(result, f);
    }
    return result;
  }

  private Draft step(String name, Layer.Kind kind, Variant variant, int from, Shape out) {
    return new Draft(name, kind, variant, List.of(from), shape(from), out);
  }

  private int add(Draft d) {
    int count = Math.addExact(d.weights, d.others);
    steps.add(
        new Step(
            d.name,
            d.kind,
            d.variant,
            d.inputs,
            d.in,
            d.out,
            d.window,
            d.stride,
            d.padding,
            d.kind == Layer.Kind.DENSE && d.others > 0,
            d.factor,
            count == 0 ? -1 : parameters,
            d.weights));
    parameters = Math.addExact(parameters, count);
    return steps.size() - 1;
  }

  /** A step whose details are still being filled in. */
  private static final class Draft {
    private final String name;
    private final Layer.Kind kind;
    private final Variant variant;
    private List<Integer> inputs;
    private final Shape in;
    private final Shape out;
    private int window;
    private int stride;
    private int padding;
    private double factor = 1;
    private int weights;
    private int others;

    private Draft(
        String name, Layer.Kind kind, Variant variant, List<Integer> inputs, Shape in, Shape out) {
      this.name = name;
      this.kind = kind;
      this.variant = variant;
      this.inputs = inputs;
      this.in = in;
      this.out = out;
    }

    private Draft window(int edge, int step, int pad) {
      this.window = edge;
      this.stride = step;
      this.padding = pad;
      return this;
    }

    private Draft factor(double f) {
      this.factor = f;
      return this;
    }

    private Draft weights(int count, int otherParameters) {
      this.weights = count;
      this.others = otherParameters;
      return this;
    }
  }
}
