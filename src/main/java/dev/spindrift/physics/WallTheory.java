package dev.spindrift.physics;

import static dev.spindrift.physics.PhysicalConstants.E;
import static dev.spindrift.physics.PhysicalConstants.H_BAR;
import static dev.spindrift.physics.PhysicalConstants.K_B;
import static dev.spindrift.physics.PhysicalConstants.MU_0;
import static dev.spindrift.physics.PhysicalConstants.MU_B;

import dev.spindrift.physics.WallParameters.Magnet;
import dev.spindrift.physics.WallParameters.Pinning;
import dev.spindrift.physics.WallParameters.Strip;

/** Closed forms of the wall model: rates, thresholds and limits that follow from parameters. */
public final class WallTheory {
  /** A step longer than this share of the shortest time constant is refused [1]. */
  static final double MAX_STEP_SHARE = 0.2;

  private final WallParameters parameters;

  /** Prepares the closed forms of one set of parameters. */
  public WallTheory(WallParameters parameters) {
    this.parameters = parameters;
  }

  /**
   * Returns the spin-drift velocity u = mu_B P j/(e Ms) [m/s].
   *
   * @param density current density j [A/m^2]
   */
  public double spinDriftVelocity(double density) {
    Magnet m = parameters.magnet();
    return MU_B * m.polarization() * density / (E * m.saturation());
  }

  /** Returns whether fields, spin Hall torque or DMI, which no closed form here has, act, too. */
  public boolean hasMoreThanSpinTransfer() {
    Magnet m = parameters.magnet();
    return m.spinHallAngle() != 0
        || m.dmi() != 0
        || !parameters.field().equals(WallParameters.Field.NONE);
  }

  /**
   * Returns the steady velocity (beta/alpha) u below the Walker threshold, without pinning, fields
   * and temperature [m/s].
   *
   * @param density current density j [A/m^2]
   */
  public double steadyVelocity(double density) {
    Magnet m = parameters.magnet();
    return m.beta() / m.alpha() * spinDriftVelocity(density);
  }

  /**
   * Returns the Walker current density alpha gamma0 H_K Delta e Ms/(2 |beta - alpha| mu_B P)
   * [A/m^2]: above it the wall's phase rotates. Infinite if beta = alpha or P = 0.
   */
  public double walkerDensity() {
    Magnet m = parameters.magnet();
    double slip = Math.abs(m.beta() - m.alpha()) * spinDriftVelocity(1.0) / m.wallWidth();
    return m.alpha() * hardAxisRate() / slip;
  }

  /**
   * Returns the mean rotation rate of the phase, 0 below the Walker threshold, without pinning,
   * fields and temperature [rad/s].
   *
   * @param density current density j [A/m^2]
   */
  public double meanPrecession(double density) {
    Magnet m = parameters.magnet();
    double a = (m.beta() - m.alpha()) * spinDriftVelocity(density) / m.wallWidth();
    double b = m.alpha() * hardAxisRate();
    return Math.abs(a) <= b
        ? 0.0
        : Math.signum(a) * Math.sqrt(a * a - b * b) / (1 + m.alpha() * m.alpha());
  }

  /**
   * Returns Var X/t of a free wall at long times [m^2/s]: 2 kB T gamma0 Delta/(alpha mu0 Ms Ly Lz)
   * for the printed noise, half of it (fluctuation-dissipation) for the correct one.
   */
  public double freeDiffusion() {
    Magnet m = parameters.magnet();
    double printed =
        2 * K_B * parameters.temperature() * m.gamma0() * m.wallWidth() / (m.alpha() * moment());
    return parameters.noise() == NoiseConvention.PRINTED ? printed : 0.5 * printed;
  }

  /** Returns the amplitude of the pinning field, V0 pi/(2 mu0 Ms Ly Lz p) [A/m]. */
  public double pinningField() {
    Pinning pinning = parameters.pinning();
    return pinning.barrier() * Math.PI / (2 * moment() * pinning.period());
  }

  /**
   * Returns the current density whose push (beta u/Delta = gamma0 H_p) just overcomes the pinning
   * at zero temperature [A/m^2]; infinite without a non-adiabatic torque.
   */
  public double depinningDensity() {
    Magnet m = parameters.magnet();
    return m.gamma0() * pinningField() * m.wallWidth() / (m.beta() * spinDriftVelocity(1.0));
  }

  /**
   * Returns the Slonczewski-like effective field hbar theta_SH j/(2 e mu0 Ms Lz) [A/m].
   *
   * @param density current density j [A/m^2]
   */
  public double spinHallField(double density) {
    Magnet m = parameters.magnet();
    return H_BAR
        * m.spinHallAngle()
        * density
        / (2 * E * MU_0 * m.saturation() * parameters.strip().thickness());
  }

  /** Returns the DMI effective field D/(mu0 Ms Delta) [A/m]. */
  public double dmiField() {
    Magnet m = parameters.magnet();
    return m.dmi() / (MU_0 * m.saturation() * m.wallWidth());
  }

  /**
   * Returns the standard deviation of one thermal field value in a step [A/m], of each of the two
   * fields for {@link NoiseConvention#FDT}.
   *
   * @param dt step [s]
   */
  public double thermalField(double dt) {
    Magnet m = parameters.magnet();
    double variance =
        m.alpha() * K_B * parameters.temperature() / (m.gamma0() * moment() * m.wallWidth() * dt);
    return Math.sqrt(parameters.noise() == NoiseConvention.PRINTED ? 2 * variance : variance);
  }

  /**
   * Returns the shortest time constant of the motion [s]: the inverse of the largest rate among the
   * phase's relaxation in the hard-axis and in-plane fields, the vibration in a pinning well, and
   * the phase's rotation under current and perpendicular field.
   *
   * @param density the largest current density to come [A/m^2]
   */
  public double shortestTime(double density) {
    Magnet m = parameters.magnet();
    WallParameters.Field field = parameters.field();
    double inPlane =
        Math.hypot(field.x() + dmiField(), field.y()) + Math.abs(spinHallField(density));
    double phase = 2 * hardAxisRate() + m.gamma0() * 0.5 * Math.PI * inPlane;
    Pinning pinning = parameters.pinning();
    double rough = 1 + Math.sqrt(3) * pinning.roughness();
    double well =
        m.gamma0() * pinningField() * rough * m.wallWidth() * 2 * Math.PI / pinning.period();
    // Eigenvalues of [[-alpha w, k], [-w, -alpha k]]/(1 + alpha^2) at a minimum of both energies.
    double g = 1 / (1 + m.alpha() * m.alpha());
    double trace = -m.alpha() * (well + phase) * g;
    double determinant = well * phase * g;
    double root = trace * trace / 4 - determinant;
    double rate = root >= 0 ? Math.sqrt(root) - trace / 2 : Math.sqrt(determinant);
    double slip =
        (Math.abs(m.beta() - m.alpha()) * Math.abs(spinDriftVelocity(density)) / m.wallWidth()
                + m.gamma0() * Math.abs(field.z()))
            * g
            * 2;
    return 1 / Math.max(rate, slip);
  }

  /**
   * Returns the longest step accepted [s], a fifth of {@link #shortestTime}; there both schemes are
   * stable, and Heun's error within one oscillation is below 5 % of its amplitude.
   *
   * @param density the largest current density to come [A/m^2]
   */
  public double longestStep(double density) {
    return MAX_STEP_SHARE * shortestTime(density);
  }

  /** Returns K = mu0 Ms HK Delta Ly Lz, the energy that turns the phase by a right angle [J]. */
  public double phaseEnergy() {
    Magnet m = parameters.magnet();
    return moment() * m.anisotropyField() * m.wallWidth();
  }

  /** Returns gamma0 H_K/2 [rad/s]. */
  double hardAxisRate() {
    return 0.5 * parameters.magnet().gamma0() * parameters.magnet().anisotropyField();
  }

  /** Returns mu0 Ms Ly Lz, what turns an energy slope into a field [J/(A/m) per m]. */
  private double moment() {
    Strip strip = parameters.strip();
    return MU_0 * parameters.magnet().saturation() * strip.width() * strip.thickness();
  }
}
