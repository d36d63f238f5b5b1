/**
 * Domain-wall memristors as a circuit sees them: a pulse moves a wall, the wall's position makes a
 * conductance, two devices make a weight.
 *
 * <p><b>Displacement.</b> A current pulse of width T [s] and polarity P displaces the wall by a
 * normal variable N(P mu(T), sigma^2(T)) [m], independent of where it starts. Without pinning mu(T)
 * = v T with the spin-drift velocity v = (beta/alpha) mu_B P j / (e Ms), and sigma^2(T) = b T + a
 * with b twice the thermal diffusion constant ({@link dev.spindrift.device.LinearLaw}); a measured
 * device is a table ({@link dev.spindrift.device.TableLaw}). Families for which the start or the
 * polarity matter (soft bounds) have tables mu(P, T, x) and sigma^2(P, T, x) and are moved pulse by
 * pulse ({@link dev.spindrift.device.PositionLaw}); chips plan their pulses with the average. The
 * wall stops at the ends of its track.
 *
 * <p><b>Conductance.</b> Linear in the position x in [0, 1]: g = g_AP + x (g_P - g_AP) [S]; the
 * magneto-resistance is finite, so g_AP is not zero.
 *
 * <p><b>Weight.</b> w = (g+ - g-)/(g_P - g_AP) in [-1, 1], without variation x+ - x- exactly. One
 * device of the pair is active, the other parked at x = 0.
 *
 * <p><b>Heat.</b> A pulse draws I = j w t [A] through the track's resistance R and dissipates I^2 R
 * T [J], wherever the wall is.
 *
 * <p><b>Variation.</b> Mobility (mean displacement), track length and conductance of each device
 * carry lognormal factors of mean 1, fixed by seed and device number.
 *
 * <p><b>Models.</b> A device file's {@code model} says what devices do when pulses arrive ({@link
 * dev.spindrift.device.DeviceModel}): behave by that law ({@code law}); have every pulse, gap and
 * settling time integrated by the stochastic equations of motion of {@link dev.spindrift.physics}
 * ({@code llg}, {@link dev.spindrift.device.LlgModel}), the law then only serving the pulse
 * planner; or be filaments. A cell's state is its two positions and what its model remembers
 * besides ({@link dev.spindrift.device.CellState}); where one position follows from the other, the
 * weight may stand for both ({@link dev.spindrift.device.CellArray#keepIn}).
 *
 * <p><b>Filaments.</b> The older family: programming a filamentary memristor draws its conductance
 * from N(G, sigma(G)^2), sigma falling with G ({@link dev.spindrift.device.FilamentLaw}). As the
 * proposals of a Markov chain such draws push it to high conductance unless the Hastings ratio
 * corrects them ({@link dev.spindrift.device.FilamentChain}). On a chip both filaments of a cell
 * are programmed at every update, at (1 + w)/2 and (1 - w)/2 of the range, so the weight's variance
 * is [sigma(g+)^2 + sigma(g-)^2]/(g_P - g_AP)^2 whatever the learning rule requires ({@link
 * dev.spindrift.device.FilamentModel}).
 *
 * <p>Sources: T. Dalgaty et al., "Scaling-up Memristor Monte Carlo with magnetic domain-wall
 * physics"; the laws of the shipped device files were fitted to integrations of its equations of
 * motion. What a file does not know it declares as assumed.
 *
 * <p><b>Between pulses.</b> A pinned wall pushed and pulled back to back lands off the sum of two
 * single pulses, toward the second one, and walls may diffuse without current: {@code llg} has both
 * by itself, the law has what the device file states ({@link dev.spindrift.device.BetweenPulses},
 * {@link dev.spindrift.device.RestingWalls}).
 *
 * <p><b>Not modelled:</b> by the law, memory beyond the pair; by any model, walls leaving the
 * track, filaments that drift or wear, dependence of the law on temperature, wear, and the read
 * current's effect on the wall.
 */
package dev.spindrift.device;
