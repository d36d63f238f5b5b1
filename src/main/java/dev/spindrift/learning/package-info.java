/**
 * What the algorithm asks of the weights, free of devices and chips.
 *
 * <p>Stochastic gradient Langevin dynamics samples the posterior exp(-L(w)) by steps w += -tau
 * dL/dw + sqrt(2 tau) z with z standard normal and L = eta times the mean cross-entropy of a
 * mini-batch, the prior being uniform on [-1, 1]. A {@link dev.spindrift.learning.TransitionKernel}
 * gives such a step as an {@link dev.spindrift.learning.Increment}: the drift per unit of gradient
 * and the variance that the noise must have. The chip realises it with walls; {@link
 * dev.spindrift.learning.FloatChain} realises the same increment in float arithmetic, so the two
 * cannot drift apart.
 *
 * <p>Gradients are sums over the mini-batch, as {@link dev.spindrift.network.TrainableNetwork}
 * gives them; the increment divides by its size.
 *
 * <p><b>Accuracy of the Langevin step.</b> Around a mode of curvature a the step's stationary
 * variance is 1/(a (1 - h/2)) with h = tau a, not 1/a; from h = 2 on it diverges. eta is an inverse
 * temperature: variances go with 1/eta. A {@link dev.spindrift.learning.Schedule} varies tau in
 * cycles, so that a chain leaves its mode.
 *
 * <p><b>Metropolis kernels</b> ({@link dev.spindrift.learning.MetropolisKernel}) propose and accept
 * or reject: {@link dev.spindrift.learning.Mala} a Langevin step, {@link
 * dev.spindrift.learning.Metropolis} the devices' noise alone. Exact on all training images; on
 * mini-batches the acceptance follows the noise of L and the chain samples a flatter density.
 *
 * <p><b>The prior's edges.</b> A weight is clipped to [-1, 1] as a wall stops at its track's end.
 * Clipping is not reflection: it puts an atom of probability on the edge. For a walk of standard
 * deviation s under a flat likelihood the stationary measure of [-1, -1 + x] is proportional to x +
 * 0.5826 s beyond a few s from the edge, s/sqrt(2) of it on the edge itself (renewal theory of
 * ladder heights; constant: D. Siegmund, "Sequential analysis", 1985). So each edge holds
 * s/(sqrt(2) (2 + 1.1652 s)) of all weights, 0.22 % at tau = 2e-5; elsewhere the density is flat.
 *
 * <p>Source: M. Welling, Y. W. Teh, "Bayesian learning via stochastic gradient Langevin dynamics",
 * ICML 2011. The sign and the mean follow training, not the print, of T. Dalgaty et al. (its L is a
 * negative logarithm, and the printed sum with eta = 1e5 does not train).
 *
 * <p><b>Not modelled:</b> preconditioning, momentum, corrections for mini-batch acceptance.
 */
package dev.spindrift.learning;
