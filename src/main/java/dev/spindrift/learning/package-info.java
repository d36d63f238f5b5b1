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
 * <p>Source: M. Welling, Y. W. Teh, "Bayesian learning via stochastic gradient Langevin dynamics",
 * ICML 2011. The sign and the mean follow training, not the print, of T. Dalgaty et al. (its L is a
 * negative logarithm, and the printed sum with eta = 1e5 does not train).
 *
 * <p><b>Not modelled:</b> step-size schedules, preconditioning, momentum, Metropolis correction.
 */
package dev.spindrift.learning;
