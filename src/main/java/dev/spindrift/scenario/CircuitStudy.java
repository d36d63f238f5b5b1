package dev.spindrift.scenario;

import dev.spindrift.mapping.RealisedIncrement;
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
    List<RealisedIncrement> increments) {

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

  /** Returns the simulated time of the last mini-batch [s]. */
  public double simulated() {
    return floor.stream().mapToDouble(PhaseFloor::simulated).sum();
  }

  /** Returns the sum of the phases' rooflines [s]. */
  public double roofline() {
    return floor.stream().mapToDouble(PhaseFloor::floor).sum();
  }
}
