package dev.spindrift.scenario;

import java.util.List;

/**
 * What a run will take, estimated from a part of it.
 *
 * @param scenario its name
 * @param seed its seed: the estimate walks that very run
 * @param miniBatches its length [1]
 * @param walked first mini-batches of the run that were learnt, without most of their events [1]
 * @param timed those of them that had all events [1]
 * @param probes mini-batches learnt beyond the walk to see how late ones may differ [1]
 * @param largestGradient size of the walk's largest gradients, of those at its end; 1 if the whole
 *     run was walked [1]
 * @param handOvers hand-overs of the chain in the run [1]
 * @param timedHandOvers those that were measured [1]
 * @param quantities what is estimated
 * @param stages parts of the run, in their order
 * @param measured every mini-batch of the walk that had all events
 */
public record EstimateResult(
    String scenario,
    long seed,
    long miniBatches,
    long walked,
    int timed,
    int probes,
    double largestGradient,
    long handOvers,
    int timedHandOvers,
    List<Quantity> quantities,
    List<Stage> stages,
    List<Measured> measured) {

  /**
   * An estimated quantity. The interval is the value less and plus what its sources add up to.
   *
   * @param key short name, as in the tables
   * @param name what it is
   * @param unit its unit
   * @param value best guess
   * @param low lower end of the 95 % interval
   * @param high upper end
   * @param sources what the interval contains
   */
  public record Quantity(
      String key,
      String name,
      String unit,
      double value,
      double low,
      double high,
      List<Source> sources) {
    /** Returns whether a value lies in the interval. */
    public boolean holds(double x) {
      return x >= low && x <= high;
    }
  }

  /**
   * A reason why the truth may differ from the value.
   *
   * @param what the reason
   * @param below how much less the truth may be, in the quantity's unit
   * @param above how much more
   */
  public record Source(String what, double below, double above) {}

  /** A value with the ends of its 95 % interval. */
  public record Interval(double value, double low, double high) {}

  /**
   * A part of the run.
   *
   * @param from its first mini-batch
   * @param to its last one
   * @param extrapolated whether it lies beyond the walk
   * @param timed mini-batches measured [1]
   * @param seconds time per mini-batch, without hand-overs [s]
   * @param joules energy per mini-batch, without hand-overs [J]
   * @param joulesPerUpdate pulse and driver energy per device update [J]
   */
  public record Stage(
      long from,
      long to,
      boolean extrapolated,
      int timed,
      Interval seconds,
      Interval joules,
      Interval joulesPerUpdate) {}

  /**
   * A measured mini-batch.
   *
   * @param miniBatch its number
   * @param seconds simulated time [s]
   * @param joules energy [J]
   * @param joulesPerUpdate pulse and driver energy per device update [J]
   */
  public record Measured(long miniBatch, double seconds, double joules, double joulesPerUpdate) {}

  /**
   * Returns a quantity.
   *
   * @param key its key
   * @throws java.util.NoSuchElementException if there is none of that name
   */
  public Quantity quantity(String key) {
    return quantities.stream().filter(q -> q.key().equals(key)).findFirst().orElseThrow();
  }
}
