package dev.spindrift.scenario;

import dev.spindrift.circuit.WireError;
import java.util.List;
import java.util.Map;

/**
 * Everything a run yields, ready to be written as a report. Times are simulated seconds and
 * energies joules unless said otherwise; a metric that was not computed is NaN.
 *
 * @param name the scenario's name
 * @param title one line that says what the run was
 * @param seed root seed
 * @param versions names and versions of program, libraries, Java, platform
 * @param inputs resolved input files: file name to text (YAML), e.g. {@code scenario.yaml}
 * @param assumptions constants whose source is an assumption
 * @param network name, weights, devices, tiles and the like, label to text; shown in iteration
 *     order, so give a map that has one
 * @param history metrics against mini-batch
 * @param current test metrics of the current model
 * @param ensembles test metrics of the mean soft-max of the newest 1..N samples, where N is the
 *     number of samples that banks hold at the end
 * @param floatSgld test metrics of the same network trained by float SGLD (posterior mean), or null
 * @param calibration reliability curve of the posterior mean (current model if no sample is held)
 * @param energy the ledger's rows
 * @param energyPerDeviceUpdate pulse and driver energy of one device's push-pull pair [J]
 * @param power power of the whole chip over the run
 * @param pulses pulse-width histograms and limit counts
 * @param phases simulated time by kind of work
 * @param rails supply rails
 * @param resources shared resources and their use
 * @param samplesStored posterior samples stored in the course of the run
 * @param banks sample banks of the chip; a stored sample is lost when the chain comes back to its
 *     bank
 * @param miniBatches mini-batches learnt
 * @param events engine events executed
 * @param simulatedTime simulated time [s]
 * @param wall wall-clock seconds
 * @param peakMemory peak resident memory of the process [byte], NaN if unknown
 * @param warnings what the user should know, in full sentences
 * @param chain the chain as a sampler, or null if it was not recorded
 * @param hardware what reads and wear were counted, or null: neither
 * @param circuit what rails, drivers and contention cost, or null if it was not found
 */
public record RunResult(
    String name,
    String title,
    long seed,
    Map<String, String> versions,
    Map<String, String> inputs,
    List<Assumption> assumptions,
    Map<String, String> network,
    List<HistoryPoint> history,
    Metrics current,
    List<Ensemble> ensembles,
    Metrics floatSgld,
    List<CalibrationBin> calibration,
    List<EnergyRow> energy,
    Distribution energyPerDeviceUpdate,
    PowerTrace power,
    PulseStatistics pulses,
    List<PhaseTime> phases,
    List<RailUse> rails,
    List<ResourceUse> resources,
    int samplesStored,
    int banks,
    long miniBatches,
    long events,
    double simulatedTime,
    Wall wall,
    double peakMemory,
    List<String> warnings,
    Chain chain,
    Hardware hardware,
    CircuitStudy circuit) {

  /** Makes a result of which neither chain, hardware nor circuit was recorded. */
  public RunResult(
      String name,
      String title,
      long seed,
      Map<String, String> versions,
      Map<String, String> inputs,
      List<Assumption> assumptions,
      Map<String, String> network,
      List<HistoryPoint> history,
      Metrics current,
      List<Ensemble> ensembles,
      Metrics floatSgld,
      List<CalibrationBin> calibration,
      List<EnergyRow> energy,
      Distribution energyPerDeviceUpdate,
      PowerTrace power,
      PulseStatistics pulses,
      List<PhaseTime> phases,
      List<RailUse> rails,
      List<ResourceUse> resources,
      int samplesStored,
      int banks,
      long miniBatches,
      long events,
      double simulatedTime,
      Wall wall,
      double peakMemory,
      List<String> warnings) {
    this(
        name,
        title,
        seed,
        versions,
        inputs,
        assumptions,
        network,
        history,
        current,
        ensembles,
        floatSgld,
        calibration,
        energy,
        energyPerDeviceUpdate,
        power,
        pulses,
        phases,
        rails,
        resources,
        samplesStored,
        banks,
        miniBatches,
        events,
        simulatedTime,
        wall,
        peakMemory,
        warnings,
        null,
        null,
        null);
  }

  /**
   * What was counted of the hardware's troubles.
   *
   * @param reads conversions by layer; empty if reads were ideal
   * @param wear by tile; empty if wear was not counted
   */
  public record Hardware(List<LayerReads> reads, List<TileWear> wear) {}

  /**
   * A layer's analogue reads.
   *
   * @param conversions all, tests included [1]
   * @param clipped those beyond full scale [1]
   * @param warnsAbove share of clipped ones that warns [1]
   * @param wires loss in the wires of the layer's largest tile at the end of the run, and the error
   *     of the run's way of counting it
   */
  public record LayerReads(
      String layer, long conversions, long clipped, double warnsAbove, WireError wires) {}

  /**
   * Pulses and way of the devices of one tile of one bank. What a device is pushed and pulled adds
   * up, thermal motion does not.
   *
   * @param layer name of the layer it holds
   * @param devices devices in use [1]
   * @param pulses all pulses [1]
   * @param mostPulses those of the most used device [1]
   * @param metres way of all walls [m]
   * @param mostMetres way of the most travelled wall [m]
   * @param mostRow row of the device with the most pulses [1]
   * @param mostColumn its column [1]
   * @param worn devices whose wall no longer moves since its life was reached [1]
   */
  public record TileWear(
      int bank,
      int tile,
      String layer,
      long devices,
      long pulses,
      long mostPulses,
      double metres,
      double mostMetres,
      int mostRow,
      int mostColumn,
      long worn) {}

  /**
   * The chain as a sampler.
   *
   * @param kernel name of the transition kernel
   * @param proposals proposals made; 0 if the kernel takes every step
   * @param accepted proposals accepted
   * @param floatAcceptance share of the float reference's proposals that were accepted, or NaN
   * @param floatEnsembles test metrics of the float reference's mean over its newest 1..N samples
   * @param scalars what the second half of the chain says: probe log-likelihood, mean conductance,
   *     then the weights of the rows
   * @param rows scalars along the chain
   */
  public record Chain(
      String kernel,
      long proposals,
      long accepted,
      double floatAcceptance,
      List<Ensemble> floatEnsembles,
      List<ChainScalar> scalars,
      List<ChainRow> rows) {}

  /** Mean, number of recorded values, effective sample size and split R-hat of a scalar. */
  public record ChainScalar(
      String name, double mean, int values, double effectiveSamples, double splitRhat) {}

  /**
   * The chain after a mini-batch.
   *
   * @param acceptance share of all proposals so far that were accepted, or NaN
   * @param meanConductance mean over the devices of all cells in use [S]
   * @param logLikelihood of the probe images [nat]
   * @param weights a few weights [1]
   */
  public record ChainRow(
      long miniBatch,
      double loss,
      double acceptance,
      double meanConductance,
      double logLikelihood,
      double[] weights) {}

  /** Test metrics; accuracy and ECE in [0, 1], NLL in nat, Brier in [0, 2]. */
  public record Metrics(double accuracy, double nll, double brier, double ece) {}

  /** Metrics of the mean soft-max of {@code samples} samples. */
  public record Ensemble(int samples, Metrics metrics) {}

  /** One bin of the reliability curve: confidence range, means, number of test images. */
  public record CalibrationBin(
      double lower, double upper, double meanConfidence, double accuracy, long count) {}

  /** A constant with an assumed source. */
  public record Assumption(String what, String value, String source) {}

  /**
   * Metrics after a mini-batch; {@code energy} is cumulative.
   *
   * @param floatAccuracy test accuracy of the float reference chain, NaN if not evaluated
   */
  public record HistoryPoint(
      long miniBatch,
      double epoch,
      double simulatedTime,
      double energy,
      double loss,
      double testAccuracy,
      double floatAccuracy) {}

  /** One row of the energy table: quantity x price + own joules. */
  public record EnergyRow(
      String component,
      String action,
      String layer,
      String work,
      long quantity,
      String unit,
      double joulesPerUnit,
      double joules,
      String source) {}

  /** Mean and quantiles. */
  public record Distribution(double mean, double p50, double p99, long count) {}

  /**
   * Power of the whole chip over simulated time: bins of equal width from time 0 to the end of the
   * last action. Width times sum is the energy of the run, up to rounding.
   *
   * @param binWidth width of every bin [s]
   * @param power mean power in each bin [W]; the last bin reaches beyond the run's end, where it
   *     counts nothing
   */
  public record PowerTrace(double binWidth, double[] power) {}

  /**
   * Pulse statistics; histograms over width in driver time steps.
   *
   * @param timeStep driver time step [s]
   * @param shortHistogram counts of the shorter pulse of each pair by width in steps
   * @param longHistogram counts of the longer pulse of each pair by width in steps
   * @param updates device updates (pairs)
   * @param lowerLimit pairs whose noise exceeds the required variance because of the shortest pulse
   * @param upperLimit pairs whose drift pulse alone exceeds the required variance
   * @param longestLimit pairs clipped to the driver's longest pulse
   * @param trackEnds updates in which a wall reached an end of its track
   * @param updatePrecisionBits bits of update precision that device and driver give [bit]
   */
  public record PulseStatistics(
      double timeStep,
      long[] shortHistogram,
      long[] longHistogram,
      long updates,
      long lowerLimit,
      long upperLimit,
      long longestLimit,
      long trackEnds,
      double updatePrecisionBits) {}

  /** Simulated time by kind of work: total and mean per mini-batch [s]. */
  public record PhaseTime(String work, double total, double perMiniBatch) {}

  /**
   * A supply rail.
   *
   * @param limit current limit [A]
   * @param peak highest current drawn [A]
   * @param stall time that requests waited for current, summed over requests [s]
   * @param time bin starts of the shown window (the last mini-batch) [s]
   * @param meanCurrent mean current in each bin [A]
   * @param maxCurrent highest current in each bin [A]
   */
  public record RailUse(
      String name,
      double limit,
      double peak,
      double stall,
      double[] time,
      double[] meanCurrent,
      double[] maxCurrent) {}

  /** A shared resource: share of time in use, requests, mean wait [s]. */
  public record ResourceUse(
      String name, double utilisation, long requests, double meanWait, double maxWait) {}

  /**
   * Wall-clock seconds. The event engine works beside the network math, so the parts may add up to
   * more than the whole.
   *
   * @param total the whole run
   * @param network network math of the chip's chain
   * @param devices device updates
   * @param engine event engine at work
   * @param engineWait what the run waited for the event engine, hand-overs included
   * @param checkpoints what the run waited for checkpoints, since it was last resumed
   * @param median medians over the run's mini-batches, which leave out the warm-up of the first
   */
  public record Wall(
      double total,
      double network,
      double devices,
      double engine,
      double engineWait,
      double checkpoints,
      MiniBatchWall median) {
    /** Makes a split without medians. */
    public Wall(double total, double network, double devices, double engine) {
      this(
          total,
          network,
          devices,
          engine,
          engine,
          0,
          new MiniBatchWall(Double.NaN, Double.NaN, Double.NaN));
    }
  }

  /** Wall-clock seconds of one mini-batch: network math, device updates, event engine. */
  public record MiniBatchWall(double network, double devices, double engine) {}
}
