package dev.spindrift.cli;

import dev.spindrift.cli.RunFigures.Metrics;
import dev.spindrift.learning.Sgld;
import dev.spindrift.report.Engineering;
import dev.spindrift.scenario.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tables and plots of a reproduction, from the runs that are done. */
final class StudyTables {
  static final String OPEN = "not run";

  private final Study study;
  private final String scale;
  private final StudyRuns runs;

  /** Figures of the runs that are done, by name. */
  private final Map<String, RunFigures> done = new TreeMap<>();

  StudyTables(Study study, String scale, StudyRuns runs) {
    this.study = study;
    this.scale = scale;
    this.runs = runs;
    for (int i = 0; i < runs.count(); i++) {
      if (runs.done(i)) {
        done.put(runs.at(i).name(), RunFigures.read(runs.place(i)));
      }
    }
  }

  /**
   * Returns the report on what is done so far.
   *
   * @param figures what {@link Study#FIGURES} measures besides its runs
   */
  StudyReport report(FigureStudy figures) {
    StudyReport r = new StudyReport(study.title + ", scale " + scale, StudyCsv.HEADER);
    r.text(conditions());
    switch (study) {
      case TABLE1 -> table1(r);
      case TABLE2 -> table2(r);
      case FIGURES -> {
        figures.report(r);
        limits(r);
      }
      case FILAMENT -> FilamentTable.add(r, runs, done);
      default -> throw new IllegalStateException("no table for " + study);
    }
    StudyCsv.add(r, runs, done);
    return r;
  }

  /** What was run, in one paragraph: what one must know before comparing. */
  private String conditions() {
    Scenario s = runs.scenario(0);
    Scenario.Thinning t = s.thinning();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s on %s, %d mini-batches of %d, chip %s, device %s, seed %d",
            s.network().name(),
            s.data().set(),
            runs.miniBatches(0),
            s.learning().batch(),
            s.netlist().name(),
            s.netlist().device().name(),
            s.seed()));
    if (t != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "; samples: cycle %d, window after %d, counter %d",
              t.cycle(),
              t.windowStart(),
              t.threshold()));
    }
    done.values().stream()
        .findFirst()
        .ifPresent(f -> text.append("; ").append(f.testImages()).append(" test images"));
    double wall = done.values().stream().mapToDouble(RunFigures::wallTime).sum();
    text.append(
        String.format(
            Locale.ROOT,
            "; %d of %d runs done, %.0f s of computing. Accuracies in per cent; in brackets the"
                + " paper's (ResNet18, CIFAR-10, 500 epochs).",
            done.size(),
            runs.count(),
            wall));
    return text.toString();
  }

  private List<Integer> bits() {
    List<Integer> bits = new ArrayList<>();
    for (int i = 0; i < runs.count(); i++) {
      int b = runs.at(i).bits();
      if (b > 0 && !bits.contains(b)) {
        bits.add(b);
      }
    }
    bits.sort(Comparator.reverseOrder());
    return bits;
  }

  private RunFigures mmc(int bits) {
    return done.get("mmc-" + bits + "-bit");
  }

  private RunFigures sgd(int bits) {
    return done.get("sgd-" + bits + "-bit");
  }

  private void table1(StudyReport r) {
    List<String> header = new ArrayList<>(List.of("precision"));
    for (int n : PaperNumbers.SAMPLES) {
      header.add(n + " samples");
    }
    header.add("last model");
    List<List<String>> rows = new ArrayList<>();
    RunFigures withReference = mmc(10);
    if (bits().contains(10)) {
      rows.add(
          accuracies(
              "32-bit float",
              PaperNumbers.FLOAT,
              withReference == null ? null : withReference.reference(),
              Double.NaN));
    }
    for (int b : bits()) {
      RunFigures f = mmc(b);
      rows.add(
          accuracies(
              b + " bits",
              b,
              f == null ? null : f.ensembles(),
              f == null ? Double.NaN : f.current().accuracy()));
    }
    r.table("Accuracy [%], ours (paper)", header, rows);
    errorNote(r);
    breaking(r);
    calibration(r);
    limits(r);
    r.plot(
        "bits",
        "Test accuracy against update precision, mean over 64 samples (fewer if fewer are held)",
        new StudyPlots(bits(), done).againstBits(false));
    r.plot(
        "samples",
        "Test accuracy against the number of posterior samples",
        new StudyPlots(bits(), done).againstSamples());
  }

  private List<String> accuracies(String name, int bits, List<Metrics> ensembles, double last) {
    List<String> row = new ArrayList<>(List.of(name));
    for (int n : PaperNumbers.SAMPLES) {
      double ours = ensembles == null ? Double.NaN : RunFigures.of(ensembles, n).accuracy();
      String text = ensembles == null ? OPEN : percent(ours);
      row.add(text + " (" + paper(PaperNumbers.table1(bits, n)) + ")");
    }
    row.add(ensembles == null ? OPEN : percent(last));
    return row;
  }

  private void errorNote(StudyReport r) {
    done.values().stream()
        .findFirst()
        .ifPresent(
            f ->
                r.text(
                    String.format(
                        Locale.ROOT,
                        "One standard error of an accuracy of 50 %% over %d test images is %.1f"
                            + " points, of 85 %% %.1f. One seed.",
                        f.testImages(),
                        100 * f.error(0.5),
                        100 * f.error(0.85))));
  }

  /** Says where accuracy breaks, ours and the paper's by the same rule. */
  private void breaking(StudyReport r) {
    SortedMap<Integer, Double> mean = new TreeMap<>();
    SortedMap<Integer, Double> last = new TreeMap<>();
    SortedMap<Integer, Double> descent = new TreeMap<>();
    int images = 0;
    for (int b : bits()) {
      RunFigures m = mmc(b);
      if (m != null && !m.ensembles().isEmpty()) {
        mean.put(b, most(m.ensembles()).accuracy());
        last.put(b, m.current().accuracy());
        images = m.testImages();
      }
      if (study == Study.TABLE2 && sgd(b) != null) {
        descent.put(b, sgd(b).current().accuracy());
      }
    }
    String sentence = Breaking.sentence(mean, last, descent, images);
    if (!sentence.isEmpty()) {
      r.text(sentence);
    }
  }

  private void calibration(StudyReport r) {
    List<List<String>> rows = new ArrayList<>();
    for (int b : bits()) {
      RunFigures f = mmc(b);
      if (f == null || f.ensembles().isEmpty()) {
        continue;
      }
      Metrics mean = most(f.ensembles());
      rows.add(
          List.of(
              b + " bits",
              Integer.toString(Math.min(64, f.ensembles().size())),
              fixed(mean.nll(), 3),
              percent(mean.ece()),
              fixed(f.current().nll(), 3),
              percent(f.current().ece())));
    }
    if (!rows.isEmpty()) {
      r.table(
          "Calibration (the paper prints none)",
          List.of("precision", "samples", "NLL [nat]", "ECE [%]", "last NLL [nat]", "last ECE [%]"),
          rows);
    }
  }

  static Metrics most(List<Metrics> ensembles) {
    return RunFigures.of(ensembles, Math.min(64, ensembles.size()));
  }

  private void limits(StudyReport r) {
    List<List<String>> rows = new ArrayList<>();
    for (int b : bits()) {
      RunFigures f = mmc(b);
      Scenario scenario = runs.scenario(index("mmc-" + b + "-bit"));
      double floor = noiseFloor(b);
      rows.add(
          List.of(
              b + " bits",
              f == null ? OPEN : fixed(f.bits(), 2),
              fixed(scenario.netlist().pulses().shortest() * 1e-3, 3) + " ns",
              fixed(floor * 1e3, 2),
              fixed(floor * floor / required(scenario), 2),
              f == null ? OPEN : percent(f.lower()),
              f == null ? OPEN : percent(f.upper()),
              f == null ? OPEN : Engineering.format(f.joules() / f.miniBatches(), "J")));
    }
    r.table(
        "Updates at the supplement's limits (domain-wall MMC)",
        List.of(
            "precision",
            "realised",
            "T_min",
            "noise of two T_min [1e-3]",
            "its variance / 2 tau",
            "at the lower limit [%]",
            "at the upper limit [%]",
            "energy per mini-batch"),
        rows);
    r.text(
        "sqrt(2 tau) = 6.32e-3 is the noise that tau = 2e-5 asks for. Lower limit: two shortest pulses"
            + " already bring more. Upper limit: the drift's pulse alone does. The paper prints no"
            + " counts; it says that 7 bits exceed the ideal noise and that exceeding the upper limit"
            + " was not found to be problematic on CIFAR-10.");
  }

  /** Returns the noise variance that SGLD asks for, 2 tau; NaN for other kernels. */
  private static double required(Scenario s) {
    return s.learning().kernel() instanceof Sgld sgld ? 2 * sgld.tau() : Double.NaN;
  }

  /**
   * Returns the noise that two shortest pulses bring: sqrt(2) 2^(1-b) / 3 of the weights' range 2.
   */
  private static double noiseFloor(int bits) {
    return Math.sqrt(2) * Math.scalb(1.0, 1 - bits) / 3;
  }

  private int index(String name) {
    for (int i = 0; i < runs.count(); i++) {
      if (runs.at(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no run " + name);
  }

  private void table2(StudyReport r) {
    List<List<String>> rows = new ArrayList<>();
    for (int b : bits()) {
      RunFigures s = sgd(b);
      RunFigures m = mmc(b);
      rows.add(
          List.of(
              b + " bits",
              (s == null ? OPEN : percent(s.current().accuracy()))
                  + " ("
                  + paper(PaperNumbers.descent(b))
                  + ")",
              s == null || s.ensembles().isEmpty() ? "-" : percent(most(s.ensembles()).accuracy()),
              (m == null || m.ensembles().isEmpty()
                      ? OPEN
                      : percent(most(m.ensembles()).accuracy()))
                  + " ("
                  + paper(PaperNumbers.monteCarlo(b))
                  + ")",
              m == null ? OPEN : percent(m.current().accuracy())));
    }
    r.table(
        "Accuracy [%], ours (paper)",
        List.of(
            "precision",
            "DW-SGD, last model",
            "DW-SGD, mean of its samples",
            "DW-MMC, up to 64 samples",
            "DW-MMC, last model"),
        rows);
    errorNote(r);
    breaking(r);
    r.text(
        "The paper does not say whether its DW-SGD column is the last model or a mean over stored"
            + " models; both are given.");
    r.plot(
        "bits",
        "Test accuracy against update precision",
        new StudyPlots(bits(), done).againstBits(true));
  }

  static String percent(double share) {
    return Double.isNaN(share) ? "-" : fixed(100 * share, 1);
  }

  private static String paper(double percent) {
    return Double.isNaN(percent) ? "-" : fixed(percent, 1);
  }

  static String fixed(double value, int digits) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
