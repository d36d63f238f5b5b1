package dev.spindrift.cli;

import dev.spindrift.physics.Characterization.PairRow;
import dev.spindrift.physics.Characterization.PositionRow;
import dev.spindrift.physics.Characterization.PulseRow;
import dev.spindrift.physics.Characterization.RestRow;
import dev.spindrift.physics.DisplacementStatistics;
import dev.spindrift.physics.LawFit;
import dev.spindrift.physics.PairFit;
import dev.spindrift.physics.WallParameters;
import dev.spindrift.physics.WallTheory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The tables and the summary of a characterization, as texts. */
final class CharacterizationFiles {
  private static final double NM = 1e-9;
  private static final double NS = 1e-9;

  private CharacterizationFiles() {}

  /** Returns file name to text of all tables, and of {@code device.yaml} if there is a law. */
  static Map<String, String> tables(CharacterizationPlan plan, CharacterizationResult result) {
    Map<String, String> texts = new TreeMap<>();
    texts.put("displacement.csv", displacement(result.pulses()));
    texts.put("gaussianity.csv", gaussianity(result.pulses()));
    if (!result.positions().isEmpty()) {
      texts.put("position.csv", position(result.positions()));
    }
    texts.put("pushpull.csv", pushPull(result.pairs(), result.fit()));
    if (!result.rest().isEmpty()) {
      texts.put("idle.csv", idle(result.rest()));
    }
    if (!result.pairFits().isEmpty()) {
      texts.put("pairmemory.csv", pairMemory(plan, result.pairFits()));
    }
    if (FittedDevice.refusal(result.fit()) == null) {
      texts.put("device.yaml", FittedDevice.text(plan, result, summary(plan, result)));
    }
    return texts;
  }

  private static String displacement(List<PulseRow> rows) {
    return csv(
        List.of(
            "width_s",
            "polarity",
            "relaxation_s",
            "trials",
            "mean_m",
            "se_mean_m",
            "sd_m",
            "se_sd_m",
            "skewness",
            "ks_d"),
        rows.stream()
            .map(
                r -> {
                  DisplacementStatistics s = r.statistics();
                  return List.<Object>of(
                      r.width(),
                      r.polarity(),
                      r.relaxation(),
                      s.trials(),
                      s.mean(),
                      s.seMean(),
                      s.sd(),
                      s.seSd(),
                      s.skewness(),
                      s.ks());
                })
            .toList());
  }

  private static String idle(List<RestRow> rows) {
    return csv(
        List.of("time_s", "trials", "mean_m", "se_mean_m", "variance_m2", "se_variance_m2"),
        rows.stream()
            .map(
                r -> {
                  DisplacementStatistics s = r.statistics();
                  return List.<Object>of(
                      r.time(), s.trials(), s.mean(), s.seMean(), s.variance(), s.seVariance());
                })
            .toList());
  }

  private static String pairMemory(CharacterizationPlan plan, List<PairFit> fits) {
    return csv(
        List.of(
            "width_s", "gap_s", "bias_m", "se_bias_m", "added_variance_m2", "se_added_variance_m2"),
        fits.stream()
            .map(
                f ->
                    List.<Object>of(
                        plan.pulse(),
                        f.gap(),
                        f.bias(),
                        f.seBias(),
                        f.addedVariance(),
                        f.seAddedVariance()))
            .toList());
  }

  private static String gaussianity(List<PulseRow> rows) {
    return csv(
        List.of(
            "width_s",
            "polarity",
            "relaxation_s",
            "trials",
            "skewness",
            "excess_kurtosis",
            "ks_d",
            "lilliefors_p",
            "jarque_bera_p"),
        rows.stream()
            .map(
                r -> {
                  DisplacementStatistics s = r.statistics();
                  return List.<Object>of(
                      r.width(),
                      r.polarity(),
                      r.relaxation(),
                      s.trials(),
                      s.skewness(),
                      s.excess(),
                      s.ks(),
                      s.gaussianP(),
                      s.momentP());
                })
            .toList());
  }

  private static String position(List<PositionRow> rows) {
    return csv(
        List.of(
            "start_m",
            "width_s",
            "polarity",
            "relaxation_s",
            "trials",
            "mean_m",
            "se_mean_m",
            "sd_m",
            "se_sd_m",
            "skewness",
            "ks_d"),
        rows.stream()
            .map(
                r -> {
                  DisplacementStatistics s = r.statistics();
                  return List.<Object>of(
                      r.start(),
                      r.width(),
                      r.polarity(),
                      r.relaxation(),
                      s.trials(),
                      s.mean(),
                      s.seMean(),
                      s.sd(),
                      s.seSd(),
                      s.skewness(),
                      s.ks());
                })
            .toList());
  }

  /** The predictions add two independent single pulses of the fitted law; empty without one. */
  private static String pushPull(List<PairRow> rows, LawFit fit) {
    return csv(
        List.of(
            "width_s",
            "asymmetry_s",
            "gap_s",
            "first",
            "relaxation_s",
            "trials",
            "net_mean_m",
            "se_net_mean_m",
            "net_sd_m",
            "se_net_sd_m",
            "skewness",
            "ks_d",
            "first_mean_m",
            "first_sd_m",
            "second_mean_m",
            "second_sd_m",
            "correlation",
            "predicted_mean_m",
            "predicted_sd_m"),
        rows.stream()
            .map(
                r ->
                    List.<Object>of(
                        r.width(),
                        r.asymmetry(),
                        r.gap(),
                        r.pushFirst() ? "push" : "pull",
                        r.relaxation(),
                        r.net().trials(),
                        r.net().mean(),
                        r.net().seMean(),
                        r.net().sd(),
                        r.net().seSd(),
                        r.net().skewness(),
                        r.net().ks(),
                        r.first().mean(),
                        r.first().sd(),
                        r.second().mean(),
                        r.second().sd(),
                        r.correlation(),
                        fit == null ? "" : predictedMean(r, fit),
                        fit == null ? "" : predictedSd(r, fit)))
            .toList());
  }

  /** Mean of a pair by the law: the intercepts of push and pull cancel [m]. */
  static double predictedMean(PairRow row, LawFit fit) {
    return (row.pushFirst() ? 1 : -1) * fit.mean().slope() * row.asymmetry();
  }

  /** Standard deviation of a pair by the law [m]. */
  static double predictedSd(PairRow row, LawFit fit) {
    double sum =
        fit.variance().at(row.width()) + fit.variance().at(row.width() + Math.abs(row.asymmetry()));
    return Math.sqrt(Math.max(0, sum));
  }

  static String csv(List<String> header, List<List<Object>> rows) {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter printer =
        new CSVPrinter(
            text,
            CSVFormat.DEFAULT
                .builder()
                .setRecordSeparator('\n')
                .setHeader(header.toArray(new String[0]))
                .get())) {
      for (List<Object> row : rows) {
        printer.printRecord(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringBuilder does not fail
    }
    return text.toString();
  }

  /** Returns the summary that is also shown on the console. */
  static String summary(CharacterizationPlan plan, CharacterizationResult result) {
    WallParameters wall = plan.parameters();
    WallTheory theory = new WallTheory(wall);
    double density = plan.settings().density();
    StringBuilder s = new StringBuilder();
    s.append(
        text(
            "%s at %.4g A/m^2, %.4g K, noise %s, %d trials per condition, %s %.3g ps, seed %d%n",
            plan.wall().name(),
            density,
            wall.temperature(),
            wall.noise().name().toLowerCase(Locale.ROOT),
            plan.settings().trials(),
            plan.settings().scheme().name().toLowerCase(Locale.ROOT),
            plan.settings().dt() * 1e12,
            plan.settings().seed()));
    s.append(
        text(
            "closed forms    free wall %.3f m/s, Walker density %.4g A/m^2, depinning density %.4g"
                + " A/m^2 at 0 K%n",
            theory.steadyVelocity(density), theory.walkerDensity(), theory.depinningDensity()));
    if (theory.meanPrecession(density) != 0) {
      s.append(
          text(
              "warning         above the Walker density the phase rotates: the free wall's velocity"
                  + " is not the closed form's, and pairs depend on where the phase stops%n"));
    }
    if (theory.hasMoreThanSpinTransfer()) {
      s.append(
          text(
              "warning         the closed forms know spin-transfer torque only, this wall has fields,"
                  + " spin Hall torque or DMI, too%n"));
    }
    LawFit fit = result.fit();
    if (fit != null) {
      s.append(
          text(
              "mean            %.3f +- %.3f m/s T %+.2f +- %.2f nm, chi^2 %.1f/%d (p %.2g)%n",
              fit.mean().slope(),
              fit.mean().seSlope(),
              fit.mean().intercept() / NM,
              fit.mean().seIntercept() / NM,
              fit.mean().chiSquared(),
              fit.mean().degrees(),
              fit.mean().p()));
      s.append(
          text(
              "variance        %.1f +- %.1f nm^2/ns T %+.0f +- %.0f nm^2, chi^2 %.1f/%d (p %.2g)%n",
              fit.variance().slope() * 1e9,
              fit.variance().seSlope() * 1e9,
              fit.variance().intercept() / NM / NM,
              fit.variance().seIntercept() / NM / NM,
              fit.variance().chiSquared(),
              fit.variance().degrees(),
              fit.variance().p()));
      s.append(
          text(
              "polarities      largest |mean(+) + mean(-)| %.1f standard errors of %d widths%n",
              fit.polarityZ(), plan.widths().length));
      s.append(
          text(
              "Gaussianity     %d of %d conditions rejected at 5 %% (Lilliefors), expected %.0f if"
                  + " Gaussian%n",
              fit.rejected(), fit.conditions(), 0.05 * fit.conditions()));
      if (!fit.good()) {
        s.append(
            text(
                "warning         a straight line does not describe these statistics (p below %.0e)%n",
                LawFit.BAD));
      }
      if (fit.polarityZ() > LawFit.UNEQUAL) {
        s.append(
            text(
                "warning         push and pull differ; the device file has one law for both, their"
                    + " mean%n"));
      }
    }
    if (!result.positions().isEmpty()) {
      double length = wall.strip().length();
      s.append(
          text(
              "track ends      felt within %.0f nm of the end pushed toward, of %.0f nm%n",
              LawFit.endReach(result.positions(), length, plan.relaxations()[0]) / NM,
              length / NM));
    }
    for (PairRow row : result.pairs()) {
      if (row.asymmetry() == 0) {
        s.append(
            text(
                "push-pull       %s first, gap %.3g ns: net mean %+.2f +- %.2f nm, sd %.2f nm%s%n",
                row.pushFirst() ? "push" : "pull",
                row.gap() / NS,
                row.net().mean() / NM,
                row.net().seMean() / NM,
                row.net().sd() / NM,
                fit == null
                    ? ""
                    : text(
                        " (two pulses of the law, no idle diffusion: %.2f nm)",
                        predictedSd(row, fit) / NM)));
      }
    }
    for (PairFit pair : result.pairFits()) {
      s.append(
          text(
              "pair memory     gap %.3g ns: bias %+.2f +- %.2f nm toward the second pulse, added"
                  + " variance %+.0f +- %.0f nm^2%n",
              pair.gap() / NS,
              pair.bias() / NM,
              pair.seBias() / NM,
              pair.addedVariance() / NM / NM,
              pair.seAddedVariance() / NM / NM));
    }
    if (result.restFit() != null) {
      s.append(
          text(
              "at rest         diffuses by %.4g +- %.2g nm^2/ns (%.3g to %.3g ns)%n",
              result.restFit().rate() * 1e9,
              result.restFit().seRate() * 1e9,
              result.restFit().from() / NS,
              result.restFit().to() / NS));
    }
    String refusal = FittedDevice.refusal(fit);
    if (refusal != null) {
      s.append(text("no device file: %s%n", refusal));
    }
    return s.toString();
  }

  /** Formats in the root locale. */
  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
