package dev.spindrift.scenario;

import java.util.List;

/**
 * What the circuit around the devices costs, found by timing the run's last mini-batch again: what
 * other rails would make of it, how far it is from a chip without stalls; and what drivers make of
 * the increments they were asked for.
 *
 * @param rails the last mini-batch with smaller and larger rails; empty if it was not timed
 * @param floor the last mini-batch beside its roofline, phase by phase; empty if it was not timed
 * @param demands what each phase demands of each resource
 * @param joules energy of the last mini-batch, by its events [J]
 * @param increments how the last mini-batch's realised increments differ from the wanted ones, by
 *     cause; empty if not found
 */
public record CircuitStudy(
    List<RailTrial> rails,
    List<PhaseFloor> floor,
    List<Demand> demands,
    double joules,
    List<IncrementError> increments) {

  /**
   * A mini-batch timed with another limit of one rail, all else equal.
   *
   * @param factor limit relative to the netlist's; infinite: no limit [1]
   * @param limit limit of each rail of the name [A]
   * @param peak highest current of any of them [A]
   * @param stall time that requests waited for its current, summed over requests [s]
   * @param time simulated time of the mini-batch [s]
   * @param update simulated time of its row programs [s]
   */
  public record RailTrial(
      String rail,
      double factor,
      double limit,
      double peak,
      double stall,
      double time,
      double update) {}

  /**
   * A phase beside its roofline.
   *
   * @param phase forward, backward and gradient, update
   * @param simulated simulated time [s]
   * @param floor the longest time for which the phase keeps any resource busy [s]
   * @param bound that resource
   */
  public record PhaseFloor(String phase, double simulated, double floor, String bound) {}

  /** Time for which a phase keeps a resource busy [s]. */
  public record Demand(String phase, String resource, double busy) {}

  /**
   * What one cause adds between wanted and realised increment of a device pair, over all pairs of
   * the last mini-batch, in weight units.
   *
   * @param cause what makes the difference
   * @param bias mean of the added displacement, towards larger weights [1]
   * @param gain added displacement per wanted drift: least squares through the origin [1]
   * @param spread standard deviation of the added displacement over the pairs [1]
   * @param excessVariance added thermal variance, mean over the pairs [1]
   */
  public record IncrementError(
      String cause, double bias, double gain, double spread, double excessVariance) {}

  /** Returns the simulated time of the last mini-batch [s]. */
  public double simulated() {
    return floor.stream().mapToDouble(PhaseFloor::simulated).sum();
  }

  /** Returns the sum of the phases' rooflines [s]. */
  public double roofline() {
    return floor.stream().mapToDouble(PhaseFloor::floor).sum();
  }
}
