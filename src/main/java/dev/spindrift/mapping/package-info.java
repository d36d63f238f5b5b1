/**
 * Increments to pulses: how a drift and a required noise variance become a push-pull pair per
 * weight, and how a tile of walls follows.
 *
 * <p><b>Push-pull.</b> For a drift d and a required variance s^2 (weight units times the track's
 * length) the asymmetry T_L = mu^-1(|d|) brings the drift and part of the noise; two equal opposite
 * pulses of width T_sym bring the rest, 2 sigma^2(T_sym) + sigma^2(T_L) = s^2, T_sym never below
 * the shortest pulse T_min. The longer pulse, T_sym + T_L, points where the drift points. Widths
 * are rounded to the driver's step, halves up, and cut to its longest pulse. Counted, because there
 * the method loses accuracy: the lower limit (T_min too noisy), the upper limit (the drift alone
 * too noisy), the longest pulse, and walls at the ends of their tracks.
 *
 * <p>With a law whose variance has an intercept (b T + a with a below 0, as fitted) those widths
 * make the variance s^2 + b T_L while T_L is shorter than -a/b, and s^2 - a beyond; {@link
 * dev.spindrift.mapping.PushPull.Widths#EXACT} takes the intercepts into account.
 *
 * <p><b>Update precision.</b> b bits mean sigma(T_min) = 2^(1-b)/3 of the weight's range [-1, 1]. A
 * pair has at least sqrt(2) sigma(T_min) of noise, to be compared with sqrt(2 tau).
 *
 * <p><b>Back to back.</b> Where a device remembers the first pulse of a pair ({@link
 * dev.spindrift.device.BetweenPulses}), every update is biased toward the second pulse. Remedies:
 * alternating the order (the bias of one update is undone by the next), a gap (the memory fades;
 * rows take longer), a calibrated offset (T_L is planned for the drift less the bias).
 *
 * <p><b>Forms.</b> {@link dev.spindrift.mapping.TileUpdate} moves a whole tile at once; {@link
 * dev.spindrift.mapping.PulseProgram} lists every pulse and moves one device at a time. Both give
 * the same bits, on any number of threads.
 *
 * <p><b>Not modelled:</b> planning with knowledge of a device's own deviations, noise of the
 * driver's timing.
 */
package dev.spindrift.mapping;
