package dev.spindrift.cli;

import static dev.spindrift.cli.CharacterizationFiles.csv;
import static dev.spindrift.cli.CharacterizationFiles.text;

import dev.spindrift.engine.Workers;
import dev.spindrift.physics.Characterization;
import dev.spindrift.physics.Characterization.PulseRow;
import dev.spindrift.physics.LawFit;
import dev.spindrift.physics.NoiseConvention;
import dev.spindrift.physics.Scheme;
import dev.spindrift.physics.WallFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.knowm.xchart.XYChart;

/** Measures and writes what {@code limits bits} reports. */
final class BitsStudy {
  private static final double REST = 5e-9;
  private static final double NM = 1e-9;
  private static final double UM = 1e-6;
  private static final double NS = 1e-9;
  private static final double PJ = 1e-12;

  private final Plan plan;
  private final Map<NoiseConvention, Measured> measured = new LinkedHashMap<>();

  /**
   * What to do.
   *
   * @param wall the file read
   * @param widths shortest pulses [s]
   * @param bits precisions to find lengths for [bit]
   * @param tau step size [1]
   * @param trials walls per width, polarity and convention [1]
   * @param dt longest step [s]
   * @param seed root seed
   */
  record Plan(
      WallFile.Wall wall,
      double[] widths,
      double[] bits,
      double tau,
      int trials,
      double dt,
      long seed) {}

  /** Standard deviations by width, both polarities together, with errors, and the fitted law. */
  private record Measured(double[] sd, double[] seSd, LawFit fit) {}

  BitsStudy(Plan plan) {
    this.plan = plan;
  }

  /** Returns the wall-steps to come, to within rounding [1]. */
  long wallSteps() {
    double time = 0;
    for (double width : plan.widths()) {
      time += 4 * (REST + width);
    }
    return Math.round(time / plan.dt() * plan.trials());
  }

  void run(int threads, LongConsumer progress) {
    try (Workers workers = new Workers(threads)) {
      for (NoiseConvention noise : NoiseConvention.values()) {
        List<PulseRow> rows =
            new Characterization(
                    plan.wall().parameters().withNoise(noise),
                    new Characterization.Settings(
                        Scheme.HEUN,
                        plan.dt(),
                        plan.seed(),
                        plan.wall().currentDensity(),
                        0,
                        0,
                        REST,
                        plan.trials()),
                    workers,
                    progress)
                .pulses(plan.widths(), new double[] {0});
        double[] sd = new double[plan.widths().length];
        double[] seSd = new double[sd.length];
        for (int i = 0; i < sd.length; i++) {
          double variance = 0;
          double error = 0;
          for (PulseRow row : rows) {
            if (row.width() == plan.widths()[i]) {
              variance += 0.5 * row.statistics().variance();
              error = Math.hypot(error, 0.5 * row.statistics().seVariance());
            }
          }
          sd[i] = Math.sqrt(variance);
          seSd[i] = error / (2 * sd[i]);
        }
        measured.put(noise, new Measured(sd, seSd, LawFit.of(rows, 0)));
      }
    }
  }

  /** Bits of a standard deviation in weight units: three of it are 2/2^b [bit]. */
  static double bits(double sigma) {
    return 1 - Math.log(3 * sigma) / Math.log(2);
  }

  /** Length of a pair's track that has b bits [m]. */
  private static double length(double sd, double b) {
    return 3 * sd * Math.pow(2, b - 1);
  }

  private double fileLength() {
    return plan.wall().parameters().strip().length();
  }

  Map<String, String> tables() {
    Map<String, String> tables = new TreeMap<>();
    tables.put("precision.csv", precision());
    tables.put("length.csv", lengths());
    return tables;
  }

  private String precision() {
    List<List<Object>> rows = new ArrayList<>();
    measured.forEach(
        (noise, m) -> {
          for (int i = 0; i < plan.widths().length; i++) {
            double share = m.sd()[i] / fileLength();
            rows.add(
                List.of(
                    RetentionReport.word(noise),
                    plan.widths()[i],
                    m.sd()[i],
                    m.seSd()[i],
                    share,
                    bits(share),
                    bits(2 * share),
                    m.seSd()[i] / m.sd()[i] / Math.log(2),
                    Math.sqrt(2) * share,
                    Math.sqrt(2 * plan.tau())));
          }
        });
    return csv(
        List.of(
            "noise",
            "shortest_pulse_s",
            "sd_m",
            "se_sd_m",
            "sd_over_length",
            "bits_pair",
            "bits_single",
            "se_bits",
            "least_noise_of_a_pair_of_pulses",
            "required_sqrt_2_tau"),
        rows);
  }

  /**
   * What a track costs.
   *
   * @param traverse time from end to end [s]
   * @param traverseEnergy its Joule heat [J]
   * @param shortEnergy Joule heat of one shortest pulse [J]
   * @param noiseWidth width whose standard deviation is L sqrt(tau) [s]; below the shortest pulse
   *     the noise is too large, whatever one does
   * @param noiseEnergy Joule heat of two such pulses [J]
   * @param stepWidth extra width of one pulse for a weight step of sqrt(2 tau) [s]
   */
  private record Cost(
      double traverse,
      double traverseEnergy,
      double shortEnergy,
      double noiseWidth,
      double noiseEnergy,
      double stepWidth) {}

  private Cost cost(LawFit fit, double length, double shortest) {
    double current =
        plan.wall().currentDensity()
            * plan.wall().parameters().strip().width()
            * plan.wall().parameters().strip().thickness();
    double resistance =
        plan.wall().constants().get("track.resistance").si() * length / fileLength();
    double power = current * current * resistance;
    double velocity = fit.mean().slope();
    double traverse = length / velocity;
    double needed = plan.tau() * length * length;
    double noiseWidth = (needed - fit.variance().intercept()) / fit.variance().slope();
    double used = Math.max(shortest, noiseWidth);
    return new Cost(
        traverse,
        power * traverse,
        power * shortest,
        noiseWidth,
        2 * power * used,
        Math.sqrt(2 * plan.tau()) * length / velocity);
  }

  private String lengths() {
    List<List<Object>> rows = new ArrayList<>();
    measured.forEach(
        (noise, m) -> {
          for (int i = 0; i < plan.widths().length; i++) {
            for (double b : plan.bits()) {
              double length = length(m.sd()[i], b);
              Cost c = cost(m.fit(), length, plan.widths()[i]);
              rows.add(
                  List.of(
                      RetentionReport.word(noise),
                      plan.widths()[i],
                      b,
                      length,
                      2 * length,
                      c.traverse(),
                      c.traverseEnergy(),
                      c.shortEnergy(),
                      c.noiseWidth(),
                      c.noiseWidth() >= plan.widths()[i],
                      c.noiseEnergy(),
                      c.stepWidth()));
            }
          }
        });
    return csv(
        List.of(
            "noise",
            "shortest_pulse_s",
            "bits",
            "length_pair_m",
            "length_single_m",
            "end_to_end_s",
            "end_to_end_J",
            "shortest_pulse_J",
            "width_for_sqrt_tau_s",
            "sqrt_tau_reachable",
            "two_noise_pulses_J",
            "width_for_step_of_sqrt_2_tau_s"),
        rows);
  }

  void plots(Path folder) throws IOException {
    XYChart bits =
        LimitsPlots.chart(
            plan.wall().name() + ", track of " + LimitsPlots.plain(fileLength() / UM) + " um",
            "shortest pulse [ns]",
            "update precision [bit]");
    bits.getStyler().setXAxisLogarithmic(true);
    int colour = 0;
    for (NoiseConvention noise : NoiseConvention.values()) {
      Measured m = measured.get(noise);
      for (boolean pair : new boolean[] {true, false}) {
        List<double[]> line = new ArrayList<>();
        for (int i = 0; i < plan.widths().length; i++) {
          double share = m.sd()[i] / fileLength();
          line.add(new double[] {plan.widths()[i] / NS, bits(pair ? share : 2 * share)});
        }
        String name = RetentionReport.word(noise) + (pair ? ", pair" : ", single track");
        LimitsPlots.marked(bits, name, line, colour++);
      }
    }
    CharacterizationPlots.save(bits, folder.resolve("bits"));

    NoiseConvention own = plan.wall().parameters().noise();
    XYChart lengths =
        LimitsPlots.chart(
            plan.wall().name() + ", pair of tracks, noise " + RetentionReport.word(own),
            "update precision [bit]",
            "length of a track [um]");
    lengths.getStyler().setYAxisLogarithmic(true);
    for (int i = 0; i < plan.widths().length; i++) {
      List<double[]> line = new ArrayList<>();
      for (double b : plan.bits()) {
        line.add(new double[] {b, length(measured.get(own).sd()[i], b) / UM});
      }
      LimitsPlots.marked(
          lengths, "T_min = " + LimitsPlots.plain(plan.widths()[i] / NS) + " ns", line, i);
    }
    CharacterizationPlots.save(lengths, folder.resolve("length"));
  }

  String summary() {
    StringBuilder s = new StringBuilder();
    s.append(
        text(
            "%s: bits of a track of %s um at %s%n%n%-8s %10s %18s %6s %7s %14s%n",
            plan.wall().name(),
            LimitsPlots.plain(fileLength() / UM),
            LimitsPlots.density(plan.wall().currentDensity()),
            "noise",
            "T_min",
            "sd [nm]",
            "pair",
            "single",
            "sqrt(2) sd/L"));
    measured.forEach(
        (noise, m) -> {
          for (int i = 0; i < plan.widths().length; i++) {
            double share = m.sd()[i] / fileLength();
            s.append(
                text(
                    "%-8s %10s %9.2f +- %.2f %8.2f %7.2f %14.2e%n",
                    RetentionReport.word(noise),
                    LimitsPlots.time(plan.widths()[i]),
                    m.sd()[i] / NM,
                    m.seSd()[i] / NM,
                    bits(share),
                    bits(2 * share),
                    Math.sqrt(2) * share));
          }
        });
    s.append(
        text(
            "%ntau = %s asks for sqrt(2 tau) = %.2e from a pair of pulses: %.1f nm per pulse%n",
            LimitsPlots.plain(plan.tau()),
            Math.sqrt(2 * plan.tau()),
            Math.sqrt(plan.tau()) * fileLength() / NM));
    measured.forEach(
        (noise, m) ->
            s.append(
                text(
                    "  %-8s that is a pulse of %.2f ns on this track (from the fitted line)%n",
                    RetentionReport.word(noise),
                    cost(m.fit(), fileLength(), 0).noiseWidth() / NS)));
    s.append(
        text(
            "%ncost of precision, pair of tracks (length.csv):%n%-8s %8s %5s %9s %11s %11s %13s%n",
            "noise", "T_min", "bits", "L [um]", "end to end", "energy [pJ]", "sqrt(tau) at"));
    measured.forEach(
        (noise, m) -> {
          for (int i = 0; i < plan.widths().length; i++) {
            for (double b : plan.bits()) {
              double length = length(m.sd()[i], b);
              Cost c = cost(m.fit(), length, plan.widths()[i]);
              s.append(
                  text(
                      "%-8s %8s %5s %9.2f %11s %11.3g %13s%n",
                      RetentionReport.word(noise),
                      LimitsPlots.time(plan.widths()[i]),
                      LimitsPlots.plain(b),
                      length / UM,
                      LimitsPlots.time(c.traverse()),
                      c.traverseEnergy() / PJ,
                      c.noiseWidth() >= plan.widths()[i]
                          ? LimitsPlots.time(c.noiseWidth())
                          : "too noisy"));
            }
          }
        });
    return s.toString();
  }
}
