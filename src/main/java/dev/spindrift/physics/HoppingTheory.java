package dev.spindrift.physics;

import static dev.spindrift.physics.PhysicalConstants.K_B;

import dev.spindrift.physics.WallParameters.Magnet;
import dev.spindrift.physics.WallParameters.Pinning;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * How fast a pinned wall without current is lost: thermally activated hops between neighbouring
 * minima of the pinning potential, for times no simulation reaches.
 *
 * <p>At rest the wall has the energy E = V0 sin^2(pi X/p) + K sin^2(phi) with K = mu0 Ms HK Delta
 * Ly Lz, minima at X = k p and saddles half a period away, both at phi = 0. With x = X/Delta, the
 * rates w = gamma0 (2 pi Delta/p) pinningField (position) and k = gamma0 HK (phase) and g = 1/(1 +
 * alpha^2), the motion near a saddle is x' = g(alpha w x + k phi), phi' = g(w x - alpha k phi). Its
 * growth rate is
 *
 * <pre>
 * lambda = [-g alpha (k - w) + sqrt((g alpha (k - w))^2 + 4 g k w)]/2
 * </pre>
 *
 * and Langer's theory (Ann. Phys. 54, 258 (1969)) gives the rate of hops to each neighbour, lambda/
 * (2 pi) exp(-V0/kB T), the Hessians' determinants being equal in size. It assumes that a wall that
 * has crossed is caught by the next well. That needs friction: a crossing loses delta = gamma 4
 * V0/omega in energy, gamma = g alpha (k + w), omega^2 = g k w. For periodic potentials Mel'nikov's
 * theory (Phys. Rep. 209, 1 (1991); Pollak, Bader, Miller and Talkner, Phys. Rev. Lett. 70, 3299
 * (1993)) multiplies the diffusion by {@link #longJumps()}, which counts hops over several wells.
 *
 * <p>Low barriers: between this rate and a free wall's diffusion D0 we take D = D0/(1 + (I0(W/2)^2
 * - 1) r), r = D0 pi W exp(-W)/D_hop, which is exact in both limits and for any barrier without
 * inertia (Lifson and Jackson 1962).
 *
 * <p>The printed noise drives the phase alone, so there is no temperature: the phase's friction is
 * balanced at 2 T/(1 + alpha^2), the position's hardly at all. W = V0 (1 + alpha^2)/(2 kB T)/(1 -
 * c); c, of order w/k, is the action of the missing noise along the path of escape to first order
 * (Freidlin and Wentzell), summed up such that W is exact without inertia and for a vibration with
 * little friction.
 *
 * <p>Accuracy, against the numerical solution of the Fokker-Planck equation for periods of 15 to
 * 150 nm and damping of 0.02 to 1, where W is 4 or more and delta above 5: D is within 5 % with FDT
 * noise, within 9 % printed. Below that it is too high, by up to 20 % (60 % for delta below 5).
 *
 * <p>Not modelled: current, applied fields, DMI, roughness (refused), barriers above K, where the
 * phase turns before the wall hops (refused), and whatever the package does not model.
 */
public final class HoppingTheory {
  private static final double FIRST_STEP = 1e-5;
  private static final double REST = 1e-3;

  /** Below this share w/k, c differs from its limit for a rigid phase by less than this [1]. */
  private static final double SHALLOW = 1e-4;

  private static final int LONGEST_PATH = 10_000_000;

  private final WallParameters parameters;
  private final WallTheory theory;
  private final double damping;
  private final double norm;
  private final double positionRate;
  private final double phaseRate;
  private final double action;

  /**
   * Prepares the theory.
   *
   * @param parameters the wall; its track's ends do not count
   * @throws IllegalArgumentException if there are fields, DMI or roughness, no temperature, no
   *     hard-axis anisotropy, or a barrier above K
   */
  public HoppingTheory(WallParameters parameters) {
    this.parameters = parameters;
    theory = new WallTheory(parameters);
    Magnet m = parameters.magnet();
    Pinning pinning = parameters.pinning();
    if (!parameters.field().equals(WallParameters.Field.NONE)
        || m.dmi() != 0
        || pinning.roughness() > 0
        || !(parameters.temperature() > 0)
        || !(m.anisotropyField() > 0)) {
      throw new IllegalArgumentException(
          "the rate of hops is known for periodic pinning without roughness, applied field and DMI,"
              + " at a temperature and with a hard axis");
    }
    damping = m.alpha();
    norm = 1 / (1 + damping * damping);
    phaseRate = m.gamma0() * m.anisotropyField();
    positionRate =
        pinning.present()
            ? m.gamma0() * theory.pinningField() * m.wallWidth() * 2 * Math.PI / pinning.period()
            : 0;
    double ceiling = theory.phaseEnergy();
    if (pinning.barrier() > ceiling) {
      throw new IllegalArgumentException(
          String.format(
              java.util.Locale.ROOT,
              "the barrier, %.3g J, is above the phase's own, %.3g J (mu0 Ms HK Delta Ly Lz): the"
                  + " wall would turn before it hops, which this theory does not describe",
              pinning.barrier(),
              ceiling));
    }
    double kelvin = pinning.barrier() / (K_B * parameters.temperature());
    action =
        parameters.noise() == NoiseConvention.FDT || !pinning.present()
            ? kelvin
            : 0.5 * kelvin / norm / (1 - missingNoise());
  }

  /** Returns W, what the barrier amounts to in the exponent exp(-W): V0/kB T with FDT noise [1]. */
  public double barrier() {
    return action;
  }

  /** Returns lambda, the growth rate of a departure from the saddle [1/s]; 0 without pinning. */
  public double growthRate() {
    double slide = norm * damping * (phaseRate - positionRate);
    double root = Math.sqrt(slide * slide + 4 * norm * phaseRate * positionRate);
    // Written as a quotient where the difference would cancel.
    return slide > 0 ? 2 * norm * phaseRate * positionRate / (slide + root) : 0.5 * (root - slide);
  }

  /** Returns delta, the energy lost between two saddles in units of kB T (of W's scale) [1]. */
  public double energyLoss() {
    if (positionRate == 0) {
      return 0;
    }
    double friction = norm * damping * (phaseRate + positionRate);
    return 4 * action * friction / Math.sqrt(norm * phaseRate * positionRate);
  }

  /**
   * Returns by how much hops over several wells, net of returns, increase the diffusion [1]: exp of
   * 1/(2 pi) times the integral over y of ln((1 + P)/(1 - P))/(y^2 + 1/4), P = exp(-delta (y^2 +
   * 1/4)); 1 for large delta, 2/delta for small.
   */
  public double longJumps() {
    double delta = energyLoss();
    // y = tan(t)/2 turns the weight into a constant.
    double mean =
        new IterativeLegendreGaussIntegrator(16, 1e-8, 1e-8)
                .integrate(
                    100_000,
                    t -> {
                      double loss = 0.25 * delta / Math.pow(Math.cos(t), 2);
                      return Math.log1p(Math.exp(-loss)) - Math.log(-Math.expm1(-loss));
                    },
                    0,
                    0.5 * Math.PI)
            * 2
            / Math.PI;
    return Math.exp(mean);
  }

  /**
   * Returns the rate of hops to each of the two neighbours [1/s], meaningful for barriers of
   * several kB T.
   */
  public double hopRate() {
    return growthRate() / (2 * Math.PI) * Math.exp(-action);
  }

  /** Returns Var X/t of a wall without current at long times [m^2/s]. */
  public double diffusion() {
    double free = theory.freeDiffusion();
    if (positionRate == 0 || action == 0) {
      return free;
    }
    double period = parameters.pinning().period();
    // Both numerator and denominator carry exp(W), which overflows from 700 on.
    double hopScaled = 2 * period * period * growthRate() / (2 * Math.PI) * longJumps();
    double inertia = free * Math.PI * action / hopScaled;
    double scaled = Math.exp(-action / 2) * besselI0(action / 2);
    double slow = (scaled * scaled - Math.exp(-action)) * inertia + Math.exp(-action);
    return free * Math.exp(-action) / slow;
  }

  /**
   * Returns when the standard deviation by hops reaches a limit [s].
   *
   * @param limit standard deviation [m], positive
   */
  public double retention(double limit) {
    return limit * limit / diffusion();
  }

  /**
   * Returns the barrier V0 that holds a wall of the same period for a time [J].
   *
   * @param limit standard deviation allowed after that time [m]
   * @param time [s]
   * @return infinite if no barrier below the phase's own does
   */
  public double barrierFor(double limit, double time) {
    double high = theory.phaseEnergy();
    if (with(high).retention(limit) < time) {
      return Double.POSITIVE_INFINITY;
    }
    if (with(0).retention(limit) >= time) {
      return 0;
    }
    double thermal = K_B * parameters.temperature();
    return thermal
        * new BrentSolver(1e-9)
            .solve(
                200,
                barrier -> Math.log(with(barrier * thermal).retention(limit) / time),
                0,
                high / thermal);
  }

  private HoppingTheory with(double barrier) {
    return new HoppingTheory(
        parameters.withPinning(new Pinning(barrier, parameters.pinning().period(), 0)));
  }

  private static double besselI0(double x) {
    double term = 1;
    double sum = 1;
    for (int n = 1; term > 1e-17 * sum; n++) {
      term *= 0.25 * x * x / ((double) n * n);
      sum += term;
    }
    return sum;
  }

  /**
   * c of the printed noise: along the path of relaxation from saddle to minimum (the reverse of the
   * path of escape), Int [(1 - alpha^2) ex^2 + 2 alpha ex ef] dt/Int (ex^2 + ef^2) dt with the
   * energy's slopes ex and ef; the mixed term changes sign with the phase under time reversal.
   */
  private double missingNoise() {
    if (positionRate < SHALLOW * phaseRate) {
      return -damping * damping;
    }
    double q = 2 * Math.PI * parameters.magnet().wallWidth() / parameters.pinning().period();
    double lambda = growthRate();
    double x = Math.PI / q * (1 - FIRST_STEP);
    double phi = -(Math.PI / q) * FIRST_STEP * (lambda / norm - damping * positionRate) / phaseRate;
    double fastest =
        Math.max(damping * (phaseRate + positionRate), Math.sqrt(phaseRate * positionRate));
    double dt = 0.02 / fastest;
    double[] y = {x, phi, 0, 0, 0};
    double[] sum = new double[5];
    double[] k = new double[5];
    double[] at = new double[5];
    double[] share = {0, 0.5, 0.5, 1};
    double[] weight = {1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0};
    for (int n = 0; n < LONGEST_PATH; n++) {
      System.arraycopy(y, 0, sum, 0, 5);
      for (int stage = 0; stage < 4; stage++) {
        for (int i = 0; i < 5; i++) {
          at[i] = y[i] + (stage == 0 ? 0 : share[stage] * dt * k[i]);
        }
        slopes(q, at, k);
        for (int i = 0; i < 5; i++) {
          sum[i] += weight[stage] * dt * k[i];
        }
      }
      System.arraycopy(sum, 0, y, 0, 5);
      double energy =
          positionRate / (q * q) * Math.pow(Math.sin(0.5 * q * y[0]), 2)
              + 0.25 * phaseRate * Math.pow(Math.sin(y[1]), 2);
      if (energy < REST * positionRate / (q * q)) {
        return ((1 - damping * damping) * y[2] + 2 * damping * y[4]) / (y[2] + y[3]);
      }
    }
    throw new ArithmeticException(
        "the wall had not come to rest after " + LONGEST_PATH + " steps of " + dt + " s");
  }

  private void slopes(double q, double[] y, double[] k) {
    double ex = positionRate / q * Math.sin(q * y[0]);
    double ef = 0.5 * phaseRate * Math.sin(2 * y[1]);
    k[0] = norm * (-damping * ex + ef);
    k[1] = norm * (-ex - damping * ef);
    k[2] = ex * ex;
    k[3] = ef * ef;
    k[4] = ex * ef;
  }
}
