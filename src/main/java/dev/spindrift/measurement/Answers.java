package dev.spindrift.measurement;

import dev.spindrift.measurement.Findings.Bin;
import dev.spindrift.measurement.Findings.Condition;
import dev.spindrift.measurement.Findings.Position;
import dev.spindrift.measurement.Findings.Symmetry;
import dev.spindrift.measurement.Verdict.Outcome;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Turns tests into answers. Without probabilities (tables do not tell how many pulses made them)
 * sizes decide: those below {@link #MATERIAL} are let pass.
 */
final class Answers {
  /** Family-wise false-alarm rate of each question [1]. */
  static final double ALPHA = 0.01;

  /** Relative size from which a deviation without a probability counts [1]. */
  static final double MATERIAL = 0.1;

  /** Distance of distribution functions from which a shape without a probability counts [1]. */
  static final double MATERIAL_SHAPE = 0.05;

  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private Answers() {}

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  static double twoSided(double z) {
    return 2 * NORMAL.cumulativeProbability(-Math.abs(z));
  }

  /** Writes a time with the unit that suits it: {@code 5 ns}. */
  static String time(double seconds) {
    String[] units = {"s", "ms", "us", "ns", "ps"};
    int unit = 0;
    double value = seconds;
    while (unit < units.length - 1 && value < 0.9999) {
      value *= 1e3;
      unit++;
    }
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString()
        + " "
        + units[unit];
  }

  private static String name(double width, int polarity) {
    return time(width) + (polarity > 0 ? " +" : " -");
  }

  static Verdict gaussian(List<Condition> conditions) {
    double[] p = Tests.holm(conditions.stream().mapToDouble(Condition::andersonDarlingP).toArray());
    int worst = Tests.least(p);
    if (worst < 0) {
      Condition far =
          conditions.stream()
              .max(Comparator.comparingDouble(c -> c.statistics().ks()))
              .orElseThrow();
      boolean fails = far.statistics().ks() > MATERIAL_SHAPE;
      return new Verdict(
          "Gaussian",
          fails ? Outcome.FAILS : Outcome.HOLDS,
          "distance of distribution functions, " + name(far.width(), far.polarity()),
          far.statistics().ks(),
          Double.NaN,
          shape(far),
          meaning(far, fails));
    }
    Condition c = conditions.get(worst);
    boolean fails = p[worst] < ALPHA;
    return new Verdict(
        "Gaussian",
        fails ? Outcome.FAILS : Outcome.HOLDS,
        "Anderson-Darling, " + name(c.width(), c.polarity()),
        c.andersonDarling(),
        p[worst],
        shape(c),
        meaning(c, fails));
  }

  private static String shape(Condition c) {
    return text(
        "skewness %+.2f, excess kurtosis %+.2f, largest distance from the Gaussian %.3f",
        c.statistics().skewness(), c.statistics().excess(), c.statistics().ks());
  }

  private static String meaning(Condition c, boolean fails) {
    return fails
        ? text(
            "mean and variance of every update stay right; one pulse in ten thousand may land"
                + " elsewhere than the law says. Skewness cancels in a symmetric pair, excess"
                + " kurtosis halves in it (%+.2f) and falls as 1/N over N updates",
            c.statistics().excess() / 2)
        : "the normal law serves";
  }

  static Verdict independent(List<Position> positions) {
    if (positions.isEmpty()) {
      return new Verdict(
          "position-independent",
          Outcome.UNTESTED,
          "none",
          Double.NaN,
          Double.NaN,
          "starts cover less than a tenth of the track, or are too few",
          "unknown: measure with starts spread over the track");
    }
    List<Double> all = new ArrayList<>();
    for (Position row : positions) {
      all.add(row.slopeP());
      all.add(row.fP());
      all.add(row.spreadP());
    }
    double[] p = Tests.holm(all.stream().mapToDouble(Double::doubleValue).toArray());
    int worst = Tests.least(p);
    if (worst < 0) {
      Position far =
          positions.stream().max(Comparator.comparingDouble(Answers::variation)).orElseThrow();
      boolean fails = variation(far) > MATERIAL;
      return new Verdict(
          "position-independent",
          fails ? Outcome.FAILS : Outcome.HOLDS,
          "range of means or spreads over their average, " + name(far.width(), far.polarity()),
          variation(far),
          Double.NaN,
          overTrack(far),
          positionMeaning(fails));
    }
    Position row = positions.get(worst / 3);
    boolean fails = p[worst] < ALPHA;
    String[] tests = {"regression t, ", "analysis of variance F, ", "Brown-Forsythe, "};
    double[] statistics = {row.slope() / row.seSlope(), row.f(), Double.NaN};
    return new Verdict(
        "position-independent",
        fails ? Outcome.FAILS : Outcome.HOLDS,
        tests[worst % 3] + name(row.width(), row.polarity()),
        statistics[worst % 3],
        p[worst],
        overTrack(row),
        positionMeaning(fails));
  }

  private static String positionMeaning(boolean fails) {
    return fails
        ? "the drift and the noise that an update asks for arrive multiplied by a factor that"
            + " depends on the weight: step size and temperature of the sampler vary over the"
            + " range, and pairs drift where both polarities differ; law table2d carries it"
        : "one law for the whole track serves";
  }

  /** Range over average of means or of spreads, whichever is larger [1]. */
  private static double variation(Position row) {
    double[] means = row.bins().stream().mapToDouble(Bin::mean).toArray();
    double[] sds = row.bins().stream().mapToDouble(Bin::sd).toArray();
    return Math.max(relativeRange(means), relativeRange(sds));
  }

  private static double relativeRange(double[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (double v : values) {
      low = Math.min(low, v);
      high = Math.max(high, v);
      sum += v;
    }
    return (high - low) / Math.abs(sum / values.length);
  }

  private static String overTrack(Position row) {
    Bin first = row.bins().get(0);
    Bin last = row.bins().get(row.bins().size() - 1);
    double low = row.bins().stream().mapToDouble(Bin::mean).min().orElseThrow();
    double high = row.bins().stream().mapToDouble(Bin::mean).max().orElseThrow();
    double sdLow = row.bins().stream().mapToDouble(Bin::sd).min().orElseThrow();
    double sdHigh = row.bins().stream().mapToDouble(Bin::sd).max().orElseThrow();
    return text(
        "from x = %.2f to %.2f means of %.3g to %.3g of the track, spreads of %.3g to %.3g",
        first.position(), last.position(), low, high, sdLow, sdHigh);
  }

  static Verdict symmetric(List<Symmetry> rows, double tau, StepGrid grid) {
    double[] all = new double[2 * rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      all[2 * i] = rows.get(i).p();
      all[2 * i + 1] = rows.get(i).spreadP();
    }
    double[] p = Tests.holm(all);
    int worst = Tests.least(p);
    // The width that training would use: its pairs bring about the noise that the sampler needs.
    double needed = Math.sqrt(2 * tau);
    Symmetry used =
        rows.stream()
            .min(
                Comparator.comparingDouble(
                    r -> Math.abs(Math.log(Math.max(1e-12, r.pairNoise()) / needed))))
            .orElseThrow();
    if (worst < 0 && rows.stream().allMatch(r -> Double.isNaN(r.drift()))) {
      return new Verdict(
          "symmetric", Outcome.UNTESTED, "none", Double.NaN, Double.NaN, "no common starts", "");
    }
    double relative = Math.abs(used.drift()) / used.pairNoise();
    boolean fails =
        worst < 0
            ? relative > MATERIAL || Math.abs(Math.log(used.spreadRatio())) > MATERIAL
            : p[worst] < ALPHA;
    Symmetry shown = worst < 0 ? used : rows.get(worst / 2);
    String test =
        worst < 0
            ? "drift of a pair over its noise, "
            : worst % 2 == 0 ? "means, t, " : "spreads, Brown-Forsythe, ";
    double statistic = worst < 0 ? relative : worst % 2 == 0 ? shown.statistic() : Double.NaN;
    return new Verdict(
        "symmetric",
        fails ? Outcome.FAILS : Outcome.HOLDS,
        test + time(shown.width()),
        statistic,
        worst < 0 ? Double.NaN : p[worst],
        text(
            "a symmetric pair of %s drifts by %+.3g%s of the track per update, its noise is"
                + " %.3g; sd(+)/sd(-) %.3f",
            time(used.width()),
            used.drift(),
            Double.isNaN(used.seDrift()) ? "" : text(" +- %.2g", used.seDrift()),
            used.pairNoise(),
            used.spreadRatio()),
        fails ? drift(used, tau, grid) : undetected(used, all.length));
  }

  private static String drift(Symmetry used, double tau, StepGrid grid) {
    double drift = Math.abs(used.drift());
    int width = 0;
    while (width < grid.widths().length - 1 && grid.widths()[width] < used.width()) {
      width++;
    }
    double point = grid.symmetryPoint(width);
    return text(
        "the drift equals tau times a gradient of %.3g (tau %.2g) and %.2f of the sampler's noise"
            + " sqrt(2 tau); it outweighs the pairs' noise after %.3g updates%s; law table2d"
            + " carries it",
        drift / tau,
        tau,
        drift / Math.sqrt(2 * tau),
        Math.ceil(Math.pow(used.pairNoise() / drift, 2)),
        Double.isNaN(point) ? "" : text("; pairs drift towards x = %.2f", point));
  }

  /** What would have been found: power 99 % at the level of the strictest of Holm's steps. */
  private static String undetected(Symmetry used, int tests) {
    if (Double.isNaN(used.seDrift())) {
      return "one law for both polarities serves";
    }
    double z = NORMAL.inverseCumulativeProbability(1 - ALPHA / 2 / tests) + 2.326;
    return text(
        "one law for both polarities serves; a drift of %.2g would have been found with"
            + " probability 0.99",
        z * used.seDrift());
  }
}
