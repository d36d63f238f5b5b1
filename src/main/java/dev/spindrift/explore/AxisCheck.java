package dev.spindrift.explore;

import dev.spindrift.input.InputException;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problem;
import dev.spindrift.input.Problems;
import dev.spindrift.scenario.Scenario;
import dev.spindrift.scenario.ScenarioFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds axes that lead nowhere before anything runs. A value that its field refuses is a point that
 * cannot be built, no mistake of the file; a field that does not exist is.
 */
final class AxisCheck {
  private final Scenario base;
  private final Problems problems;
  private final Map<String, Object> files = new LinkedHashMap<>();

  private AxisCheck(Scenario base, Problems problems) {
    this.base = base;
    this.problems = problems;
    for (String name : List.of("scenario", "netlist", "device", "technology")) {
      String file = name + ".yaml";
      files.put(name, InputFile.parse(file, base.inputs().get(file), new Problems()).plain());
    }
  }

  /**
   * Reports every axis whose field the base scenario and its files do not have.
   *
   * @throws InputException if the base scenario itself is refused
   */
  static void check(Exploration e, InputNode root, Problems problems) {
    Scenario base = ScenarioFile.read(e.scenario(), e.settings());
    AxisCheck check = new AxisCheck(base, problems);
    List<InputNode> nodes = root.child("axes").items();
    for (int i = 0; i < e.axes().size(); i++) {
      check.axis(e, e.axes().get(i), nodes.get(i));
    }
  }

  private void axis(Exploration e, Axis axis, InputNode node) {
    boolean found = true;
    for (String path : axis.paths()) {
      found &= leads(path, node);
    }
    if (!found) {
      return;
    }
    List<String> values =
        axis.levels().isEmpty() ? List.of(axis.range().at(0)) : axis.levels().get(0);
    List<String> settings = new ArrayList<>(e.settings());
    settings.addAll(axis.settings(values));
    try {
      ScenarioFile.read(e.scenario(), settings);
    } catch (InputException refused) {
      for (Problem p : refused.problems()) {
        if (p.file().startsWith("--set ") && p.found().startsWith("unknown key")) {
          problems.add(
              node,
              "no field " + p.file().substring("--set ".length()).replaceFirst("=.*", ""),
              p.allowed(),
              p.suggestion());
        }
      }
    }
  }

  /** Follows a path through the files as resolved; the last key may be one that was left out. */
  private boolean leads(String path, InputNode node) {
    int colon = path.indexOf(':');
    String file = colon < 0 ? "scenario" : path.substring(0, colon);
    if (colon >= 0 && !files.containsKey(file)) {
      problems.add(
          node,
          "no file \"" + file + "\" in the path " + path,
          "netlist:, device:, technology:, or a field of the scenario",
          Problems.nearest(file, files.keySet()));
      return false;
    }
    String inside = path.substring(colon + 1);
    String[] keys =
        inside.startsWith("/")
            ? inside.substring(1).replace("~1", "/").replace("~0", "~").split("/", -1)
            : inside.split("\\.", -1);
    Object at = files.get(file);
    for (int i = 0; i < keys.length; i++) {
      boolean free = i == keys.length - 1 || (i == 0 && file.equals("scenario"));
      List<String> names = new ArrayList<>();
      Object next = null;
      if (at instanceof Map<?, ?> map) {
        map.keySet().forEach(k -> names.add(k.toString()));
        next = map.get(keys[i]);
      } else if (at instanceof List<?> list) {
        for (int k = 0; k < list.size(); k++) {
          names.add(Integer.toString(k));
        }
        next = names.contains(keys[i]) ? list.get(Integer.parseInt(keys[i])) : null;
      }
      if (next == null && !(free && at instanceof Map<?, ?>)) {
        problems.add(
            node,
            "no field " + path + " (\"" + keys[i] + "\")",
            names.isEmpty()
                ? "a field of " + file + " of " + base.name()
                : String.join(", ", names),
            Problems.nearest(keys[i], names));
        return false;
      }
      if (next == null) {
        return true; // the reader knows which keys may be left out
      }
      at = next;
    }
    return true;
  }
}
