package dev.spindrift.network;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import dev.spindrift.engine.Workers;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's convolution with what it wastes left out. Where oneDNN computes it, {@link
 * SplitConvolution} asks it for nothing twice (DL4J computes the whole forward convolution once
 * more in the backward pass, although it needs nothing from it). And DL4J computes the gradient of
 * the input image, which nobody uses (for a 7 x 7 kernel on three channels that is five times the
 * work of the weights' gradient); here the first layer's weight gradient is a matrix product over
 * image patches.
 */
final class ConvolutionRuntime extends ConvolutionLayer {

  private static final long serialVersionUID = 1;

  /** Parts into which the images of a mini-batch are cut [1]. */
  private static final int PIECES = 8;

  private final boolean first;
  private final transient Workers workers;

  /** Made when it is first needed; null without oneDNN. */
  private transient SplitConvolution split;

  ConvolutionRuntime(
      NeuralNetConfiguration configuration, DataType type, boolean first, Workers workers) {
    super(configuration, type);
    this.first = first;
    this.workers = workers;
  }

  @Override
  protected Pair<INDArray, INDArray> preOutput(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
    if (helper == null) {
      return super.preOutput(training, forBackprop, workspaces);
    }
    if (split == null) {
      split =
          new SplitConvolution(
              layerConf().getKernelSize(),
              layerConf().getStride(),
              layerConf().getPadding(),
              workers);
    }
    INDArray images = Operation.contiguous(input, ArrayType.ACTIVATIONS, workspaces);
    INDArray output =
        Operation.allocate(
            workspaces,
            ArrayType.ACTIVATIONS,
            images.size(0),
            layerConf().getNOut(),
            outputLength(0),
            outputLength(1));
    split.forward(images, getParam(ConvolutionParamInitializer.WEIGHT_KEY), output);
    return new Pair<>(output, null);
  }

  /** Returns the rows (0) or columns (1) of the output. */
  private long outputLength(int dimension) {
    long padded = input.size(2 + dimension) + 2L * layerConf().getPadding()[dimension];
    return (padded - layerConf().getKernelSize()[dimension]) / layerConf().getStride()[dimension]
        + 1;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    if (!first && helper == null) {
      return super.backpropGradient(epsilon, workspaces);
    }
    INDArray view = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
    INDArray images = Operation.contiguous(input, ArrayType.BP_WORKING_MEM, workspaces);
    INDArray errors = Operation.contiguous(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
    INDArray imageGradient = null;
    if (first) {
      weightGradient(images, errors, view, workspaces);
    } else {
      imageGradient = Operation.allocate(workspaces, ArrayType.ACTIVATION_GRAD, images.shape());
      split.backward(
          images, getParam(ConvolutionParamInitializer.WEIGHT_KEY), errors, view, imageGradient);
    }
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, view, 'c');
    return new Pair<>(gradient, imageGradient);
  }

  /** Sums, over images, gradient of the output [out x pixels] times patches [pixels x weights]. */
  private void weightGradient(
      INDArray images, INDArray epsilon, INDArray result, LayerWorkspaceMgr workspaces) {
    int count = (int) images.size(0);
    int image = (int) (images.length() / count);
    int channels = (int) epsilon.size(1);
    int pixels = (int) (epsilon.size(2) * epsilon.size(3));
    int weights = (int) (result.length() / channels);
    int outHeight = (int) epsilon.size(2);
    int outWidth = (int) epsilon.size(3);
    // The same parts, and sums, on any number of threads.
    int pieces = Math.min(count, PIECES);
    INDArray parts =
        Operation.allocate(workspaces, ArrayType.BP_WORKING_MEM, pieces, channels, weights);
    INDArray patches =
        Operation.allocate(workspaces, ArrayType.BP_WORKING_MEM, pieces, weights, pixels);
    FloatPointer from = Operation.pointer(images);
    FloatPointer part = Operation.pointer(parts);
    FloatPointer scratch = Operation.pointer(patches);
    FloatPointer e = Operation.pointer(epsilon);
    Operation.forEach(
        workers,
        pieces,
        2L * count * weights * pixels * channels,
        (worker, piece) -> {
          float[] x = new float[image];
          float[] patch = new float[weights * pixels];
          FloatPointer p = Operation.at(scratch, (long) piece * patch.length);
          int begin = Operation.share(count, piece, pieces);
          int end = Operation.share(count, piece + 1, pieces);
          for (int b = begin; b < end; b++) {
            Operation.at(from, (long) b * image).get(x);
            patches(x, patch, outHeight, outWidth);
            p.put(patch);
            cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasTrans,
                channels,
                weights,
                pixels,
                1,
                Operation.at(e, (long) b * channels * pixels),
                pixels,
                p,
                pixels,
                b == begin ? 0 : 1,
                Operation.at(part, (long) piece * channels * weights),
                weights);
          }
        });
    sum(part, pieces, Operation.pointer(result), channels * weights);
  }

  private static void sum(FloatPointer parts, int pieces, FloatPointer result, int length) {
    float[] sum = new float[length];
    float[] part = new float[length];
    Operation.at(parts, 0).get(sum);
    for (int piece = 1; piece < pieces; piece++) {
      Operation.at(parts, (long) piece * length).get(part);
      for (int i = 0; i < length; i++) {
        sum[i] += part[i];
      }
    }
    Operation.at(result, 0).put(sum);
  }

  /** Lays out one image's patches as [channel, kernel row, kernel column][output pixel]. */
  private void patches(float[] x, float[] patch, int outHeight, int outWidth) {
    int[] kernel = layerConf().getKernelSize();
    int stride = layerConf().getStride()[0];
    int padding = layerConf().getPadding()[0];
    int height = (int) input.size(2);
    int width = (int) input.size(3);
    int at = 0;
    for (int c = 0; c < input.size(1); c++) {
      for (int kh = 0; kh < kernel[0]; kh++) {
        for (int kw = 0; kw < kernel[1]; kw++) {
          for (int oh = 0; oh < outHeight; oh++) {
            int row = oh * stride + kh - padding;
            boolean inside = row >= 0 && row < height;
            int start = (c * height + row) * width;
            for (int ow = 0; ow < outWidth; ow++) {
              int column = ow * stride + kw - padding;
              patch[at++] = inside && column >= 0 && column < width ? x[start + column] : 0;
            }
          }
        }
      }
    }
  }

  /** Returns whether oneDNN computes this layer. */
  boolean usesOneDnn() {
    return helper != null;
  }
}
