package dev.spindrift.scenario;

/** Hears how a run is getting on; called on the run's thread after every mini-batch. */
@FunctionalInterface
public interface ProgressListener {

  /**
   * One mini-batch is done.
   *
   * @param done mini-batches done [1]
   * @param total mini-batches of the whole run [1]
   * @param simulatedTime simulated time so far [s]
   * @param energy energy so far [J]
   * @param loss mean cross-entropy of the mini-batch [nat]
   * @param accuracy newest test accuracy, NaN if not tested yet [1]
   */
  void miniBatch(
      long done, long total, double simulatedTime, double energy, double loss, double accuracy);

  /** The run goes on from a checkpoint after so many mini-batches [1]. */
  default void resumed(long done, long total) {}

  /**
   * Something a user should know while the run goes on, a full sentence; called on any thread.
   * Results do not depend on it.
   */
  default void notice(String text) {}
}
