package dev.spindrift.cli;

import dev.spindrift.report.ResultsFolder;
import dev.spindrift.scenario.Checkpoints;
import dev.spindrift.scenario.Prepared;
import dev.spindrift.scenario.ProgressListener;
import dev.spindrift.scenario.RunResult;
import dev.spindrift.scenario.Scenario;
import dev.spindrift.scenario.Training;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/** One run of a scenario into its results folder, from its beginning or from a checkpoint. */
final class ScenarioRun {
  private final Prepared prepared;
  private final ResultsFolder folder;
  private final boolean resumed;
  private final Scenario.Checkpoint policy;
  private final int workers;

  /** What a run yields, and where that is written. */
  record Outcome(RunResult result, Path place) {}

  /**
   * Prepares a run.
   *
   * @param folder made by {@link Output#resumable}, or reopened
   * @param resumed whether it was reopened
   * @param policy when to take checkpoints, whatever the scenario says
   * @param workers threads for device updates [1]
   */
  ScenarioRun(
      Prepared prepared,
      ResultsFolder folder,
      boolean resumed,
      Scenario.Checkpoint policy,
      int workers) {
    this.prepared = prepared;
    this.folder = folder;
    this.resumed = resumed;
    this.policy = policy;
    this.workers = workers;
  }

  /**
   * Learns to the end. If it fails or is stopped before anything is worth keeping, the folder goes.
   *
   * @param progress hears of it
   * @param signals stop it
   * @param before called once everything is built, with the mini-batches that a checkpoint holds
   * @throws dev.spindrift.scenario.RunStopped if a signal came
   */
  Outcome run(ProgressListener progress, StopSignals signals, ObjLongConsumer<Training> before) {
    boolean keep = resumed;
    try (Checkpoints checkpoints =
        resumed
            ? Checkpoints.resume(prepared, folder.working(), policy, progress::notice)
            : Checkpoints.begin(prepared, folder.working(), policy, progress::notice)) {
      try {
        if (resumed) {
          progress.resumed(checkpoints.saved(), prepared.miniBatches());
        } else {
          Map<String, String> inputs = new LinkedHashMap<>();
          prepared.scenario().inputs().forEach((name, text) -> inputs.put("inputs/" + name, text));
          folder.publish(inputs);
          checkpoints.movedTo(folder.working());
        }
        try (Training training =
            new Training(prepared, folder.working(), workers, progress, checkpoints)) {
          signals.stopWith(training::stop);
          before.accept(training, checkpoints.saved());
          RunResult result = training.run();
          keep = true; // even if they cannot be written, they can be had from the last checkpoint
          return new Outcome(result, folder.finish(result));
        }
      } finally {
        keep = keep || checkpoints.saved() > 0;
      }
    } finally {
      if (!keep) {
        folder.abandon();
      }
    }
  }
}
