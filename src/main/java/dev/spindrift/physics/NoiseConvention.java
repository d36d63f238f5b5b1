package dev.spindrift.physics;

/** Which thermal field acts on the wall; see the package description for the two formulas. */
public enum NoiseConvention {
  /**
   * Two independent fields, one per equation, each of variance alpha kB T/(gamma0 mu0 Ms Ly Lz
   * Delta dt): obeys the fluctuation-dissipation theorem.
   */
  FDT,

  /**
   * Eq. (7) of the paper as printed: one field of twice that variance that adds to the pinning
   * field in both equations. A free wall diffuses twice as fast as it should; for reproduction.
   */
  PRINTED
}
