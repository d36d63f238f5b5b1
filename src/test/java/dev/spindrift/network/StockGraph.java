package dev.spindrift.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A plan built from DL4J's own layers only, with the same flat vector: what we compare with. */
final class StockGraph {

  private StockGraph() {}

  static ComputationGraph build(Blueprint plan) {
    ComputationGraphConfiguration.GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .updater(new NoOp())
            .activation(Activation.IDENTITY)
            .graphBuilder()
            .addInputs("input");
    List<String> names = new ArrayList<>(List.of("input"));
    for (Blueprint.Step s : plan.steps()) {
      String[] from = s.inputs().stream().map(i -> names.get(i + 1)).toArray(String[]::new);
      names.add(s.name());
      int in = s.in().channels();
      int out = s.out().channels();
      switch (s.kind()) {
        case CONVOLUTION ->
            builder.addLayer(
                s.name(),
                new ConvolutionLayer.Builder(s.window(), s.window())
                    .stride(s.stride(), s.stride())
                    .padding(s.padding(), s.padding())
                    .nIn(in)
                    .nOut(out)
                    .hasBias(false)
                    .build(),
                from);
        case BATCH_NORM ->
            builder.addLayer(
                s.name(),
                new BatchNormalization.Builder().nIn(in).nOut(out).useLogStd(false).build(),
                from);
        case DENSE -> {
          DenseLayer dense =
              new DenseLayer.Builder().nIn(s.in().size()).nOut(out).hasBias(s.bias()).build();
          if (s.in().height() > 1) {
            builder.addLayer(
                s.name(),
                dense,
                new CnnToFeedForwardPreProcessor(s.in().height(), s.in().width(), in),
                from);
          } else {
            builder.addLayer(s.name(), dense, from);
          }
        }
        case ACTIVATION -> {
          if (s.variant() == Blueprint.Variant.SCALE) {
            builder.addVertex(s.name(), new ScaleVertex(s.factor()), from);
          } else {
            builder.addLayer(s.name(), new ActivationLayer(Activation.RELU), from);
          }
        }
        case POOLING ->
            builder.addLayer(
                s.name(),
                s.variant() == Blueprint.Variant.GLOBAL_AVERAGE
                    ? new GlobalPoolingLayer(PoolingType.AVG)
                    : new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                        .kernelSize(s.window(), s.window())
                        .stride(s.stride(), s.stride())
                        .padding(s.padding(), s.padding())
                        .build(),
                from);
        case ADD ->
            builder.addVertex(s.name(), new ElementWiseVertex(ElementWiseVertex.Op.Add), from);
        case SOFTMAX ->
            builder.addLayer(
                s.name(),
                new LossLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .activation(Activation.SOFTMAX)
                    .build(),
                from);
      }
    }
    builder.setOutputs(names.get(names.size() - 1));
    ComputationGraphConfiguration configuration = builder.build();
    configuration.setTopologicalOrder(IntStream.range(0, names.size()).toArray());
    configuration.setTopologicalOrderStr(names);
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init(Nd4j.zeros(1, plan.parameters()), false);
    graph.initGradientsView();
    return graph;
  }
}
