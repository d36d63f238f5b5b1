package dev.spindrift.physics;

import dev.spindrift.physics.Characterization.RestRow;
import java.util.List;

/**
 * Diffusion of a wall without current: the growth of its variance between the first and the last
 * reading. What a wall does within its well in the first nanoseconds is in both and drops out.
 *
 * @param rate growth of the variance, 0 or more [m^2/s]
 * @param seRate its standard error; the readings are those of the same walls, so this is an upper
 *     bound [m^2/s]
 * @param from first reading [s]
 * @param to last reading [s]
 */
public record RestFit(double rate, double seRate, double from, double to) {

  /**
   * Fits.
   *
   * @param rows of {@link Characterization#rest}, by rising time, two or more; not modified
   */
  public static RestFit of(List<RestRow> rows) {
    RestRow first = rows.get(0);
    RestRow last = rows.get(rows.size() - 1);
    double time = last.time() - first.time();
    double growth = last.statistics().variance() - first.statistics().variance();
    double error = Math.hypot(first.statistics().seVariance(), last.statistics().seVariance());
    return new RestFit(Math.max(0, growth / time), error / time, first.time(), last.time());
  }
}
