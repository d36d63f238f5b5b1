package dev.spindrift.explore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Hands points to Slurm as job arrays; which point a task runs is a line of a list. Slurm queues,
 * throttles, requeues and limits; nothing of that is done here.
 */
public final class SlurmJobs {
  /** Slurm's own default for the size of an array is 1001 [1]. */
  static final int LONGEST_ARRAY = 1000;

  private final PointStore store;
  private final String name;
  private final List<String> command;
  private final int throttle;
  private final List<String> options;

  /**
   * Prepares jobs.
   *
   * @param name name of the exploration
   * @param command runs one point, whose id is appended; not modified
   * @param throttle most tasks at the same time, 0: as many as Slurm starts [1]
   * @param options further options of {@code sbatch}, e.g. {@code --partition=long}; not modified
   */
  public SlurmJobs(
      PointStore store, String name, List<String> command, int throttle, List<String> options) {
    this.store = store;
    this.name = name;
    this.command = List.copyOf(command);
    this.throttle = throttle;
    this.options = List.copyOf(options);
  }

  /**
   * Writes the lists and scripts of all points that are not finished.
   *
   * @param ids points; not modified
   * @return the scripts, one per array, in the order of the points
   */
  public List<Path> write(List<String> ids) {
    Path folder = store.folder().resolve("slurm");
    List<String> left = ids.stream().distinct().filter(id -> !store.isDone(id)).toList();
    List<Path> scripts = new ArrayList<>();
    for (int from = 0; from < left.size(); from += LONGEST_ARRAY) {
      List<String> part = left.subList(from, Math.min(left.size(), from + LONGEST_ARRAY));
      int number = scripts.size() + 1;
      Path list = folder.resolve("points-" + number + ".txt");
      store.write(list, String.join("\n", part) + "\n");
      Path script = folder.resolve("array-" + number + ".sh");
      store.write(script, script(list, part.size(), number));
      scripts.add(script);
    }
    return scripts;
  }

  private String script(Path list, int tasks, int number) {
    List<String> lines = new ArrayList<>();
    lines.add("#!/bin/sh");
    lines.add("#SBATCH --job-name=" + name + "-" + number);
    lines.add("#SBATCH --array=1-" + tasks + (throttle > 0 ? "%" + throttle : ""));
    lines.add("#SBATCH --ntasks=1");
    lines.add("#SBATCH --cpus-per-task=1");
    lines.add("#SBATCH --requeue");
    lines.add("#SBATCH --output=" + list.resolveSibling("task-" + number + "-%a.log"));
    options.forEach(o -> lines.add("#SBATCH " + o));
    lines.add("export OMP_WAIT_POLICY=passive");
    lines.add("id=$(sed -n \"${SLURM_ARRAY_TASK_ID}p\" " + quoted(list.toString()) + ")");
    lines.add(
        "exec "
            + command.stream().map(SlurmJobs::quoted).collect(Collectors.joining(" "))
            + " \"$id\"");
    return String.join("\n", lines) + "\n";
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * Submits a script.
   *
   * @return the job's number
   * @throws IOException if {@code sbatch} is not there or refuses it
   */
  public static String submit(Path script) throws IOException {
    try {
      Process process =
          new ProcessBuilder("sbatch", "--parsable", script.toString())
              .redirectErrorStream(true)
              .start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException("sbatch refused " + script + ": " + said);
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while submitting " + script, e);
    }
  }
}
