package dev.spindrift.physics;

import dev.spindrift.physics.Characterization.PairRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a pair of equal opposite pulses remembers at one gap: its bias toward the second pulse and
 * its variance beyond that of two single pulses and of the diffusion at rest.
 *
 * <p>The bias is half of the difference between pairs that pull first and pairs that push first, so
 * anything that does not turn with the order drops out.
 *
 * @param gap between the pulses [s]
 * @param bias toward the second pulse [m]
 * @param seBias its standard error [m]
 * @param addedVariance [m^2]
 * @param seAddedVariance its standard error, without that of the law [m^2]
 */
public record PairFit(
    double gap, double bias, double seBias, double addedVariance, double seAddedVariance) {

  /**
   * Fits every gap at which symmetric pairs of both orders were measured.
   *
   * @param rows pairs; not modified
   * @param law law of single pulses
   * @param rest diffusion at rest, during gap and relaxation; null to leave it in the variance
   * @return by rising gap
   */
  public static List<PairFit> of(List<PairRow> rows, LawFit law, RestFit rest) {
    List<PairFit> fits = new ArrayList<>();
    for (PairRow push : rows) {
      if (push.asymmetry() != 0 || !push.pushFirst()) {
        continue;
      }
      for (PairRow pull : rows) {
        if (pull.asymmetry() == 0 && !pull.pushFirst() && pull.gap() == push.gap()) {
          fits.add(of(push, pull, law, rest));
        }
      }
    }
    fits.sort(Comparator.comparingDouble(PairFit::gap));
    return fits;
  }

  private static PairFit of(PairRow push, PairRow pull, LawFit law, RestFit rest) {
    DisplacementStatistics one = push.net();
    DisplacementStatistics two = pull.net();
    double idle = rest == null ? 0 : rest.rate() * (push.gap() + push.relaxation());
    double seIdle = rest == null ? 0 : rest.seRate() * (push.gap() + push.relaxation());
    return new PairFit(
        push.gap(),
        (two.mean() - one.mean()) / 2,
        Math.hypot(one.seMean(), two.seMean()) / 2,
        (one.variance() + two.variance()) / 2 - 2 * law.variance().at(push.width()) - idle,
        Math.hypot(Math.hypot(one.seVariance(), two.seVariance()) / 2, seIdle));
  }

  /** Returns the added variance, or 0 if it is less than two standard errors above it [m^2]. */
  public double significantAddedVariance() {
    return addedVariance > 2 * seAddedVariance ? addedVariance : 0;
  }

  /** Returns the bias, or 0 if it is within two standard errors of it [m]. */
  public double significantBias() {
    return Math.abs(bias) > 2 * seBias ? bias : 0;
  }
}
