package dev.spindrift.network;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import umontreal.ssj.rng.RandomStream;

/** A {@link TrainableNetwork} computed by a DL4J graph. */
final class GraphNetwork implements TrainableNetwork {

  /** Largest part of a prediction computed at once; bounds its memory. [images] */
  private static final int PREDICTION_PART = 128;

  private final Blueprint plan;
  private final List<Layer> layers;
  private final DigitalGraph owner;
  private final ComputationGraph graph;
  private final int mathThreads;
  private final FloatBuffer parameters;
  private final FloatBuffer gradients;
  private INDArray images;
  private INDArray labels;
  private boolean closed;

  GraphNetwork(Blueprint plan, RandomStream initialWeights, int mathThreads, WeightReader reader) {
    this.plan = plan;
    this.layers = plan.layers();
    this.mathThreads = mathThreads;
    NativeMath.useThreads(mathThreads);
    this.owner = new DigitalGraph(plan, mathThreads, reader);
    this.graph = owner.graph();
    this.parameters = graph.params().data().asNioFloat();
    this.gradients = graph.getGradientsViewArray().data().asNioFloat();
    initialise(initialWeights);
  }

  private void initialise(RandomStream stream) {
    for (Blueprint.Step step : plan.steps()) {
      for (int i = 0; i < step.weights(); i++) {
        parameters.put(step.offset() + i, openUnit(2 * stream.nextDouble() - 1));
      }
      if (step.kind() == Layer.Kind.BATCH_NORM) {
        // gamma and running variance are 1, beta and running mean 0
        for (int i = 0; i < step.out().channels(); i++) {
          parameters.put(step.offset() + i, 1f);
          parameters.put(step.offset() + 3 * step.out().channels() + i, 1f);
        }
      }
    }
  }

  /** Rounds to float without reaching -1 or 1. */
  private static float openUnit(double value) {
    return Math.min(Math.max((float) value, Math.nextUp(-1f)), Math.nextDown(1f));
  }

  @Override
  public List<Layer> layers() {
    return layers;
  }

  @Override
  public int classes() {
    return plan.classes();
  }

  @Override
  public FloatBuffer parameters() {
    return parameters.duplicate();
  }

  @Override
  public FloatBuffer gradients() {
    return gradients.duplicate();
  }

  @Override
  public List<ParameterRange> digitalParameters() {
    List<ParameterRange> ranges = new ArrayList<>();
    for (Blueprint.Step s : plan.steps()) {
      int channels = s.out().channels();
      if (s.kind() == Layer.Kind.BATCH_NORM) {
        ranges.add(new ParameterRange(s.name(), "gamma", s.offset(), channels));
        ranges.add(new ParameterRange(s.name(), "beta", s.offset() + channels, channels));
      } else if (s.bias()) {
        ranges.add(new ParameterRange(s.name(), "bias", s.offset() + s.weights(), channels));
      }
    }
    return ranges;
  }

  @Override
  public List<ParameterRange> batchNormStatistics() {
    List<ParameterRange> ranges = new ArrayList<>();
    for (Blueprint.Step s : plan.steps()) {
      int channels = s.out().channels();
      if (s.kind() == Layer.Kind.BATCH_NORM) {
        ranges.add(new ParameterRange(s.name(), "mean", s.offset() + 2 * channels, channels));
        ranges.add(new ParameterRange(s.name(), "variance", s.offset() + 3 * channels, channels));
      }
    }
    return ranges;
  }

  @Override
  public double computeGradient(float[] pixels, int[] classOf, int size) {
    checkInput(pixels, size);
    if (classOf.length < size) {
      throw new IllegalArgumentException(size + " images but " + classOf.length + " labels");
    }
    NativeMath.useThreads(mathThreads);
    if (images == null || images.size(0) != size) {
      release();
      images = Nd4j.create(DataType.FLOAT, shape(size));
      labels = Nd4j.create(DataType.FLOAT, size, classes());
    }
    pointer(images).put(pixels, 0, size * plan.input().size());
    float[] oneHot = new float[size * classes()];
    for (int i = 0; i < size; i++) {
      if (classOf[i] < 0 || classOf[i] >= classes()) {
        throw new IllegalArgumentException(
            "label " + classOf[i] + " of image " + i + " is not in 0.." + (classes() - 1));
      }
      oneHot[i * classes() + classOf[i]] = 1;
    }
    pointer(labels).put(oneHot);
    graph.setInput(0, images);
    graph.setLabel(0, labels);
    graph.computeGradientAndScore();
    double loss = graph.score();
    if (!Double.isFinite(loss)) {
      throw new ArithmeticException("the loss is %s: %s".formatted(loss, culprit()));
    }
    return loss;
  }

  /** Says where, in topological order, numbers first stop being finite. */
  private String culprit() {
    if (!images.isInfinite().none() || !images.isNaN().none()) {
      return "the images are not finite";
    }
    for (Blueprint.Step step : plan.steps()) {
      for (int i = 0; i < plan.parametersOf(step); i++) {
        if (!Float.isFinite(parameters.get(step.offset() + i))) {
          return "parameters of layer " + step.name() + " are not finite";
        }
      }
    }
    Map<String, INDArray> activations = graph.feedForward(images, true);
    for (Blueprint.Step step : plan.steps()) {
      INDArray a = activations.get(step.name());
      if (a != null && !(a.isInfinite().none() && a.isNaN().none())) {
        return "outputs of layer " + step.name() + " are not finite";
      }
    }
    return "although all outputs are finite";
  }

  @Override
  public void predict(float[] pixels, int size, float[] probabilities) {
    checkInput(pixels, size);
    if (probabilities.length < size * classes()) {
      throw new IllegalArgumentException(
          size + " x " + classes() + " probabilities do not fit " + probabilities.length);
    }
    NativeMath.useThreads(mathThreads);
    int values = plan.input().size();
    for (int start = 0; start < size; start += PREDICTION_PART) {
      int part = Math.min(PREDICTION_PART, size - start);
      try (INDArray in = Nd4j.createUninitialized(DataType.FLOAT, shape(part))) {
        pointer(in).put(pixels, start * values, part * values);
        try (INDArray out = graph.outputSingle(false, in)) {
          pointer(out).get(probabilities, start * classes(), part * classes());
        }
      }
    }
  }

  private void checkInput(float[] pixels, int size) {
    if (closed) {
      throw new IllegalStateException("the network is closed");
    }
    if (size < 1 || (long) size * plan.input().size() > pixels.length) {
      throw new IllegalArgumentException(
          "%d images of %d values do not fit %d"
              .formatted(size, plan.input().size(), pixels.length));
    }
  }

  private long[] shape(int size) {
    Blueprint.Shape in = plan.input();
    return plan.flatInput()
        ? new long[] {size, in.size()}
        : new long[] {size, in.channels(), in.height(), in.width()};
  }

  private static FloatPointer pointer(INDArray array) {
    return (FloatPointer) array.data().addressPointer();
  }

  private void release() {
    if (images != null) {
      images.close();
      labels.close();
      images = null;
    }
  }

  /** Returns the graph, for {@link NativeMath} and tests. */
  ComputationGraph graph() {
    return graph;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release();
      owner.close();
    }
  }
}
