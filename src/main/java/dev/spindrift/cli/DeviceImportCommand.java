package dev.spindrift.cli;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.measurement.DeviceFit;
import dev.spindrift.measurement.DeviceText;
import dev.spindrift.measurement.Findings;
import dev.spindrift.measurement.PulseAnalysis;
import dev.spindrift.measurement.PulseCsv;
import dev.spindrift.measurement.PulseData;
import dev.spindrift.measurement.Scale;
import dev.spindrift.measurement.StepTable;
import dev.spindrift.measurement.TableAnalysis;
import dev.spindrift.report.FitReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindrift device import}: measurements become a device file and a fit report. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a device file of measured pulses, and a report that says how well Gaussian, symmetric"
          + " and position-independent hold and what it means for learning.",
      "",
      "FILE is a list of pulses (CSV, one line per pulse), or two files of conductance changes in"
          + " the layout of Sandia CrossSim (rising, falling).",
      ""
    },
    footer = {
      "",
      "Columns of a pulse list (a header line names them; lines starting with # are ignored):",
      "  polarity               + or -, towards higher or lower conductance",
      "  width_ns               pulse width; also _ps, _us, _ms, _s",
      "  conductance_before_uS, conductance_after_uS    also _nS, _mS, _S; or positions of the wall:",
      "  position_before_nm, position_after_nm          also _um, _m (give --length); or",
      "  position_before, position_after                shares of the track, 0 to 1",
      "  device, current_density_A_m2, temperature_K, time_ns, comment    optional",
      "",
      "Examples:",
      "  spindrift device import pulses.csv --range '51 uS..145 uS' --out my-device",
      "  spindrift device import dG_increasing.txt dG_decreasing.txt --pulse-width '1 ns'",
      "  spindrift run scenarios/quickstart.yaml --set device=\"$PWD/my-device/device.yaml\"",
      "",
      "Files: device.yaml (if the device moves), fit-report.html with its plots, fit.csv,",
      "symmetry.csv, position.csv, summary.txt, inputs/. Exit code 1 if no device can be fitted."
    })
final class DeviceImportCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..2",
      paramLabel = "FILE",
      description = "A pulse list, or the rising and the falling table.")
  private List<Path> files;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Results folder; default reports/device-<name>-<time>.")
  private Path out;

  @Option(names = "--force", description = "Replace the results that DIR holds.")
  private boolean force;

  @Option(names = "--name", description = "The device's name; default: the file's.")
  private String name;

  @Mixin private DeviceConstants constants;

  @Option(
      names = "--pulse-width",
      paramLabel = "T",
      description = "Width of the pulses of conductance-change tables, which do not tell it.")
  private String pulseWidth;

  @Option(
      names = "--repeat",
      paramLabel = "K",
      defaultValue = "50",
      description =
          "With one width only: up to how many such pulses in a row the law reaches (default"
              + " ${DEFAULT-VALUE}); the driver's longer pulses are taken for so many.")
  private int repeat;

  @Option(
      names = "--law",
      defaultValue = "auto",
      description =
          "auto, linear, table (over the width) or table2d (over width, position and polarity);"
              + " auto takes table2d if symmetry or position-independence fail (default"
              + " ${DEFAULT-VALUE}).")
  private String law;

  @Option(
      names = "--tau",
      defaultValue = "2e-5",
      description = "Sampler's step, to which the report compares (default ${DEFAULT-VALUE}).")
  private double tau;

  @Option(
      names = "--least-pulses",
      paramLabel = "N",
      defaultValue = "20",
      description = "Pulses that each width and polarity must have (default ${DEFAULT-VALUE}).")
  private int leastPulses;

  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns of the list to pass over.")
  private Set<String> ignored = Set.of();

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final Problems problems = new Problems();

  /** What was measured, whatever the layout. */
  private record Measured(
      PulseData pulses, Scale scale, Findings findings, List<String> facts, String source) {}

  @Override
  public Integer call() throws IOException {
    constants.read(problems);
    DeviceFit.Law wanted =
        QuantityOption.node("--law", law, problems).choice("value", DeviceFit.Law.class);
    range("--repeat", repeat, 1, 10_000);
    range("--least-pulses", leastPulses, 8, 1_000_000);
    if (!(tau > 0 && tau <= 1)) {
      problems.add("--tau", Double.toString(tau), "greater than 0 and at most 1");
    }
    Measured measured = files.size() == 1 ? pulses() : tables();
    problems.throwIfAny();
    double length = constants.length();
    DeviceFit fit = DeviceFit.of(measured.findings(), length, wanted, repeat);
    String called = name != null ? name : plain(files.get(0));
    FitReport report = new FitReport(called, measured.facts(), measured.findings(), fit);
    try (Output output = new Output("device-" + called, out, force)) {
      Path working = output.folder().working();
      Map<String, String> plots = MeasurementPlots.write(measured.findings(), fit, length, working);
      Map<String, String> texts = new TreeMap<>(report.csv());
      texts.put("summary.txt", report.text());
      texts.put("fit-report.html", report.html(plots));
      for (Path file : files) {
        texts.put("inputs/" + file.getFileName(), Files.readString(file));
      }
      texts.put(
          "inputs/command.txt",
          String.join(" ", spec.root().commandLine().getParseResult().originalArgs()) + "\n");
      if (fit.refusal() == null) {
        texts.put(
            "device.yaml",
            DeviceText.of(
                called,
                report.text(),
                constants.constants(measured.pulses(), measured.scale(), measured.source()),
                fit,
                measured.findings(),
                measured.source() + "; " + answers(measured.findings())));
      }
      Path place = output.folder().finish(texts);
      PrintWriter console = spec.commandLine().getOut();
      console.print(report.text());
      console.printf("%nresults in %s%n", place);
      if (fit.refusal() == null) {
        console.printf(
            "use it:    spindrift run scenarios/quickstart.yaml --set device=%s%n",
            place.resolve("device.yaml"));
      }
      console.flush();
    }
    return fit.refusal() == null ? 0 : Main.FAILED;
  }

  private Measured pulses() {
    if (pulseWidth != null) {
      problems.add("--pulse-width", "\"" + pulseWidth + "\"", "nothing: the list has its widths");
    }
    PulseData data =
        PulseCsv.read(
            files.get(0),
            new PulseCsv.Options(
                constants.low(),
                constants.high(),
                constants.givenLength(),
                constants.density(),
                constants.temperature(),
                leastPulses,
                ignored),
            problems);
    if (data == null || !problems.isEmpty()) {
      return null;
    }
    List<String> facts = new ArrayList<>();
    facts.add(
        CharacterizationFiles.text(
            "%s: %d pulses of %d devices, %d widths, both polarities",
            data.file(), data.pulses().size(), data.devices().size(), data.widths().length));
    facts.add("SHA-256 " + data.sha256());
    facts.add(scaleText(data.scale()));
    String source =
        CharacterizationFiles.text(
            "spindrift device import of %s (SHA-256 %s), %d pulses",
            data.file(), data.sha256(), data.pulses().size());
    return new Measured(data, data.scale(), PulseAnalysis.of(data, tau), facts, source);
  }

  private Measured tables() {
    double width = 1;
    if (pulseWidth == null) {
      problems.add("--pulse-width", "no pulse width", "that of the tables' pulses, e.g. 1 ns");
    } else {
      width =
          QuantityOption.read(
              "--pulse-width", pulseWidth, Dimension.TIME, InputNode.POSITIVE, problems);
    }
    StepTable table = StepTable.read(files.get(0), files.get(1), problems);
    if (table == null || !problems.isEmpty()) {
      return null;
    }
    double[] g = table.conductances();
    boolean given = !Double.isNaN(constants.low());
    Scale scale =
        new Scale(
            Scale.Reading.CONDUCTANCE,
            given ? constants.low() : g[0],
            given ? constants.high() : g[g.length - 1],
            !given);
    if (scale.position(g[1]) > 1 || scale.position(g[g.length - 2]) < 0) {
      problems.add("--range", scaleText(scale), "a range that the tables reach");
      return null;
    }
    List<String> facts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      facts.add(table.files().get(i) + ", SHA-256 " + table.sha256().get(i));
    }
    facts.add(
        CharacterizationFiles.text(
            "%d conductances, %d probabilities", g.length, table.probabilities().length));
    facts.add(scaleText(scale));
    String source =
        CharacterizationFiles.text(
            "spindrift device import of %s (SHA-256 %s) and %s (SHA-256 %s), CrossSim layout",
            table.files().get(0),
            table.sha256().get(0),
            table.files().get(1),
            table.sha256().get(1));
    return new Measured(null, scale, TableAnalysis.of(table, scale, width, tau), facts, source);
  }

  private static String scaleText(Scale scale) {
    return CharacterizationFiles.text(
        "positions 0 to 1: %.6g to %.6g %s (%s)",
        scale.low(),
        scale.high(),
        scale.quantity().unit(),
        scale.observed() ? "least and greatest of the data" : "as given");
  }

  private static String answers(Findings findings) {
    return List.of(findings.gaussian(), findings.symmetric(), findings.independent()).stream()
        .map(v -> v.question() + " " + v.outcome().words())
        .collect(Collectors.joining(", "));
  }

  private void range(String option, long value, long min, long max) {
    if (value < min || value > max) {
      problems.add(option, Long.toString(value), min + " to " + max);
    }
  }

  private static String plain(Path file) {
    String base = file.getFileName().toString();
    int dot = base.lastIndexOf('.');
    return dot > 0 ? base.substring(0, dot) : base;
  }
}
