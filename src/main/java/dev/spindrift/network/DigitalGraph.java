package dev.spindrift.network;

import dev.spindrift.engine.Workers;
import dev.spindrift.network.Layer.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Turns a {@link Blueprint} into a DL4J graph whose flat vector has exactly the plan's layout.
 * Steps that one pass over the data can do together (batch norm, residual sum, rectifier) become
 * one vertex, named after the last of them.
 */
final class DigitalGraph implements AutoCloseable {

  private static final String INPUT = "input";

  private final Blueprint plan;
  private final List<Blueprint.Step> steps;
  private final Workers workers;
  private final WeightReader reader;
  private final List<Operation> operations = new ArrayList<>();
  private final ComputationGraphConfiguration.GraphBuilder builder;
  private final List<String> order = new ArrayList<>(List.of(INPUT));

  /** Name of the vertex that delivers a step's output. */
  private final Map<Integer, String> vertexOf = new HashMap<>(Map.of(Blueprint.INPUT, INPUT));

  private final ComputationGraph graph;

  /**
   * Builds the graph with all parameters 0.
   *
   * @param reader computes the products of layers, or null
   */
  DigitalGraph(Blueprint plan, int threads, WeightReader reader) {
    this.reader = reader;
    this.plan = plan;
    this.steps = plan.steps();
    this.workers = new Workers(threads);
    this.builder =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .updater(new NoOp())
            .trainingWorkspaceMode(WorkspaceMode.ENABLED)
            .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
            .graphBuilder()
            .addInputs(INPUT);
    int next = 0;
    while (next < steps.size()) {
      int last = lastOfRun(next);
      addRun(next, last);
      next = last + 1;
    }
    builder.setOutputs(order.get(order.size() - 1));
    ComputationGraphConfiguration configuration = builder.build();
    // Left alone, DL4J sorts breadth-first, and the flat vector would follow that order.
    configuration.setTopologicalOrder(IntStream.range(0, order.size()).toArray());
    configuration.setTopologicalOrderStr(order);
    graph = new ComputationGraph(configuration);
    // Giving the parameters keeps DL4J from drawing weights with its own generator.
    graph.init(Nd4j.zeros(DataType.FLOAT, 1, plan.parameters()), false);
    graph.initGradientsView();
  }

  ComputationGraph graph() {
    return graph;
  }

  /** Returns the last step that the vertex starting at a step can take in. */
  private int lastOfRun(int start) {
    int last = start;
    if (steps.get(start).kind() == Kind.BATCH_NORM) {
      if (follows(last, Kind.ADD)) {
        last++;
      }
      if (follows(last, Kind.ACTIVATION)
          && steps.get(last + 1).variant() == Blueprint.Variant.RELU) {
        last++;
      }
    }
    return last;
  }

  /** Returns whether the next step is of a kind and the only one to use this step's output. */
  private boolean follows(int index, Kind kind) {
    long users = steps.stream().filter(s -> s.inputs().contains(index)).count();
    return users == 1
        && steps.get(index + 1).kind() == kind
        && steps.get(index + 1).inputs().get(0) == index;
  }

  private void addRun(int start, int last) {
    Blueprint.Step step = steps.get(start);
    String name = steps.get(last).name();
    List<Integer> from = new ArrayList<>(step.inputs());
    boolean residual = last > start && steps.get(start + 1).kind() == Kind.ADD;
    if (residual) {
      from.add(steps.get(start + 1).inputs().get(1));
    }
    String[] inputs = from.stream().map(vertexOf::get).toArray(String[]::new);
    boolean read = step.kind().hasWeights() && reader != null && reader.reads(start);
    switch (step.kind()) {
      case BATCH_NORM -> {
        boolean rectified = last > start + (residual ? 1 : 0);
        boolean vector = isVector(step);
        addOperation(
            name,
            new Normalization(step.out(), vector, residual, rectified, workers),
            plan.parametersOf(step),
            inputs);
      }
      case DENSE, CONVOLUTION -> {
        if (read) {
          Operation tiles = new TileRead(start, step, reader, workers);
          addOperation(name, tiles, plan.parametersOf(step), inputs);
        } else if (step.kind() == Kind.DENSE || MatrixProduct.suits(step)) {
          addOperation(name, new MatrixProduct(step, workers), plan.parametersOf(step), inputs);
        } else {
          builder.addLayer(name, layer(step), inputs);
        }
      }
      case ADD -> builder.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
      case ACTIVATION -> {
        if (step.variant() == Blueprint.Variant.SCALE) {
          builder.addVertex(name, new ScaleVertex(step.factor()), inputs);
        } else {
          builder.addLayer(name, layer(step), inputs);
        }
      }
      case POOLING -> {
        if (step.variant() == Blueprint.Variant.MAX_POOL) {
          addOperation(name, new MaxPool(step, workers), 0, inputs);
        } else {
          builder.addLayer(name, layer(step), inputs);
        }
      }
      case SOFTMAX -> builder.addLayer(name, layer(step), inputs);
    }
    order.add(name);
    for (int i = start; i <= last; i++) {
      vertexOf.put(i, name);
    }
  }

  private void addOperation(String name, Operation operation, int parameters, String... inputs) {
    operations.add(operation);
    builder.addVertex(name, new OperationVertex(operation, parameters, inputs.length), inputs);
  }

  /** Returns whether a step's arrays are [images x channels], without pixel dimensions. */
  private boolean isVector(Blueprint.Step step) {
    return steps.get(step.inputs().get(0)).kind() == Kind.DENSE;
  }

  private Layer layer(Blueprint.Step step) {
    return switch (step.kind()) {
      case CONVOLUTION ->
          new Convolution(
              new ConvolutionLayer.Builder(step.window(), step.window())
                  .stride(step.stride(), step.stride())
                  .padding(step.padding(), step.padding())
                  .nIn(step.in().channels())
                  .nOut(step.out().channels())
                  .hasBias(false)
                  .activation(Activation.IDENTITY),
              step.inputs().contains(Blueprint.INPUT),
              workers);
      case POOLING -> new GlobalPoolingLayer(PoolingType.AVG);
      case ACTIVATION -> new ActivationLayer(Activation.RELU);
      case SOFTMAX ->
          new LossLayer.Builder(new CrossEntropy()).activation(Activation.SOFTMAX).build();
      case BATCH_NORM, DENSE, ADD -> throw new AssertionError(step.kind());
    };
  }

  @Override
  public void close() {
    graph.close();
    operations.forEach(Operation::close);
    workers.close();
  }
}
