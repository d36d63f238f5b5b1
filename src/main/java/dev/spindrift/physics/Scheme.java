package dev.spindrift.physics;

/**
 * Time-stepping scheme. The noise is additive, so both converge to the same (Ito = Stratonovich)
 * process.
 */
public enum Scheme {
  /** Stochastic Heun: predictor and corrector share one noise; weak order 2 for additive noise. */
  HEUN,

  /** Euler-Maruyama: one drift evaluation per step; weak order 1. */
  EULER_MARUYAMA
}
