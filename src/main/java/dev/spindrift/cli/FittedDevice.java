package dev.spindrift.cli;

import dev.spindrift.input.Quantity;
import dev.spindrift.physics.LawFit;
import dev.spindrift.physics.LineFit;
import dev.spindrift.physics.PairFit;
import dev.spindrift.physics.RestFit;
import dev.spindrift.physics.WallParameters;
import java.util.List;
import java.util.Map;

/** The fitted device in the format of {@code netlists/devices}; constants keep their sources. */
final class FittedDevice {
  private static final double NM = 1e-9;
  private static final double NS = 1e-9;

  private FittedDevice() {}

  /** Returns why no device file can be fitted, or null if one can. */
  static String refusal(LawFit fit) {
    if (fit == null) {
      return "a law needs two pulse widths or more and a temperature above 0 K";
    }
    LineFit mean = fit.mean();
    LineFit variance = fit.variance();
    if (!(mean.slope() > 4 * mean.seSlope())) {
      return CharacterizationFiles.text(
          "the wall does not move with the current: %.3g +- %.2g m/s; a device needs 4 standard"
              + " errors or more. Raise --current, or see the pinning",
          mean.slope(), mean.seSlope());
    }
    if (!(variance.slope() > 0)) {
      return CharacterizationFiles.text(
          "the variance does not grow with the pulse width: %.3g +- %.2g nm^2/ns",
          variance.slope() * 1e9, variance.seSlope() * 1e9);
    }
    return null;
  }

  /**
   * Returns the device file; the summary becomes its comment.
   *
   * @param plan what was measured
   * @param result with a law that is not refused
   * @param summary lines of text
   */
  static String text(CharacterizationPlan plan, CharacterizationResult result, String summary) {
    LawFit fit = result.fit();
    WallParameters wall = plan.parameters();
    Map<String, Quantity> constants = plan.wall().constants();
    StringBuilder s = new StringBuilder();
    for (String line : summary.split("\n")) {
      s.append("# ").append(line.strip()).append('\n');
    }
    s.append("spindrift: device/1\n");
    s.append("name: ").append(quoted(plan.wall().name())).append('\n');
    s.append("grain: pair\n");
    s.append("temperature: ");
    value(s, wall.temperature(), "K", constants.get("temperature"));
    s.append("track:\n");
    s.append("  length: ");
    value(s, wall.strip().length(), "m", constants.get("track.length"));
    s.append("  width: ");
    value(s, wall.strip().width(), "m", constants.get("track.width"));
    s.append("  thickness: ");
    value(s, wall.strip().thickness(), "m", constants.get("track.thickness"));
    s.append("  currentDensity: ");
    value(s, plan.settings().density(), "A/m^2", constants.get("track.currentDensity"));
    s.append("  resistance: ");
    value(s, constants.get("track.resistance").si(), "ohm", constants.get("track.resistance"));
    s.append("conductance:\n");
    for (String key : List.of("parallel", "antiparallel")) {
      Quantity quantity = constants.get("conductance." + key);
      s.append("  ").append(key).append(": ");
      value(s, quantity.si(), "S", quantity);
    }
    s.append("displacement:\n");
    s.append("  law: linear\n");
    s.append(CharacterizationFiles.text("  velocity: %.6g m/s%n", fit.mean().slope()));
    s.append(CharacterizationFiles.text("  meanOffset: %.6g nm%n", fit.mean().intercept() / NM));
    s.append(
        CharacterizationFiles.text("  varianceRate: %.6g nm^2/ns%n", fit.variance().slope() * 1e9));
    s.append(
        CharacterizationFiles.text(
            "  varianceOffset: %.6g nm^2%n", fit.variance().intercept() / NM / NM));
    s.append(CharacterizationFiles.text("  shortest: %.6g ns%n", fit.shortest() / NS));
    s.append(CharacterizationFiles.text("  longest: %.6g ns%n", fit.longest() / NS));
    s.append("  source: ")
        .append(
            quoted(
                CharacterizationFiles.text(
                    "spindrift characterize of %s: %d conditions of %d trials, seed %d; chi^2 of the"
                        + " mean %.1f/%d, of the variance %.1f/%d",
                    plan.wall().name(),
                    fit.conditions(),
                    plan.settings().trials(),
                    plan.settings().seed(),
                    fit.mean().chiSquared(),
                    fit.mean().degrees(),
                    fit.variance().chiSquared(),
                    fit.variance().degrees())))
        .append('\n');
    pair(s, plan, result);
    if (plan.idleInDevice() && result.restFit() != null) {
      RestFit rest = result.restFit();
      s.append(CharacterizationFiles.text("idle:%n  diffusion: %.6g nm^2/ns%n", rest.rate() * 1e9));
      s.append("  source: ")
          .append(
              quoted(
                  CharacterizationFiles.text(
                      "spindrift characterize: walls without current from %.4g to %.4g ns, +- %.2g"
                          + " nm^2/ns",
                      rest.from() / NS, rest.to() / NS, rest.seRate() * 1e9)))
          .append('\n');
    }
    return s.toString();
  }

  /** What pairs remember, if it was measured without a gap, too. */
  private static void pair(
      StringBuilder s, CharacterizationPlan plan, CharacterizationResult result) {
    List<PairFit> fits = result.pairFits();
    if (fits.isEmpty() || fits.get(0).gap() != 0) {
      return;
    }
    s.append("pair:\n  memory:\n");
    double worst = 0;
    for (PairFit pair : fits) {
      worst = Math.max(worst, pair.seBias());
      s.append(
          CharacterizationFiles.text(
              "    - {gap: %.6g ns, bias: %.4g nm, addedVariance: %.4g nm^2}%n",
              pair.gap() / NS,
              pair.significantBias() / NM,
              pair.significantAddedVariance() / NM / NM));
    }
    s.append("  source: ")
        .append(
            quoted(
                CharacterizationFiles.text(
                    "spindrift characterize: symmetric pairs of %.4g ns in both orders, read %.4g ns"
                        + " later; biases +- %.2g nm; what is within two standard errors of 0 is written as 0",
                    plan.pulse() / NS, plan.pairRelaxation() / NS, worst / NM)))
        .append('\n');
  }

  /** Writes a constant: the file's own text and source, unless the command line changed it. */
  private static void value(StringBuilder s, double si, String unit, Quantity quantity) {
    boolean same = quantity.si() == si;
    s.append("{value: ")
        .append(quoted(same ? quantity.text() : si + " " + unit))
        .append(", source: ")
        .append(quoted(same ? quantity.source() : "command line of spindrift characterize"))
        .append("}\n");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
