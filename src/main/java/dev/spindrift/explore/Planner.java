package dev.spindrift.explore;

import dev.spindrift.input.InputException;
import dev.spindrift.scenario.Scenario;
import dev.spindrift.scenario.ScenarioFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Makes points of levels: settings, content addresses, and reasons why a point cannot be built. */
public final class Planner {
  private static final int ID_LENGTH = 20;

  private final Exploration exploration;

  /** Creates a planner. */
  public Planner(Exploration exploration) {
    this.exploration = exploration;
  }

  /** Returns all combinations of levels in full length, the last axis changing fastest. */
  public List<Configuration> grid() {
    List<Configuration> out = new ArrayList<>();
    long n = exploration.combinations();
    for (long k = 0; k < n; k++) {
      List<List<String>> levels = new ArrayList<>();
      long rest = k;
      for (int a = exploration.axes().size() - 1; a >= 0; a--) {
        List<List<String>> all = exploration.axes().get(a).levels();
        levels.add(0, all.get((int) (rest % all.size())));
        rest /= all.size();
      }
      out.add(configuration(levels, 1));
    }
    return out;
  }

  /**
   * Returns a configuration with a point for each seed.
   *
   * @param levels values of each axis' fields; not modified
   * @param share length of the run as a share of the scenario's [1]
   */
  Configuration configuration(List<List<String>> levels, double share) {
    List<String> settings = new ArrayList<>(exploration.settings());
    List<String> labels = new ArrayList<>();
    for (int a = 0; a < levels.size(); a++) {
      Axis axis = exploration.axes().get(a);
      labels.add(axis.label(levels.get(a)));
      settings.addAll(axis.settings(levels.get(a)));
    }
    List<Point> points = new ArrayList<>();
    for (long seed : exploration.seeds()) {
      List<String> all = new ArrayList<>(settings);
      all.add("seed=" + seed);
      points.add(point(all, share));
    }
    return new Configuration(List.copyOf(labels), List.copyOf(points), share);
  }

  private Point point(List<String> settings, double share) {
    List<String> all = new ArrayList<>(settings);
    try {
      Scenario scenario = ScenarioFile.read(exploration.scenario(), all);
      if (share < 1) {
        all.add(length(scenario.learning(), share));
        scenario = ScenarioFile.read(exploration.scenario(), all);
      }
      return new Point(address(scenario), List.copyOf(all), null);
    } catch (InputException e) {
      return new Point(
          digest(exploration.scenario() + "\n" + all), List.copyOf(all), e.getMessage());
    }
  }

  private static String length(Scenario.Learning learning, double share) {
    return learning.miniBatches() > 0
        ? "learning.miniBatches=" + Math.max(1, Math.round(share * learning.miniBatches()))
        : "learning.epochs=" + share * learning.epochs();
  }

  /**
   * Returns a checksum of what all points have in common: the base scenario and its files as
   * resolved with the exploration's own settings.
   *
   * @throws InputException if the base scenario is refused
   */
  static String checksum(Exploration e) {
    StringBuilder all = new StringBuilder();
    inputs(ScenarioFile.read(e.scenario(), e.settings()), all);
    return digest(all.toString());
  }

  /** Returns the content address of a run of a scenario by this program. */
  static String address(Scenario scenario) {
    StringBuilder all = new StringBuilder("point/1\n").append(ProgramVersion.text()).append('\n');
    inputs(scenario, all);
    return digest(all.toString());
  }

  private static void inputs(Scenario scenario, StringBuilder all) {
    for (Map.Entry<String, String> input : scenario.inputs().entrySet()) {
      all.append("== ").append(input.getKey()).append('\n').append(input.getValue());
    }
  }

  /** Returns the address of the run of a scenario file with settings. */
  static String address(Path scenario, List<String> settings) {
    return address(ScenarioFile.read(scenario, settings));
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, ID_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
