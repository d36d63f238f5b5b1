package dev.spindrift.cli;

import static dev.spindrift.cli.CharacterizationFiles.csv;
import static dev.spindrift.cli.CharacterizationFiles.text;

import dev.spindrift.cli.RetentionStudy.Cell;
import dev.spindrift.cli.RetentionStudy.Check;
import dev.spindrift.cli.RetentionStudy.Plan;
import dev.spindrift.cli.RetentionStudy.Result;
import dev.spindrift.physics.HoppingTheory;
import dev.spindrift.physics.NoiseConvention;
import dev.spindrift.physics.PinningExperiments.Response;
import dev.spindrift.physics.RetentionWindow;
import dev.spindrift.physics.WallParameters;
import dev.spindrift.physics.WallParameters.Strip;
import dev.spindrift.physics.WallTheory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tables and summary of {@code limits retention}. */
final class RetentionReport {
  private static final double NM = 1e-9;
  private static final double NM2_PER_NS = 1e-9;

  private final Plan plan;
  private final Result result;

  RetentionReport(Plan plan, Result result) {
    this.plan = plan;
    this.result = result;
  }

  Map<String, String> tables() {
    Map<String, String> tables = new TreeMap<>();
    tables.put("hopping.csv", hopping());
    tables.put("idle.csv", idle());
    tables.put("own.csv", own());
    tables.put("response.csv", response());
    tables.put("window.csv", window());
    tables.put("frontier.csv", frontier());
    return tables;
  }

  private String hopping() {
    List<List<Object>> rows = new ArrayList<>();
    for (Check c : result.checks()) {
      rows.add(
          List.of(
              c.barrier(),
              plan.checkPeriod(),
              word(c.noise()),
              c.rate(),
              c.theory(),
              c.idle().time(),
              plan.checkWalls(),
              c.idle().moved(),
              c.idle().diffusion(),
              c.idle().error(),
              c.theory() / c.idle().diffusion(),
              c.theory() / c.idle().diffusion() * c.idle().error() / c.idle().diffusion()));
    }
    return csv(
        List.of(
            "barrier_kT",
            "period_m",
            "noise",
            "hop_rate_per_neighbour_per_s",
            "theory_m2_per_s",
            "watched_s",
            "walls",
            "walls_moved",
            "simulated_m2_per_s",
            "se_simulated_m2_per_s",
            "theory_over_simulated",
            "se_ratio"),
        rows);
  }

  private HoppingTheory theory(double barrier, double period, double temperature) {
    return new HoppingTheory(plan.pinned(barrier, period).withTemperature(temperature));
  }

  private String idle() {
    List<List<Object>> rows = new ArrayList<>();
    for (double temperature : plan.temperatures()) {
      for (double period : plan.periods()) {
        for (double barrier : plan.barriers()) {
          HoppingTheory theory = theory(barrier, period, temperature);
          rows.add(
              List.of(
                  temperature,
                  barrier,
                  plan.joule(barrier),
                  period,
                  theory.barrier(),
                  theory.hopRate(),
                  theory.diffusion(),
                  theory.retention(plan.limit()),
                  new WallTheory(plan.pinned(barrier, period)).depinningDensity()));
        }
      }
    }
    return csv(
        List.of(
            "temperature_K",
            "barrier_kT",
            "barrier_J",
            "period_m",
            "exponent",
            "hop_rate_per_neighbour_per_s",
            "diffusion_m2_per_s",
            "retention_s",
            "depinning_A_per_m2"),
        rows);
  }

  /** The file's own pinning. */
  private String own() {
    List<List<Object>> rows = new ArrayList<>();
    for (double temperature : plan.temperatures()) {
      for (NoiseConvention noise : NoiseConvention.values()) {
        HoppingTheory theory = ownTheory(temperature, noise);
        rows.add(
            List.of(
                temperature,
                word(noise),
                theory.barrier(),
                theory.diffusion(),
                theory.retention(plan.limit())));
      }
    }
    return csv(
        List.of("temperature_K", "noise", "exponent", "diffusion_m2_per_s", "retention_s"), rows);
  }

  private HoppingTheory ownTheory(double temperature, NoiseConvention noise) {
    return new HoppingTheory(
        plan.wall().parameters().withTemperature(temperature).withNoise(noise));
  }

  private String response() {
    List<List<Object>> rows = new ArrayList<>();
    for (Cell cell : result.cells()) {
      for (Response r : cell.responses()) {
        rows.add(
            List.of(
                cell.temperature(),
                cell.density(),
                cell.period(),
                cell.barrier(),
                r.width(),
                r.statistics().trials(),
                r.statistics().mean(),
                r.statistics().seMean(),
                r.statistics().sd(),
                RetentionStudy.moved(plan, cell, r)));
      }
    }
    return csv(
        List.of(
            "temperature_K",
            "density_A_per_m2",
            "period_m",
            "barrier_kT",
            "width_s",
            "trials",
            "settled_mean_m",
            "se_mean_m",
            "settled_sd_m",
            "over_free_wall"),
        rows);
  }

  /** One question: temperature, current, pulse, retention; how many of the map answer it. */
  private record Answer(int both, double period, double barrier) {}

  private Answer answer(double temperature, double density, int width, double time) {
    int both = 0;
    double period = Double.NaN;
    double barrier = Double.NaN;
    for (Cell cell : result.cells()) {
      if (cell.temperature() == temperature
          && cell.density() == density
          && RetentionStudy.moved(plan, cell, cell.responses()[width]) >= plan.moves()
          && theory(cell.barrier(), cell.period(), temperature).retention(plan.limit()) >= time) {
        both++;
        if (!(period <= cell.period())) {
          period = cell.period();
          barrier = cell.barrier();
        }
      }
    }
    return new Answer(both, period, barrier);
  }

  private String window() {
    List<List<Object>> rows = new ArrayList<>();
    for (double temperature : plan.temperatures()) {
      for (double density : plan.densities()) {
        for (int width = 0; width < plan.widths().length; width++) {
          for (double time : plan.retentions()) {
            Answer a = answer(temperature, density, width, time);
            rows.add(
                List.of(
                    temperature,
                    density,
                    plan.widths()[width],
                    time,
                    plan.barriers().length * plan.periods().length,
                    a.both(),
                    a.both() == 0 ? "" : a.period(),
                    a.both() == 0 ? "" : a.barrier()));
          }
        }
      }
    }
    return csv(
        List.of(
            "temperature_K",
            "density_A_per_m2",
            "width_s",
            "retention_s",
            "pinnings",
            "pinnings_that_do_both",
            "shortest_period_m",
            "its_least_barrier_kT"),
        rows);
  }

  private WallParameters widened(double area, double temperature) {
    WallParameters w = plan.wall().parameters().withTemperature(temperature);
    Strip strip = new Strip(w.strip().width() * area, w.strip().thickness(), w.strip().length());
    return new WallParameters(w.magnet(), strip, w.pinning(), w.field(), temperature, w.noise());
  }

  private String frontier() {
    List<List<Object>> rows = new ArrayList<>();
    double length = plan.wall().parameters().strip().length();
    for (double area : plan.areas()) {
      for (double temperature : plan.temperatures()) {
        RetentionWindow window = new RetentionWindow(widened(area, temperature));
        for (double density : plan.densities()) {
          for (double time : plan.retentions()) {
            double period = window.shortestPeriod(density, plan.limit(), time);
            double barrier = window.movable(period, density);
            rows.add(
                List.of(
                    area,
                    temperature,
                    density,
                    time,
                    period,
                    barrier,
                    barrier / (RetentionStudy.K_B * temperature),
                    length / period));
          }
        }
      }
    }
    return csv(
        List.of(
            "track_width_over_files",
            "temperature_K",
            "density_A_per_m2",
            "retention_s",
            "shortest_period_m",
            "barrier_J",
            "barrier_kT",
            "resting_places"),
        rows);
  }

  String summary() {
    StringBuilder s = new StringBuilder();
    double length = plan.wall().parameters().strip().length();
    s.append(
        text(
            "%s: does a wall that moves also stay?%nstays: hops spread it by at most %s of %s um"
                + " (%s nm); moves: a pulse from rest leaves it at least %s as far as a free"
                + " wall%n%n",
            plan.wall().name(),
            LimitsPlots.plain(plan.share()),
            LimitsPlots.plain(length * 1e6),
            LimitsPlots.plain(plan.limit() / NM),
            LimitsPlots.plain(plan.moves())));
    WallParameters own = plan.wall().parameters();
    s.append(
        text(
            "the file's own pinning: static depinning at %s%n",
            own.pinning().present()
                ? LimitsPlots.density(new WallTheory(own).depinningDensity())
                : "any current"));
    for (double temperature : plan.temperatures()) {
      for (NoiseConvention noise : NoiseConvention.values()) {
        HoppingTheory theory = ownTheory(temperature, noise);
        s.append(
            text(
                "  %s K %-8s Var X/t = %9.4g nm^2/ns, stays %s%n",
                LimitsPlots.plain(temperature),
                word(noise),
                theory.diffusion() / NM2_PER_NS,
                LimitsPlots.time(theory.retention(plan.limit()))));
      }
    }
    s.append("\ntheory over simulation, diffusion at rest:\n");
    for (Check c : result.checks()) {
      double ratio = c.theory() / c.idle().diffusion();
      s.append(
          text(
              "  %5s kT %-8s %10.4g nm^2/ns  ratio %.3f +- %.3f  (%d of %d walls moved in %s)%n",
              LimitsPlots.plain(c.barrier()),
              word(c.noise()),
              c.theory() / NM2_PER_NS,
              ratio,
              ratio * c.idle().error() / c.idle().diffusion(),
              c.idle().moved(),
              plan.checkWalls(),
              LimitsPlots.time(c.idle().time())));
    }
    s.append(text("%nshortest period that can do both (frontier.csv), and its barrier:%n"));
    for (double temperature : plan.temperatures()) {
      RetentionWindow window = new RetentionWindow(own.withTemperature(temperature));
      for (double density : plan.densities()) {
        s.append(
            text("  %s K, %-14s", LimitsPlots.plain(temperature), LimitsPlots.density(density)));
        for (double time : plan.retentions()) {
          double period = window.shortestPeriod(density, plan.limit(), time);
          double kT = window.movable(period, density) / (RetentionStudy.K_B * temperature);
          s.append(text("  %s: %.0f nm (%.0f kT)", LimitsPlots.time(time), period / NM, kT));
        }
        s.append(text("%n"));
      }
    }
    s.append(
        text(
            "%npinnings of the map that do both, of %d:%n",
            plan.barriers().length * plan.periods().length));
    for (double temperature : plan.temperatures()) {
      for (double density : plan.densities()) {
        for (int width = 0; width < plan.widths().length; width++) {
          s.append(
              text(
                  "  %s K, %-14s %-6s",
                  LimitsPlots.plain(temperature),
                  LimitsPlots.density(density),
                  LimitsPlots.time(plan.widths()[width])));
          for (double time : plan.retentions()) {
            s.append(
                text(
                    "  %s: %d",
                    LimitsPlots.time(time), answer(temperature, density, width, time).both()));
          }
          s.append(text("%n"));
        }
      }
    }
    return s.toString();
  }

  static String word(NoiseConvention noise) {
    return noise == NoiseConvention.FDT ? "fdt" : "printed";
  }
}
