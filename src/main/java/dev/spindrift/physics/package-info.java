/**
 * One-dimensional dynamics of a magnetic domain wall: current and temperature in, displacement out.
 *
 * <h2>Model</h2>
 *
 * A wall in a strip with perpendicular magnetisation (cross-section Ly x Lz) is described by two
 * collective coordinates, its position X [m] and the phase phi [rad] of its magnetisation in the
 * plane, counted from the zero-field equilibrium (Bloch) direction. Thiaville et al., Europhys.
 * Lett. 69, 990 (2005); Martinez, J. Phys.: Condens. Matter 24, 024206 (2012); eqs (4)-(6) of
 * Dalgaty et al., "Scaling-up Memristor Monte Carlo with magnetic domain-wall physics". Before the
 * two derivatives are separated the equations read
 *
 * <pre>
 * alpha X'/Delta + phi'      = gamma0 [Hp(X) + Hz - (pi/2) HSL sin(phi) + h1] + beta u/Delta
 * X'/Delta - alpha phi'      = (gamma0 HK/2) sin(2 phi) + u/Delta
 *                              + gamma0 (pi/2) [(Hx + HD) cos(phi) + Hy sin(phi)] + gamma0 h2
 *
 * u   = mu_B P j/(e Ms)               spin-drift velocity of the spin-transfer torque   [m/s]
 * Hp  = -(V0 pi/p) sin(2 pi X/p)/(2 mu0 Ms Ly Lz)    pinning, V = V0 sin^2(pi X/p)      [A/m]
 * HSL = hbar theta_SH j/(2 e mu0 Ms Lz)    Slonczewski-like field of the spin Hall effect [A/m]
 * HD  = D/(mu0 Ms Delta)                   effective field of interfacial DMI             [A/m]
 * </pre>
 *
 * The terms in HSL, HD and the applied field are those of Emori et al., Nature Materials 12, 611
 * (2013) and Martinez et al., J. Appl. Phys. 115, 213909 (2014) for an up-down wall; those papers
 * count phi from the track's axis (Neel wall), a quarter turn away, so that their sin(2 phi),
 * cos(phi), sin(phi) are -sin(2 phi), -sin(phi), cos(phi) here. They follow from the wall's energy
 * per area mu0 Ms Delta [HK sin^2(phi) + pi (Hx + HD) sin(phi) - pi Hy cos(phi)], whose slope over
 * 2 mu0 Ms Delta is the second equation's field; tests hold their closed-form velocities. The
 * papers were not at hand in full: the terms were derived as said and their signs compared with a
 * public implementation.
 *
 * <h2>Thermal field</h2>
 *
 * h1 and h2 are Gaussian, white in time; in a step dt ({@link
 * dev.spindrift.physics.NoiseConvention})
 *
 * <pre>
 * FDT:      h1, h2 independent, Var = alpha kB T/(gamma0 mu0 Ms Ly Lz Delta dt)
 * PRINTED:  h2 = 0,             Var h1 = twice that                 (eq. (7) of the paper)
 * </pre>
 *
 * A free wall then spreads by Var X = kB T gamma0 Delta t/(alpha mu0 Ms Ly Lz) with FDT, which is
 * the fluctuation-dissipation theorem, and twice as fast as printed. The noise is additive, so Ito
 * and Stratonovich agree. (alpha h1 + h2, h1 - alpha h2), which drive X and phi, are independent of
 * one another: the integrator draws those two directly.
 *
 * <h2>Solving</h2>
 *
 * {@link dev.spindrift.physics.WallEnsemble} advances any number of independent walls by stochastic
 * Heun (default) or Euler-Maruyama steps in double precision through a {@link
 * dev.spindrift.physics.CurrentWaveform}; {@link dev.spindrift.physics.WallTheory} has the closed
 * forms (velocity, Walker threshold, diffusion, depinning, longest step). Hard ends hold the wall
 * in [0, length] after each step; its phase goes on.
 *
 * <h2>Retention</h2>
 *
 * A wall without current hops between the minima of the pinning potential; {@link
 * dev.spindrift.physics.HoppingTheory} gives the rate (Langer's, with Mel'nikov's factor for jumps
 * over several wells, for both noise conventions) for times no simulation reaches, {@link
 * dev.spindrift.physics.PinningExperiments} the simulations it is checked with, {@link
 * dev.spindrift.physics.RetentionWindow} the pinning that both holds a wall and lets a current move
 * it. No rate is known with applied fields, DMI or roughness; thermally assisted depinning under
 * current is simulated only.
 *
 * <h2>Not modelled</h2>
 *
 * Walls that bend, tilt or carry vortices; a width Delta that breathes; current heating and any
 * temperature dependence of Ms, HK, alpha; Oersted fields; stray fields of track ends and of
 * neighbouring walls; field-like spin-orbit torque; the nucleation of new walls. Pinning by
 * roughness is a random height of each barrier of a regular lattice, not a random lattice. Inertia
 * beyond these two coordinates.
 */
package dev.spindrift.physics;
