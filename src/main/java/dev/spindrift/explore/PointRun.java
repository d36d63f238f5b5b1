package dev.spindrift.explore;

import dev.spindrift.chip.AreaEstimate;
import dev.spindrift.dataset.DataCache;
import dev.spindrift.input.JsonText;
import dev.spindrift.report.RunTexts;
import dev.spindrift.scenario.Prepared;
import dev.spindrift.scenario.ProgressListener;
import dev.spindrift.scenario.RunResult;
import dev.spindrift.scenario.Scenario;
import dev.spindrift.scenario.ScenarioFile;
import dev.spindrift.scenario.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs one planned point in this process. */
public final class PointRun {
  private PointRun() {}

  /**
   * Runs the point and stores its results, unless they are there already.
   *
   * @param threads worker threads for device updates; results do not depend on it [1]
   * @throws dev.spindrift.input.InputException if the point cannot be built
   * @throws IllegalStateException if its inputs or the program changed since it was planned
   * @throws IOException if results cannot be written
   */
  public static void run(PointStore store, String id, int threads, ProgressListener progress)
      throws IOException {
    if (store.isDone(id)) {
      return;
    }
    PointStore.Planned planned = store.planned(id);
    Scenario scenario = ScenarioFile.read(planned.scenario(), planned.settings());
    if (!Planner.address(scenario).equals(id)) {
      throw new IllegalStateException(
          "point "
              + id
              + " was planned with other inputs or another version of this program; plan it again");
    }
    Prepared prepared = Prepared.of(scenario, DataCache.user());
    Path working = store.begin(id);
    try {
      Map<String, String> texts = new LinkedHashMap<>();
      try (Training training = new Training(prepared, working, threads, progress)) {
        RunResult result = training.run();
        texts.putAll(RunTexts.of(result, Instant.now()));
      }
      PointStore.delete(working.resolve("posterior")); // samples of all points would fill disks
      Map<String, Object> point = new LinkedHashMap<>();
      point.put("id", id);
      point.put("program", ProgramVersion.text());
      point.put("scenario", planned.scenario().toString());
      point.put("settings", planned.settings());
      AreaEstimate area = AreaEstimate.of(scenario.netlist());
      if (area.rows().stream().allMatch(AreaEstimate.Row::known)) {
        point.put("area", area.total()); // a sum with parts missing would compare unlike things
      }
      texts.put("point.json", JsonText.write(point, true));
      scenario.inputs().forEach((name, text) -> texts.put("inputs/" + name, text));
      for (Map.Entry<String, String> text : texts.entrySet()) {
        Path file = working.resolve(text.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.getValue());
      }
      store.finish(id, working);
    } finally {
      PointStore.delete(working);
    }
  }
}
