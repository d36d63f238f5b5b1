package dev.spindrift.physics;

import dev.spindrift.physics.WallParameters.Field;
import dev.spindrift.physics.WallParameters.Magnet;

/**
 * The equations of motion as numbers for one step length, in the block's units: position in turns
 * of {@link #unit}, phase in turns of 2 pi of the doubled angle, i.e. half turns of the phase.
 *
 * <p>A step's drift is (x: position, p: phase)
 *
 * <pre>
 * x: xCurrent j + xField + xHard sin(2 phi) + xPin sin(2 pi X/p) + xSpinHall j sin(phi)
 *    + xSin sin(phi) + xCos cos(phi)
 * </pre>
 *
 * and the same for p.
 */
final class StepCoefficients {
  /** Length of one turn of the position [m]. */
  final double unit;

  /** Whether there is pinning. */
  final boolean pinned;

  /** Whether there are terms in sin(phi) and cos(phi). */
  final boolean transverse;

  final double xCurrent;
  final double pCurrent;
  final double xField;
  final double pField;
  final double xHard;
  final double pHard;
  final double xPin;
  final double pPin;
  final double xSpinHall;
  final double pSpinHall;
  final double xSin;
  final double pSin;
  final double xCos;
  final double pCos;

  /** Standard deviations of the step's noise; one common normal if printed, two if FDT. */
  final double xNoise;

  final double pNoise;

  /** Length that stands for one turn: the pinning period, or the wall width of a free wall [m]. */
  static double unit(WallParameters parameters) {
    return parameters.pinning().present()
        ? parameters.pinning().period()
        : parameters.magnet().wallWidth();
  }

  /**
   * Computes the coefficients.
   *
   * @param parameters the wall
   * @param dt step [s]
   */
  StepCoefficients(WallParameters parameters, double dt) {
    Magnet m = parameters.magnet();
    Field field = parameters.field();
    WallTheory theory = new WallTheory(parameters);
    unit = unit(parameters);
    pinned = parameters.pinning().present();
    double alpha = m.alpha();
    // x = X/unit and p = phi/pi per step: what multiplies a rate [1/s] of X/Delta and of phi.
    double g = dt / (1 + alpha * alpha);
    double gx = g * m.wallWidth() / unit;
    double gp = g / Math.PI;

    double slide = theory.spinDriftVelocity(1.0) / m.wallWidth();
    xCurrent = gx * (1 + alpha * m.beta()) * slide;
    pCurrent = gp * (m.beta() - alpha) * slide;

    // A field along z adds to the right side of the first undiagonalised equation ...
    double drive = m.gamma0();
    xField = gx * alpha * drive * field.z();
    pField = gp * drive * field.z();
    double pin = -drive * theory.pinningField();
    xPin = gx * alpha * pin;
    pPin = gp * pin;
    double spinHall = -drive * 0.5 * Math.PI * theory.spinHallField(1.0);
    xSpinHall = gx * alpha * spinHall;
    pSpinHall = gp * spinHall;

    // ... and a torque about z to that of the second.
    xHard = gx * theory.hardAxisRate();
    pHard = -gp * alpha * theory.hardAxisRate();
    double alongX = drive * 0.5 * Math.PI * (field.x() + theory.dmiField());
    double alongY = drive * 0.5 * Math.PI * field.y();
    xCos = gx * alongX;
    pCos = -gp * alpha * alongX;
    xSin = gx * alongY;
    pSin = -gp * alpha * alongY;
    transverse = alongX != 0 || alongY != 0 || spinHall != 0;

    double kick = drive * theory.thermalField(dt);
    if (parameters.noise() == NoiseConvention.PRINTED) {
      xNoise = gx * alpha * kick;
      pNoise = gp * kick;
    } else {
      // (alpha h1 + h2, h1 - alpha h2) are independent, each of variance (1 + alpha^2) Var h.
      double norm = Math.sqrt(1 + alpha * alpha);
      xNoise = gx * norm * kick;
      pNoise = gp * norm * kick;
    }
  }
}
