package dev.spindrift.mapping;

import dev.spindrift.circuit.Specs;

/**
 * What pulse pairs a driver can produce: widths of whole time steps between a shortest and a
 * longest, and the gap between push and pull.
 *
 * @param timeStep the driver's time step [s]
 * @param shortestSteps shortest pulse, at least 1 [steps]
 * @param longestSteps longest pulse, at most {@value #MAXIMUM_STEPS} [steps]
 * @param gap time between the two pulses of a pair, 0 or more [s]
 */
public record PulseTiming(double timeStep, int shortestSteps, int longestSteps, double gap) {
  /** A 16-bit counter; also keeps sums of a few hundred pulses exact in float arithmetic. */
  public static final int MAXIMUM_STEPS = Specs.PulseDriver.MAXIMUM_STEPS;

  /** Returns a netlist driver's pulse timing. */
  public static PulseTiming of(Specs.PulseDriver driver) {
    return new PulseTiming(
        driver.timeStep() * 1e-12,
        (int) (driver.shortest() / driver.timeStep()),
        (int) (driver.longest() / driver.timeStep()),
        driver.gap() * 1e-12);
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the step is not positive or the widths are out of order
   */
  public PulseTiming {
    if (!(timeStep > 0) || !Double.isFinite(timeStep)) {
      throw new IllegalArgumentException("the time step must be positive: " + timeStep + " s");
    }
    if (shortestSteps < 1 || longestSteps < shortestSteps || longestSteps > MAXIMUM_STEPS) {
      throw new IllegalArgumentException(
          "pulses must satisfy 1 <= shortest <= longest <= "
              + MAXIMUM_STEPS
              + " steps: shortest "
              + shortestSteps
              + ", longest "
              + longestSteps);
    }
    if (!(gap >= 0) || !Double.isFinite(gap)) {
      throw new IllegalArgumentException("the gap must be 0 or more: " + gap + " s");
    }
  }

  /** Pulls follow pushes at once. */
  public PulseTiming(double timeStep, int shortestSteps, int longestSteps) {
    this(timeStep, shortestSteps, longestSteps, 0);
  }

  /** Returns the shortest pulse [s]. */
  public double shortest() {
    return shortestSteps * timeStep;
  }

  /** Returns the longest pulse [s]. */
  public double longest() {
    return longestSteps * timeStep;
  }
}
