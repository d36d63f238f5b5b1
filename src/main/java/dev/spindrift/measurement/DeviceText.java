package dev.spindrift.measurement;

import dev.spindrift.device.LinearLaw;
import dev.spindrift.device.PositionLaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a measured device in the format of {@code netlists/devices}. */
public final class DeviceText {
  /** Keys of the constants that {@link #of} needs. */
  public static final List<String> CONSTANTS =
      List.of(
          "temperature",
          "track.length",
          "track.width",
          "track.thickness",
          "track.currentDensity",
          "track.resistance",
          "conductance.parallel",
          "conductance.antiparallel");

  /**
   * A constant of the file.
   *
   * @param value with its unit
   * @param source where it is from; starts with {@code assumed:} if nobody measured it
   */
  public record Constant(String value, String source) {}

  private DeviceText() {}

  /**
   * Returns the device file's text.
   *
   * @param name the device's name
   * @param comment lines that head the file
   * @param constants all of {@link #CONSTANTS}
   * @param fit a fit without refusal
   * @param findings what it rests on
   * @param source of the measured numbers, with the files' checksums
   */
  public static String of(
      String name,
      String comment,
      Map<String, Constant> constants,
      DeviceFit fit,
      Findings findings,
      String source) {
    List<String> lines = new ArrayList<>();
    comment.lines().forEach(line -> lines.add(("# " + line).stripTrailing()));
    boolean tables = fit.law() instanceof PositionLaw;
    lines.add("spindrift: device/1");
    lines.add("name: " + quoted(name));
    lines.add("grain: " + (tables ? "pulse" : "pair"));
    lines.add("temperature: " + constant(constants.get("temperature")));
    String group = "";
    for (String key : CONSTANTS.subList(1, CONSTANTS.size())) {
      String[] place = key.split("\\.");
      if (!place[0].equals(group)) {
        group = place[0];
        lines.add(group + ":");
      }
      lines.add("  " + place[1] + ": " + constant(constants.get(key)));
    }
    lines.add("displacement:");
    if (fit.points() != null) {
      lines.add("  law: table");
    } else {
      lines.add("  law: " + (tables ? "table2d" : "linear"));
      LinearLaw law = (LinearLaw) (fit.law() instanceof PositionLaw p ? p.nominal() : fit.law());
      lines.add(Answers.text("  velocity: %.6g m/s", law.velocity()));
      lines.add(Answers.text("  meanOffset: %.6g nm", law.meanOffset() * 1e9));
      lines.add(Answers.text("  varianceRate: %.6g nm^2/ns", law.varianceRate() * 1e9));
      lines.add(Answers.text("  varianceOffset: %.6g nm^2", law.varianceOffset() * 1e18));
    }
    lines.add(Answers.text("  shortest: %.9g s", fit.shortest()));
    lines.add(Answers.text("  longest: %.9g s", fit.longest()));
    lines.add("  source: " + quoted(source));
    if (fit.points() != null) {
      lines.add("  points:");
      for (int i = 0; i < fit.points()[0].length; i++) {
        lines.add(
            Answers.text(
                "    - {width: %.9g s, mean: %.6g nm, variance: %.6g nm^2}",
                fit.points()[0][i], fit.points()[1][i] * 1e9, fit.points()[2][i] * 1e18));
      }
    }
    if (fit.law() instanceof PositionLaw law) {
      lines.add("  points:");
      points(lines, law, 1);
      points(lines, law, -1);
    }
    if (findings.mobilitySpread() > 0) {
      lines.add("variation:");
      lines.add(Answers.text("  mobility: %.4g", findings.mobilitySpread()));
      lines.add("  length: 0");
      lines.add("  conductance: 0");
      lines.add(
          "  source: "
              + quoted(
                  Answers.text(
                      "differences between %d measured devices, beyond their sampling error",
                      findings.devices())));
    }
    return String.join("\n", lines) + "\n";
  }

  private static void points(List<String> lines, PositionLaw law, int polarity) {
    for (double width : law.widths()) {
      for (double position : law.positions()) {
        lines.add(
            Answers.text(
                "    - {polarity: %s, width: %.9g s, position: %.6g, mean: %.6g nm, variance: %.6g"
                    + " nm^2}",
                polarity > 0 ? "push" : "pull",
                width,
                position,
                law.mean(polarity, width, position) * 1e9,
                law.variance(polarity, width, position) * 1e18));
      }
    }
  }

  private static String constant(Constant c) {
    return "{value: " + quoted(c.value()) + ", source: " + quoted(c.source()) + "}";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
