package dev.spindrift.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Job arrays: their scripts, run by a shell as Slurm would. */
@DisabledOnOs(OS.WINDOWS)
class SlurmJobsTest {
  @TempDir private Path folder;

  @Test
  void everyTaskRunsItsOwnPointAndFinishedPointsAreLeftOut() throws Exception {
    PointStore store = new PointStore(folder.resolve("it's here"));
    Path done = store.begin("done");
    Files.writeString(done.resolve("point.json"), "{}");
    store.finish("done", done);
    SlurmJobs jobs =
        new SlurmJobs(store, "x", List.of("printf", "%s|", "a b"), 2, List.of("--mem=2G"));
    List<Path> scripts = jobs.write(List.of("p1", "done", "p2", "p1"));
    assertEquals(1, scripts.size());
    String text = Files.readString(scripts.get(0));
    assertTrue(text.contains("#SBATCH --array=1-2%2\n"), text);
    assertTrue(text.contains("#SBATCH --mem=2G\n"), text);
    List<String> said = new ArrayList<>();
    for (String task : List.of("1", "2")) {
      ProcessBuilder shell = new ProcessBuilder("sh", scripts.get(0).toString());
      shell.environment().put("SLURM_ARRAY_TASK_ID", task);
      Process process = shell.redirectErrorStream(true).start();
      said.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
    assertEquals(List.of("a b|p1|", "a b|p2|"), said);
  }

  @Test
  void longListsBecomeSeveralArrays() throws IOException {
    PointStore store = new PointStore(folder);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      ids.add("p" + i);
    }
    List<Path> scripts = new SlurmJobs(store, "x", List.of("true"), 0, List.of()).write(ids);
    assertEquals(2, scripts.size());
    assertTrue(Files.readString(scripts.get(1)).contains("--array=1-1\n"));
  }
}
