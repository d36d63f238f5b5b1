package dev.spindrift.network;

import java.util.Collections;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Lets a DL4J graph run an {@link Operation}; its parameters are a part of the flat vector. */
final class OperationVertex extends GraphVertex {

  private static final long serialVersionUID = 1;

  private final transient Operation operation;
  private final int parameters;
  private final int inputs;

  /**
   * @param operation what to compute; referenced
   * @param parameters length of its part of the flat vector [1]
   * @param inputs number of arrays that enter [1]
   */
  OperationVertex(Operation operation, int parameters, int inputs) {
    this.operation = operation;
    this.parameters = parameters;
    this.inputs = inputs;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parametersView,
      boolean initialize,
      DataType type) {
    return new Node(graph, name, index, parametersView, operation, type);
  }

  @Override
  public long numParams(boolean backprop) {
    return parameters;
  }

  @Override
  public int minVertexInputs() {
    return inputs;
  }

  @Override
  public int maxVertexInputs() {
    return inputs;
  }

  /** An operation has state and belongs to one graph: copies of the configuration share it. */
  @Override
  public GraphVertex clone() {
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
    throw new UnsupportedOperationException("shapes come from the plan, not from DL4J");
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputTypes) {
    throw new UnsupportedOperationException("DL4J's memory reports are not used");
  }

  /** The vertex of a built graph. */
  @SuppressWarnings("overrides") // DL4J's own base class drops the "..." of its interface
  private static final class Node extends BaseGraphVertex {

    private static final long serialVersionUID = 1;

    private final transient Operation operation;
    private final transient INDArray parametersView;
    private transient INDArray gradientsView;

    private Node(
        ComputationGraph graph,
        String name,
        int index,
        INDArray parametersView,
        Operation operation,
        DataType type) {
      super(graph, name, index, null, null, type);
      this.operation = operation;
      this.parametersView = parametersView;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = Operation.contiguous(inputs[i], ArrayType.ACTIVATIONS, workspaces);
      }
      long[] shape = operation.outputShape(inputs[0].size(0));
      INDArray output = Operation.allocate(workspaces, ArrayType.ACTIVATIONS, shape);
      operation.forward(inputs, parameters(), training, Operation.pointer(output));
      return output;
    }

    private FloatPointer parameters() {
      return parametersView == null ? null : Operation.pointer(parametersView);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray[] results = new INDArray[inputs.length];
      FloatPointer[] pointers = new FloatPointer[inputs.length];
      if (operation.needsInputGradients()) {
        for (int i = 0; i < inputs.length; i++) {
          results[i] = Operation.allocate(workspaces, ArrayType.ACTIVATION_GRAD, inputs[i].shape());
          pointers[i] = Operation.pointer(results[i]);
        }
      }
      operation.backward(
          inputs,
          Operation.pointer(Operation.contiguous(epsilon, ArrayType.BP_WORKING_MEM, workspaces)),
          parameters(),
          gradientsView == null ? null : Operation.pointer(gradientsView),
          pointers);
      return new Pair<>(null, results);
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray view) {
      gradientsView = view;
    }

    @Override
    public INDArray params() {
      return parametersView;
    }

    @Override
    public INDArray getGradientsViewArray() {
      return gradientsView;
    }

    @Override
    public Map<String, INDArray> paramTable(boolean backpropOnly) {
      return Collections.emptyMap();
    }

    @Override
    public boolean hasLayer() {
      return false;
    }

    @Override
    public Layer getLayer() {
      return null;
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(
        INDArray[] masks, MaskState state, int miniBatchSize) {
      return null;
    }

    @Override
    public String toString() {
      return getVertexName();
    }
  }
}
