package dev.spindrift.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** Turns a {@link Blueprint} into a DL4J graph whose flat vector has exactly the plan's layout. */
final class DigitalGraph {

  private static final String INPUT = "input";

  /** torchvision's. [1] */
  private static final double BATCH_NORM_EPSILON = 1e-5;

  /** Weight of the old running statistic; torchvision calls 1 - this "momentum". [1] */
  private static final double BATCH_NORM_DECAY = 0.9;

  private DigitalGraph() {}

  /** Builds the graph with all parameters 0. */
  static ComputationGraph build(Blueprint plan, DataType type) {
    ComputationGraph graph = new ComputationGraph(configuration(plan, type));
    // Giving the parameters keeps DL4J from drawing weights with its own generator.
    INDArray parameters = Nd4j.zeros(type, 1, plan.parameters());
    graph.init(parameters, false);
    graph.initGradientsView();
    return graph;
  }

  private static ComputationGraphConfiguration configuration(Blueprint plan, DataType type) {
    ComputationGraphConfiguration.GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .dataType(type)
            .updater(new NoOp())
            .trainingWorkspaceMode(WorkspaceMode.ENABLED)
            .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
            .graphBuilder()
            .addInputs(INPUT);
    List<Blueprint.Step> steps = plan.steps();
    for (Blueprint.Step step : steps) {
      String[] inputs =
          step.inputs().stream()
              .map(i -> i == Blueprint.INPUT ? INPUT : steps.get(i).name())
              .toArray(String[]::new);
      addStep(builder, step, inputs);
    }
    builder.setOutputs(steps.get(steps.size() - 1).name());
    ComputationGraphConfiguration configuration = builder.build();
    // Left alone, DL4J sorts breadth-first, and the flat vector would follow that order.
    configuration.setTopologicalOrder(IntStream.rangeClosed(0, steps.size()).toArray());
    List<String> names = new ArrayList<>(List.of(INPUT));
    steps.forEach(s -> names.add(s.name()));
    configuration.setTopologicalOrderStr(names);
    return configuration;
  }

  private static void addStep(
      ComputationGraphConfiguration.GraphBuilder builder, Blueprint.Step step, String... inputs) {
    switch (step.kind()) {
      case ADD ->
          builder.addVertex(step.name(), new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
      case ACTIVATION -> {
        if (step.variant() == Blueprint.Variant.SCALE) {
          builder.addVertex(step.name(), new ScaleVertex(step.factor()), inputs);
        } else {
          builder.addLayer(step.name(), new ActivationLayer(Activation.RELU), inputs);
        }
      }
      case DENSE -> {
        Blueprint.Shape in = step.in();
        if (in.height() * in.width() > 1) {
          builder.addLayer(
              step.name(),
              layer(step),
              new CnnToFeedForwardPreProcessor(in.height(), in.width(), in.channels()),
              inputs);
        } else {
          builder.addLayer(step.name(), layer(step), inputs);
        }
      }
      default -> builder.addLayer(step.name(), layer(step), inputs);
    }
  }

  private static Layer layer(Blueprint.Step step) {
    int inputs = step.in().channels();
    int outputs = step.out().channels();
    return switch (step.kind()) {
      case CONVOLUTION ->
          new Convolution(
              new ConvolutionLayer.Builder(step.window(), step.window())
                  .stride(step.stride(), step.stride())
                  .padding(step.padding(), step.padding())
                  .nIn(inputs)
                  .nOut(outputs)
                  .hasBias(false)
                  .activation(Activation.IDENTITY));
      case BATCH_NORM ->
          new BatchNormalization.Builder()
              .nIn(inputs)
              .nOut(outputs)
              .eps(BATCH_NORM_EPSILON)
              .decay(BATCH_NORM_DECAY)
              .build();
      case DENSE ->
          new DenseLayer.Builder()
              .nIn(step.in().size())
              .nOut(outputs)
              .hasBias(step.bias())
              .activation(Activation.IDENTITY)
              .build();
      case POOLING ->
          step.variant() == Blueprint.Variant.MAX_POOL
              ? new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                  .kernelSize(step.window(), step.window())
                  .stride(step.stride(), step.stride())
                  .padding(step.padding(), step.padding())
                  .build()
              : new GlobalPoolingLayer(PoolingType.AVG);
      case SOFTMAX ->
          new LossLayer.Builder(new CrossEntropy()).activation(Activation.SOFTMAX).build();
      case ACTIVATION, ADD -> throw new AssertionError(step.kind());
    };
  }
}
