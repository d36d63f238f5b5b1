/**
 * Networks by name, their flat parameter vector and the gradient of their loss, computed by DL4J
 * and ND4J 1.0.0-M2.1 with oneDNN.
 *
 * <p><b>What a network is here.</b> A list of {@link dev.spindrift.network.Layer}s in topological
 * order and one flat vector of 32-bit floats. The weights of convolutions and dense layers live in
 * the chip's tiles; everything else (batch-norm gamma, beta and running statistics, the last
 * layer's bias) stays digital. A layer's weights are a matrix of im2col rows (input channel, kernel
 * row, kernel column) and columns (output channels), stored [column][row]. An image becomes {@code
 * vectors} im2col vectors, one for each output pixel.
 *
 * <p><b>Loss.</b> {@link dev.spindrift.network.TrainableNetwork#computeGradient} returns the mean
 * over the mini-batch of the cross-entropy -log p(label), p = softmax(logits) [nat]; the gradient
 * vector holds the derivative of the SUM. Nothing here divides, scales, clips, regularises or
 * updates: that is {@code learning}'s and the chip's business.
 *
 * <p><b>Batch norm.</b> y = gamma (x - mean) / sqrt(var + 1e-5) + beta; in training mean and biased
 * variance of the mini-batch, in prediction the running ones: new = 0.9 old + 0.1 batch, with the
 * unbiased variance, as in PyTorch. The statistics are slots of the flat vector whose "gradient"
 * (old - new) the caller subtracts unscaled, so that a sample of the posterior is the flat vector
 * and nothing else. They start at mean 0 and variance 1.
 *
 * <p><b>Networks.</b> {@code mlp}: dense, batch norm, rectifier for each hidden width, then dense.
 * {@code lenet}: twice (convolution, batch norm, rectifier, 2 x 2 max-pool), then dense, batch
 * norm, rectifier, dense; kernels are 5 x 5 unpadded for images of at least 20 pixels, 3 x 3 padded
 * for smaller ones. {@code resnet18}: torchvision's topology (He et al. 2016, arXiv:1512.03385): 7
 * x 7 stem of stride 2, 3 x 3 max-pool of stride 2, four stages of two basic blocks, global
 * average, dense; 11,172,032 weights for 3 channels and 10 classes. Convolutions have no bias.
 * Initial weights are U(-1, 1), as the paper's devices.
 *
 * <p><b>Reproducibility.</b> The gradient's bits repeat from run to run, and they are the same on
 * one, two and three threads: work is cut into parts that do not depend on the number of threads.
 * From four threads on oneDNN splits sums once more, which shows in the last bits (2e-6 relative),
 * so the thread count belongs to the resolved scenario. Another machine may compute other bits,
 * since oneDNN and OpenBLAS choose kernels by the processor.
 *
 * <p><b>Who computes what.</b> DL4J runs the graph and its memory; oneDNN runs the convolutions,
 * each half of the mini-batch on a thread of ours. This package's own code runs batch norm (fused
 * with the residual sum and the rectifier), max-pooling, dense layers and the convolutions of
 * images of 1 x 1 and 2 x 2 pixels (as matrix products by OpenBLAS), the weight gradient of the
 * first convolution, and the loss. Reasons and measurements stand at the classes.
 *
 * <p><b>Other readers.</b> A {@link dev.spindrift.network.WeightReader} may compute any weight
 * layer's products, forwards and transposed, in place of the float math: images are cut into im2col
 * vectors and every vector is handed over. Gradients of the weights stay digital outer products.
 *
 * <p><b>Not modelled.</b> Analogue non-idealities are the reader's. No dropout, no regularisation,
 * no data augmentation, no 16-bit arithmetic, no GPU.
 */
package dev.spindrift.network;
