package dev.spindrift.scenario;

import dev.spindrift.device.BetweenPulses;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.engine.Workers;
import dev.spindrift.mapping.ChipUpdater;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.posterior.PredictionAccumulator;
import dev.spindrift.posterior.SampleFile;

/**
 * Stored samples after their walls have rested in their banks: is what was learnt still there?
 *
 * <p>Active walls diffuse, parked ones are held by their ends ({@link
 * dev.spindrift.device.RestingWalls}); stuck walls stay. The same seed gives the same walls: a
 * longer rest stretches the same displacements.
 */
public final class HeldPosterior implements AutoCloseable {
  private final StoredPosterior stored;
  private final Prepared prepared;
  private final Tester tester;
  private final Workers workers;
  private final ChipUpdater walls;
  private final TrainableNetwork network;
  private final double diffusion;

  /**
   * What is left.
   *
   * @param seconds rest [s]
   * @param deviation standard deviation of an unbounded wall, of the track's length [1]
   * @param mean metrics of the mean soft-max of all samples
   * @param newest metrics of the newest sample alone
   */
  public record After(
      double seconds, double deviation, RunResult.Metrics mean, RunResult.Metrics newest) {}

  /**
   * Prepares the bank.
   *
   * @param stored the samples
   * @param diffusion growth of the variance of a wall at rest [m^2/s]
   * @param threads worker threads; results do not depend on it [1]
   */
  public HeldPosterior(StoredPosterior stored, double diffusion, int threads) {
    this.stored = stored;
    this.diffusion = diffusion;
    prepared = stored.prepared();
    tester = new Tester(prepared.data().test());
    workers = new Workers(threads);
    DeviceParameters device = prepared.device();
    walls =
        TileState.bank(
            prepared,
            device.withBetweenPulses(new BetweenPulses(device.betweenPulses().memory(), diffusion)),
            workers);
    network = NetworkState.create(prepared);
  }

  /** Lets all samples rest and predicts the run's test images by exact products. */
  public After after(double seconds) {
    PredictionAccumulator all = new PredictionAccumulator(tester.size(), tester.classes());
    PredictionAccumulator newest = new PredictionAccumulator(tester.size(), tester.classes());
    int left = stored.samples().size();
    for (SampleFile sample : stored.samples()) {
      network.parameters().put(0, sample.parameters(), 0, sample.parameters().limit());
      if (seconds > 0) {
        walls.restStored(seconds, sample.sampleIndex(), network.parameters());
      }
      float[] p = tester.predict(network);
      all.add(p);
      if (--left == 0) {
        newest.add(p);
      }
    }
    return new After(
        seconds,
        Math.sqrt(diffusion * seconds) / prepared.device().length(),
        Tester.metrics(all.calibration(tester.labels())),
        Tester.metrics(newest.calibration(tester.labels())));
  }

  @Override
  public void close() {
    network.close();
    workers.close();
  }
}
