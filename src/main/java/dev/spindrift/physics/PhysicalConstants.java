package dev.spindrift.physics;

/** Constants of nature, CODATA 2018; {@code kB} and {@code e} are exact by definition of the SI. */
final class PhysicalConstants {
  /** Vacuum permeability [T m/A]; 4 pi 1e-7 as before 2019, 5e-10 from the 2018 value. */
  static final double MU_0 = 4e-7 * Math.PI;

  /** Boltzmann constant [J/K]. */
  static final double K_B = 1.380649e-23;

  /** Bohr magneton [J/T]. */
  static final double MU_B = 9.2740100783e-24;

  /** Elementary charge [C]. */
  static final double E = 1.602176634e-19;

  /** Reduced Planck constant [J s]. */
  static final double H_BAR = 1.054571817e-34;

  private PhysicalConstants() {}
}
