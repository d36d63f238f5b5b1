package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep through a real Slurm: munge, slurmctld and slurmd on loopback. */
@Tag("cluster")
class ExploreClusterTest {
  private static final Path CLUSTER = Path.of("target/cluster").toAbsolutePath();

  /** Generous: the machine may be busy; a point takes a few seconds on an idle one. */
  private static final long PATIENCE_SECONDS = 300;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    shell("cluster/slurm.sh start '" + CLUSTER + "'");
  }

  @AfterAll
  static void stop() throws Exception {
    shell("cluster/slurm.sh stop '" + CLUSTER + "'");
  }

  @Test
  void aJobThatIsKilledIsSubmittedAgainAndNoOther() throws Exception {
    Path file = folder.resolve("sweep.yaml");
    Files.writeString(
        file,
        "spindrift: exploration/1\nname: cluster\nscenario: "
            + Path.of("scenarios/quickstart.yaml").toAbsolutePath()
            + "\nset: {learning.miniBatches: 4, floatReference: false, evaluation.every: 0,"
            + " network.name: mlp, network.widths: [8]}\nseeds: [1]\naxes:\n"
            + "  - {path: learning.batch, values: [8, 16, 24]}\n"
            + "objectives: [accuracy, latency]\n");
    Path out = folder.resolve("out");
    String explore =
        "'"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -Xmx700m -Dspindrift.home='"
            + Path.of("").toAbsolutePath()
            + "' -cp '"
            + System.getProperty("java.class.path")
            + "' "
            + Main.class.getName()
            + " explore '"
            + file
            + "' --out '"
            + out
            + "' ";
    String said = cluster(explore + "--slurm 2");
    Matcher job = Pattern.compile("as job (\\d+)").matcher(said);
    assertTrue(job.find(), said);
    String first = job.group(1) + "_1";
    until("squeue -h -r -j " + first + " -o %T", "RUNNING");
    cluster("scancel " + first);
    until("squeue -h", "");
    Map<String, FileTime> before = finished(out);
    assertEquals(2, before.size(), "all but the killed one: " + before);

    String again = cluster(explore + "--slurm");
    assertTrue(again.contains("3 points planned, 1 not finished"), again);
    assertTrue(Files.readString(out.resolve("slurm/array-1.sh")).contains("#SBATCH --array=1-1\n"));
    until("squeue -h", "");
    Map<String, FileTime> after = finished(out);
    assertEquals(3, after.size());
    before.forEach((id, time) -> assertEquals(time, after.get(id), "repeated: " + id));

    String table = cluster(explore + "--gather");
    List<String> rows = Files.readAllLines(out.resolve("table.csv"));
    assertEquals(4, rows.stream().filter(r -> !r.startsWith("#")).count(), rows + table);
    System.getLogger("cluster").log(System.Logger.Level.INFO, said + again + table);
  }

  private static Map<String, FileTime> finished(Path out) throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> points = Files.list(out.resolve("points"))) {
      for (Path p : points.filter(p -> !p.getFileName().toString().startsWith(".")).toList()) {
        times.put(p.getFileName().toString(), Files.getLastModifiedTime(p.resolve("point.json")));
      }
    }
    return times;
  }

  private static void until(String command, String wanted) throws Exception {
    long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    String said = cluster(command);
    while (!said.strip().equals(wanted)) {
      assertTrue(System.nanoTime() < end, command + " still says " + said);
      Thread.sleep(200);
      said = cluster(command);
    }
  }

  private static String cluster(String command) throws Exception {
    return shell(". '" + CLUSTER + "/env.sh' && " + command);
  }

  private static String shell(String command) throws Exception {
    Process process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
