/**
 * Posterior samples: which models of the chain are kept, where they are, and what they predict.
 *
 * <h2>Concept</h2>
 *
 * <p>A Langevin chain visits weights w with the probability of the posterior p(w | data).
 * Successive states are alike, so the chip keeps only some of them: {@link
 * dev.spindrift.posterior.ThinningCounter} is the digital down-counter that picks them. A kept
 * state stays frozen in its bank of devices and the chain goes on in the next bank; {@link
 * dev.spindrift.posterior.SampleBanks} holds what the banks contain (the simulated transfer between
 * banks, its time and its energy, belong to the chip).
 *
 * <p>A prediction averages the soft-max outputs of the N kept models ({@link
 * dev.spindrift.posterior.PredictionAccumulator}):
 *
 * <pre>p(y | x) ~ (1/N) sum_n softmax(f(x; w_n))_y</pre>
 *
 * <p>For M test images with labels y_i and predictions p_i, {@link
 * dev.spindrift.posterior.Calibration} computes
 *
 * <pre>
 * accuracy  share of argmax_c p_ic = y_i                                     [1]
 * NLL       -(1/M) sum_i ln max(p_i,y_i , 1e-12)                             [nat]
 * Brier      (1/M) sum_i sum_c (p_ic - [c = y_i])^2, between 0 and 2         [1]
 * ECE        sum_b (n_b / M) |accuracy_b - mean confidence_b|, 15 bins       [1]
 * entropy   H_i = -sum_c p_ic ln p_ic                                        [nat]
 * AUROC      P(H foreign &gt; H known) + P(H foreign = H known) / 2           [1]
 * </pre>
 *
 * <p>ECE has 15 bins of equal width over the confidence max_c p_ic. It depends on the number of
 * bins and has a bias of the order of sqrt(bins / M) for small M: compare it between runs on the
 * same test images, and do not read it as an absolute number.
 *
 * <h2>Sources</h2>
 *
 * <p>Thinning by window and counter: Dalgaty et al., "Scaling-up Memristor Monte Carlo with
 * magnetic domain-wall physics" (cycle 20,840, window from 18,756, four samples a cycle). Brier,
 * Monthly Weather Review 78 (1950) 1, multi-class form. ECE: Naeini et al., AAAI 2015; Guo et al.,
 * ICML 2017 (15 bins). AUROC as the Mann-Whitney statistic: Hanley and McNeil, Radiology 143 (1982)
 * 29.
 *
 * <h2>Not modelled</h2>
 *
 * <p>Bank contents here are float32 copies of what the network read when the sample was stored: a
 * frozen bank does not age, diffuse or get re-read with converter noise. The bank that the chain
 * moves into loses its old sample at the hand-over ({@link SampleBanks#discard}), so N banks hold
 * at most N - 1 samples while the chain goes on and N when it stops at a store. No weighting of
 * samples, no convergence diagnostics.
 */
package dev.spindrift.posterior;
