package dev.spindrift.measurement;

import dev.spindrift.physics.DisplacementStatistics;
import java.util.List;

/**
 * What measurements say about a device, before anything is fitted. Displacements are along the
 * pulse's direction and in shares of the track.
 *
 * @param conditions one for each width and polarity
 * @param symmetry one for each width
 * @param positions one for each width and polarity whose starts are spread over the track
 * @param devices number of devices [1]
 * @param mobilitySpread relative standard deviation of the devices' mobility; 0 if none is seen [1]
 * @param mobilityP probability of the devices' differences if they are alike; NaN untested [1]
 * @param gaussian whether displacements are Gaussian
 * @param symmetric whether both polarities displace alike
 * @param independent whether displacements do not depend on the starting position
 * @param grid means and variances over width, position and polarity
 * @param remarks what a reader should know besides
 */
public record Findings(
    List<Condition> conditions,
    List<Symmetry> symmetry,
    List<Position> positions,
    int devices,
    double mobilitySpread,
    double mobilityP,
    Verdict gaussian,
    Verdict symmetric,
    Verdict independent,
    StepGrid grid,
    List<String> remarks) {

  /**
   * Displacements of one width and polarity.
   *
   * @param width [s]
   * @param polarity +1 or -1
   * @param nearEnds pulses left out because they start too near an end [1]
   * @param sample displacements, with the dependence on device and position taken out if there is
   *     one; of tables: one value for each tabulated probability
   * @param statistics of the sample; no trials and no errors if a table does not tell their number
   * @param andersonDarling the test's statistic, NaN untested [1]
   * @param andersonDarlingP its probability, not corrected, NaN untested [1]
   */
  public record Condition(
      double width,
      int polarity,
      int nearEnds,
      double[] sample,
      DisplacementStatistics statistics,
      double andersonDarling,
      double andersonDarlingP) {}

  /**
   * Both polarities at one width.
   *
   * @param width [s]
   * @param drift mean(+) - mean(-): by how much a symmetric pair drifts towards position 1 [1]
   * @param seDrift its standard error, NaN unknown [1]
   * @param statistic of the test of equal means [1]
   * @param p its probability, not corrected [1]
   * @param spreadRatio sd(+)/sd(-) [1]
   * @param spreadP probability of such a ratio, not corrected [1]
   * @param pairNoise sd of a symmetric pair [1]
   */
  public record Symmetry(
      double width,
      double drift,
      double seDrift,
      double statistic,
      double p,
      double spreadRatio,
      double spreadP,
      double pairNoise) {}

  /**
   * Displacement against starting position.
   *
   * @param width [s]
   * @param polarity +1 or -1
   * @param slope of displacement over starting position [1]
   * @param seSlope its standard error, NaN unknown [1]
   * @param slopeP probability of the slope if there is none [1]
   * @param f F of the bins' means [1]
   * @param fP its probability [1]
   * @param spreadP probability that equal spreads differ as much [1]
   * @param bins starts, ascending
   */
  public record Position(
      double width,
      int polarity,
      double slope,
      double seSlope,
      double slopeP,
      double f,
      double fP,
      double spreadP,
      List<Bin> bins) {}

  /**
   * Pulses that start near one position.
   *
   * @param position mean start [1]
   * @param trials number of pulses, 0 unknown [1]
   * @param mean displacement [1]
   * @param seMean its standard error, NaN unknown [1]
   * @param sd its standard deviation [1]
   */
  public record Bin(double position, int trials, double mean, double seMean, double sd) {}

  /** Copies the lists. */
  public Findings {
    conditions = List.copyOf(conditions);
    symmetry = List.copyOf(symmetry);
    positions = List.copyOf(positions);
    remarks = List.copyOf(remarks);
  }

  /** Returns whether a law without position and polarity would be wrong. */
  public boolean needsPositionLaw() {
    return symmetric.outcome() == Verdict.Outcome.FAILS
        || independent.outcome() == Verdict.Outcome.FAILS;
  }
}
