/**
 * Explorations: one scenario at many points.
 *
 * <p>An exploration names axes (fields of scenario, netlist, device or technology). A
 * <i>configuration</i> is one level of each axis; a <i>point</i> is a configuration with a seed,
 * one run in a process of its own. All configurations run with the same seeds, so with common
 * random numbers: the same initial weights, mini-batches and device noise by (seed, purpose,
 * device, update). Differences between configurations are therefore less noisy than their means.
 * Means carry 95 % intervals by Student's t over n seeds, {@code t(0.975, n - 1) s / sqrt(n)},
 * which supposes that seeds' results are independent and roughly Gaussian.
 *
 * <p>A point's id is a checksum of its inputs as resolved and of the program's classes up to
 * package {@code scenario}; {@link dev.spindrift.explore.PointStore} keeps finished points under
 * it, so a sweep that is started again computes only what is missing.
 *
 * <p>Configuration a <i>beats</i> b if it is nowhere worse in the objectives' means and somewhere
 * better; those that none beats are the Pareto front. Intervals are shown but do not enter that
 * comparison: two configurations whose intervals overlap may change places with other seeds.
 *
 * <p>Not modelled: stochastic dominance, surrogate models, points on several machines without a
 * scheduler (see {@code --plan}).
 */
package dev.spindrift.explore;
