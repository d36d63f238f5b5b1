/**
 * From a laboratory's measurements to a device that chips load: reading, testing, fitting.
 *
 * <p><b>What is read.</b> A list of single pulses ({@link dev.spindrift.measurement.PulseCsv}), or
 * the conductance-change tables of Sandia CrossSim ({@link dev.spindrift.measurement.StepTable}):
 * for pulses of one kind and each conductance G the quantiles of the change dG.
 *
 * <p><b>Positions.</b> A reading r becomes the position x = (r - low)/(high - low) in [0, 1] [1].
 * From conductance alone nobody can know whether it is linear in the wall's position: x <i>is</i>
 * the normalised conductance, so an imported device is right about conductances (and hence weights)
 * whatever its wall does inside. Displacements are shares of the track; a nominal length [m] turns
 * them into metres for the device file, and cancels in the chip.
 *
 * <p><b>What is asked.</b> The behavioural device holds that a pulse of width T and polarity P
 * displaces by N(P mu(T), sigma^2(T)) from anywhere. So the fit report asks three questions, each
 * with a family-wise false-alarm rate of one per cent (Holm's correction over all conditions): are
 * displacements Gaussian (Anderson and Darling), symmetric (Welch's t for the means, Brown and
 * Forsythe for the spreads), independent of the starting position (regression, analysis of variance
 * over bins)? Each answer has its effect size and what it means for push-pull learning: a symmetric
 * pair of an asymmetric device drifts by mu(+) - mu(-) per update, to be compared with the
 * sampler's noise sqrt(2 tau) and with tau times the gradient. Starts near an end are left out (by
 * the start alone, which selects nothing): there the end truncates displacements.
 *
 * <p><b>What is fitted.</b> mu(T) and sigma^2(T) by weighted lines ({@link
 * dev.spindrift.physics.LawFit}), tables where lines do not do, and where polarity or position
 * matter the tables mu(P, T, x) and sigma^2(P, T, x) of {@link dev.spindrift.device.PositionLaw}.
 * With one pulse width only, a pulse of k widths is taken for k pulses one after the other
 * (linear-noise approximation: m' = m + mu(m), v' = v (1 + mu'(m))^2 + sigma^2(m)), which is an
 * assumption and declared as one.
 *
 * <p><b>Not modelled:</b> reading noise (it counts as the device's; read before and after, it also
 * fakes a restoring position dependence), drift between pulses, memory of earlier pulses, wear,
 * device-to-device variation of the range (that of the mobility is estimated).
 *
 * <p>A room of its own between {@code device} and {@code circuit}: the device room is what chips
 * run, and needs neither file formats of laboratories nor hypothesis tests.
 */
package dev.spindrift.measurement;
