package dev.spindrift.measurement;

import dev.spindrift.device.DisplacementLaw;
import dev.spindrift.device.LinearLaw;
import dev.spindrift.device.TableLaw;
import dev.spindrift.measurement.Findings.Condition;
import dev.spindrift.physics.Characterization.PulseRow;
import dev.spindrift.physics.DisplacementStatistics;
import dev.spindrift.physics.LawFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The law of a measured device.
 *
 * @param line lines of mean and variance over both polarities; null with one width only
 * @param law what the device file says; null if {@code refusal} is not
 * @param points widths, means and variances of a table law; null otherwise [s, m, m^2]
 * @param grid of a position-dependent law; null otherwise
 * @param shortest shortest pulse for which the law holds [s]
 * @param longest longest pulse for which the law holds [s]
 * @param warnings where the law is weaker than the data, with the size of the error
 * @param refusal why no device can be fitted; null if one can
 */
public record DeviceFit(
    LawFit line,
    DisplacementLaw law,
    double[][] points,
    StepGrid grid,
    double shortest,
    double longest,
    List<String> warnings,
    String refusal) {

  /** Which law to write. */
  public enum Law {
    /** What the answers ask for. */
    AUTO,
    /** Lines, whatever the answers. */
    LINEAR,
    /** A table over the width. */
    TABLE,
    /** Tables over width, position and polarity. */
    TABLE2D
  }

  /** Copies the list. */
  public DeviceFit {
    warnings = List.copyOf(warnings);
  }

  /**
   * Fits a law.
   *
   * @param findings what the data say
   * @param length of the track [m]
   * @param wanted which law
   * @param repeat with one width only, up to how many such pulses the law is to reach [1]
   */
  public static DeviceFit of(Findings findings, double length, Law wanted, int repeat) {
    double[] widths = findings.grid().widths();
    List<String> warnings = new ArrayList<>();
    String still = still(findings.conditions());
    if (still != null) {
      return new DeviceFit(null, null, null, null, 0, 0, warnings, still);
    }
    boolean tables = wanted == Law.TABLE2D || (wanted == Law.AUTO && findings.needsPositionLaw());
    if (findings.needsPositionLaw() && !tables) {
      warnings.add(
          "law "
              + wanted.name().toLowerCase(java.util.Locale.ROOT)
              + " although the data speak against it: "
              + weakness(findings));
    }
    StepGrid grid = findings.grid();
    LawFit line = null;
    LinearLaw linear;
    double longest = widths[widths.length - 1];
    if (widths.length == 1) {
      double mean = average(findings.conditions(), true) * length;
      double variance = average(findings.conditions(), false) * length * length;
      linear = new LinearLaw(mean / widths[0], 0, variance / widths[0], 0);
      longest = repeat * widths[0];
      if (repeat > 1) {
        warnings.add(
            Answers.text(
                "assumed: a pulse of k x %s is k pulses, up to k = %d; only k = 1 was measured",
                Answers.time(widths[0]), repeat));
        grid = grid.repeated(counts(repeat));
      }
    } else {
      line = LawFit.of(rows(findings.conditions(), length), 0);
      if (!(line.mean().slope() > 4 * line.mean().seSlope()) || !(line.variance().slope() > 0)) {
        return new DeviceFit(
            line,
            null,
            null,
            null,
            0,
            0,
            warnings,
            Answers.text(
                "mean or variance do not grow with the pulse width: %.3g +- %.2g m/s, %.3g +- %.2g"
                    + " m^2/s",
                line.mean().slope(),
                line.mean().seSlope(),
                line.variance().slope(),
                line.variance().seSlope()));
      }
      linear =
          new LinearLaw(
              line.mean().slope(),
              line.mean().intercept(),
              line.variance().slope(),
              line.variance().intercept());
    }
    if (tables) {
      return new DeviceFit(
          line, grid.law(linear, length), null, grid, widths[0], longest, warnings, null);
    }
    boolean bent = line != null && !line.good();
    if (wanted == Law.TABLE || (wanted == Law.AUTO && bent)) {
      double[][] points = points(findings.conditions(), widths, length);
      try {
        TableLaw table = new TableLaw(points[0], points[1], points[2]);
        return new DeviceFit(line, table, points, null, widths[0], longest, warnings, null);
      } catch (IllegalArgumentException e) {
        warnings.add("no law table, though lines do not describe the data: " + e.getMessage());
      }
    } else if (bent) {
      warnings.add("a straight line does not describe the data (p below " + LawFit.BAD + ")");
    }
    return new DeviceFit(line, linear, null, null, widths[0], longest, warnings, null);
  }

  /** Returns why nothing can be fitted, or null. */
  private static String still(List<Condition> conditions) {
    for (Condition c : conditions) {
      if (c.statistics().sd() == 0) {
        return Answers.text(
            "all displacements of %s are equal: no noise to fit", Answers.time(c.width()));
      }
    }
    double mean = average(conditions, true);
    double error =
        Math.sqrt(
                conditions.stream()
                    .mapToDouble(c -> Math.pow(c.statistics().seMean(), 2))
                    .filter(Double::isFinite)
                    .sum())
            / conditions.size();
    return mean > 4 * error
        ? null
        : Answers.text(
            "pulses do not move the device along their direction: %.3g +- %.2g of the track; 4"
                + " standard errors are needed",
            mean, error);
  }

  private static String weakness(Findings findings) {
    Verdict failed =
        findings.independent().outcome() == Verdict.Outcome.FAILS
            ? findings.independent()
            : findings.symmetric();
    return "not " + failed.question() + ", " + failed.effect();
  }

  private static double average(List<Condition> conditions, boolean mean) {
    return conditions.stream()
        .mapToDouble(c -> mean ? c.statistics().mean() : c.statistics().variance())
        .average()
        .orElseThrow();
  }

  /** The conditions as the characterization's rows, in metres and with the polarity's sign. */
  private static List<PulseRow> rows(List<Condition> conditions, double length) {
    return conditions.stream()
        .map(
            c -> {
              double factor = c.polarity() * length;
              double[] signed = Arrays.stream(c.sample()).map(d -> d * factor).toArray();
              return new PulseRow(
                  c.width(), c.polarity(), 0, signed, DisplacementStatistics.of(signed));
            })
        .toList();
  }

  /** Both polarities averaged, width by width. */
  private static double[][] points(List<Condition> conditions, double[] widths, double length) {
    double[][] points = {widths.clone(), new double[widths.length], new double[widths.length]};
    for (int w = 0; w < widths.length; w++) {
      double width = widths[w];
      List<Condition> both = conditions.stream().filter(c -> c.width() == width).toList();
      points[1][w] = average(both, true) * length;
      points[2][w] = average(both, false) * length * length;
    }
    return points;
  }

  /** 1, 2, 3, 5, 8, ... and the last one: steps of about a half more. */
  private static int[] counts(int last) {
    return IntStream.concat(
            IntStream.iterate(1, k -> k < last, k -> Math.max(k + 1, k * 8 / 5)),
            IntStream.of(last))
        .toArray();
  }
}
