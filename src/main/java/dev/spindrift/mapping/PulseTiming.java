package dev.spindrift.mapping;

import dev.spindrift.circuit.Specs;

/**
 * What pulse widths a driver can produce: whole time steps between a shortest and a longest.
 *
 * @param timeStep the driver's time step [s]
 * @param shortestSteps shortest pulse, at least 1 [steps]
 * @param longestSteps longest pulse, at most {@value #MAXIMUM_STEPS} [steps]
 */
public record PulseTiming(double timeStep, int shortestSteps, int longestSteps) {
  /** A 16-bit counter; also keeps sums of a few hundred pulses exact in float arithmetic. */
  public static final int MAXIMUM_STEPS = Specs.PulseDriver.MAXIMUM_STEPS;

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
