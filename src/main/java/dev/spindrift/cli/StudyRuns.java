package dev.spindrift.cli;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.explore.ProgramVersion;
import dev.spindrift.report.ResultsFolder;
import dev.spindrift.scenario.Prepared;
import dev.spindrift.scenario.ResumeException;
import dev.spindrift.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The runs of a reproduction in one folder: finished ones are left alone, interrupted ones go on
 * from their newest checkpoint, the others begin.
 */
final class StudyRuns {
  private final Path folder;
  private final boolean force;
  private final boolean keepSamples;
  private final int workers;
  private final List<StudyCase> cases;
  private final List<Scenario> scenarios = new ArrayList<>();
  private final List<Long> lengths = new ArrayList<>();

  /**
   * Reads all scenarios, so that a mistake in the last one is known before the first one runs.
   *
   * @param folder where runs are and go
   * @param scenarioFolder where scenario files are
   * @param more settings for all runs
   * @param force whether runs made from other inputs may be replaced
   * @param keepSamples whether stored samples stay on disk after a run
   * @throws dev.spindrift.input.InputException listing what is wrong
   */
  StudyRuns(
      Path folder,
      Path scenarioFolder,
      List<StudyCase> cases,
      String scale,
      List<String> more,
      boolean force,
      boolean keepSamples,
      int workers) {
    this.folder = folder;
    this.cases = cases;
    this.force = force;
    this.keepSamples = keepSamples;
    this.workers = workers;
    for (StudyCase c : cases) {
      Scenario s = c.read(scenarioFolder, scale, more);
      scenarios.add(s);
      long length = s.learning().miniBatches();
      lengths.add(length > 0 ? length : Prepared.of(s, DataCache.user()).miniBatches());
    }
  }

  int count() {
    return cases.size();
  }

  StudyCase at(int i) {
    return cases.get(i);
  }

  Scenario scenario(int i) {
    return scenarios.get(i);
  }

  long miniBatches(int i) {
    return lengths.get(i);
  }

  /** Returns the folder of a run's results, whether it is there or not. */
  Path place(int i) {
    return folder.resolve(cases.get(i).name());
  }

  /**
   * Returns whether a run is done.
   *
   * @throws Output.Unusable if results of that name come from other inputs and may not be replaced
   */
  boolean done(int i) {
    if (!ResultsFolder.isComplete(place(i))) {
      return false;
    }
    String other = difference(place(i), scenarios.get(i));
    String source = other == null ? otherProgram(i) : "from another inputs/" + other;
    if (source == null) {
      return true;
    }
    if (!force) {
      throw new Output.Unusable(
          place(i) + " was made " + source + "; --force replaces it, --out chooses another folder");
    }
    return false;
  }

  /** Beside the run, since it is no part of its results: two equal runs have equal bytes. */
  private Path programFile(int i) {
    return folder.resolve(cases.get(i).name() + ".program");
  }

  /** Returns by which other program a run was made, or null if by this one. */
  private String otherProgram(int i) {
    String now = ProgramVersion.text();
    try {
      String was = Files.readString(programFile(i)).strip();
      return was.equals(now) ? null : "by program " + was + ", this one is " + now;
    } catch (NoSuchFileException unknown) {
      return "by an unknown program (no " + programFile(i).getFileName() + " beside it)";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the first input that differs from those of the results, or null. */
  private static String difference(Path results, Scenario s) {
    for (Map.Entry<String, String> input : s.inputs().entrySet()) {
      try {
        String was = Files.readString(results.resolve("inputs").resolve(input.getKey()));
        if (!was.equals(input.getValue())) {
          return input.getKey();
        }
      } catch (NoSuchFileException missing) {
        return input.getKey();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return null;
  }

  /**
   * Runs one, or goes on with it.
   *
   * @throws dev.spindrift.scenario.RunStopped if a signal came
   */
  void run(int i, StudyProgress progress, StopSignals signals) {
    Scenario scenario = scenarios.get(i);
    Prepared prepared = Prepared.of(scenario, DataCache.user());
    Path running = folder.resolve(cases.get(i).name() + ResultsFolder.RUNNING);
    if (Files.isDirectory(running)) {
      ResultsFolder interrupted = ResultsFolder.reopen(running, force);
      if (ResultsFolder.isComplete(running)) {
        interrupted.settle();
        note(i);
        return;
      }
      try {
        finish(
            new ScenarioRun(prepared, interrupted, true, scenario.checkpoint(), workers),
            progress,
            signals);
        note(i);
        return;
      } catch (ResumeException other) {
        if (!force) {
          throw new Output.Unusable(
              other.getMessage() + "\n--force begins " + cases.get(i).name() + " anew.");
        }
        ResultsFolder.remove(running);
      }
    }
    ResultsFolder fresh = Output.resumable(cases.get(i).name(), place(i), force);
    finish(
        new ScenarioRun(prepared, fresh, false, scenario.checkpoint(), workers), progress, signals);
    note(i);
  }

  /** Notes which program made a run. */
  private void note(int i) {
    try {
      Files.writeString(programFile(i), ProgramVersion.text() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void finish(ScenarioRun run, StudyProgress progress, StopSignals signals) {
    Path place = run.run(progress, signals, (training, saved) -> {}).place();
    if (!keepSamples) {
      ResultsFolder.drop(place, "posterior");
    }
  }
}
