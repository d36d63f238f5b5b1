package dev.spindrift.scenario;

import dev.spindrift.chip.Netlist;
import dev.spindrift.chip.NetlistFile;
import dev.spindrift.circuit.ReadPath;
import dev.spindrift.dataset.Datasets;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.Grain;
import dev.spindrift.device.PositionLaw;
import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.InputOverlay;
import dev.spindrift.input.InputOverride;
import dev.spindrift.input.Problems;
import dev.spindrift.learning.MetropolisKernel;
import dev.spindrift.mapping.PushPull;
import dev.spindrift.mapping.Wear;
import dev.spindrift.network.Networks;
import dev.spindrift.replay.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads scenario files; the only place that knows their format. */
public final class ScenarioFile {
  private ScenarioFile() {}

  /**
   * Reads a scenario and the netlist, device file and technology table it leads to.
   *
   * @param file YAML or JSON file
   * @param overrides {@code path.to.key=value} settings that replace what the file says; with
   *     {@code netlist:}, {@code device:} or {@code technology:} before the path, what that file
   *     says
   * @return the scenario
   * @throws dev.spindrift.input.InputException listing every problem of every file
   */
  public static Scenario read(Path file, List<String> overrides) {
    Problems problems = new Problems();
    InputNode root = InputFile.read(file, problems);
    List<String> own = InputOverride.select(overrides, null);
    // The scale may be set, too; what is set beside it then wins over what the scale says.
    List<String> scale = own.stream().filter(o -> o.startsWith("scale=")).toList();
    root = InputOverlay.apply(InputOverride.apply(root, scale), "scale", "scales", "full");
    root = InputOverride.apply(root, own.stream().filter(o -> !o.startsWith("scale=")).toList());
    problems.throwIfAny();
    Scenario s = read(file, root, overrides, problems);
    problems.throwIfAny();
    return s;
  }

  private static Scenario read(
      Path file, InputNode root, List<String> overrides, Problems problems) {
    root.choice("spindrift", List.of("scenario/1"));
    String name = root.text("name");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      problems.add(
          root.child("name"),
          "the name \"" + name + "\"",
          "letters, digits, dot, underscore and hyphen, since it names the results folder");
    }
    String title = root.text("title", name);
    long seed = root.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE, 1);

    Scenario.Update update = Scenario.Update.DEFAULT;
    String gap = null;
    if (root.has("update")) {
      InputNode u = root.child("update");
      update = update(u);
      int before = problems.list().size();
      String text = u.has("gap") ? u.quantity("gap", Dimension.TIME, 0, 1e-3).text() : null;
      gap = problems.list().size() == before ? text : null;
      u.finish();
    }
    Path netlistPath = path(file, root, "netlist", problems);
    Path device = root.has("device") ? path(file, root, "device", problems) : null;
    Netlist netlist = null;
    if (netlistPath != null) {
      netlist = NetlistFile.read(netlistPath, device, gap, overrides, problems);
    }
    if (update.grain() == Grain.PAIR
        && netlist != null
        && netlist.device().law() instanceof PositionLaw) {
      problems.add(
          root.child("update").child("grain"), "pair", DeviceParameters.PAIR_NEEDS_ONE_LAW);
    }

    InputNode data = root.child("data");
    Scenario.Data d =
        new Scenario.Data(
            data.choice("set", Datasets.names()),
            (int) data.integer("trainImages", 1, Integer.MAX_VALUE, 0),
            (int) data.integer("testImages", 1, Integer.MAX_VALUE, 0));
    data.finish();

    InputNode network = root.child("network");
    List<Integer> widths = new ArrayList<>();
    network
        .optional("widths")
        .ifPresent(w -> w.items().forEach(i -> widths.add((int) i.asInteger(1, 1_000_000))));
    Scenario.Network n =
        new Scenario.Network(
            network.choice("name", Networks.names()),
            List.copyOf(widths),
            network.number("logitScale", 1e-6, 1e6, 1),
            network.has("start") ? start(file, network, problems) : null);
    network.finish();

    Scenario.Learning learning = LearningSection.read(root.child("learning"), problems);

    Scenario.Read read = root.has("read") ? read(root.child("read"), netlist, problems) : null;
    Scenario.Thinning thinning = null;
    if (root.has("thinning")) {
      thinning = thinning(root.child("thinning"), netlist, problems);
    }
    long every = 0;
    if (root.has("evaluation")) {
      InputNode e = root.child("evaluation");
      every = e.integer("every", 0, Long.MAX_VALUE, 0);
      e.finish();
    }
    boolean reference = root.flag("floatReference", false);
    Scenario.Detail detail = Scenario.Detail.ROW;
    int burst = 1;
    if (root.has("events")) {
      InputNode e = root.child("events");
      detail = e.choice("detail", Scenario.Detail.class, Scenario.Detail.ROW);
      burst = (int) e.integer("burstImages", 1, 1_000_000, 1);
      e.finish();
    }
    boolean handOverError = root.flag("handOverError", false);
    int mathThreads = 1;
    if (root.has("threads")) {
      InputNode t = root.child("threads");
      mathThreads = (int) t.integer("math", 1, 1024, 1);
      t.finish();
    }
    Scenario.Checkpoint checkpoint = new Scenario.Checkpoint(0, 5, 2);
    if (root.has("checkpoint")) {
      InputNode c = root.child("checkpoint");
      checkpoint =
          new Scenario.Checkpoint(
              c.integer("every", 0, Long.MAX_VALUE, 0),
              c.number("minutes", 0, 1e6, 5),
              (int) c.integer("keep", 1, 1000, 2));
      c.finish();
    }
    Recording trace = root.optional("trace").map(ScenarioFile::trace).orElse(null);
    boolean endure = netlist != null && netlist.device().spread().wearsOut();
    boolean wear = root.flag("wear", false) || endure; // lives are counted in pulses and metres
    if (wear
        && netlist != null
        && (learning.kernel() instanceof MetropolisKernel || !Wear.counts(netlist.device()))) {
      problems.add(
          root.has("wear") ? root.child("wear") : root.child("learning"),
          (endure ? "devices with an endurance, with " : "true, with ")
              + (learning.kernel() instanceof MetropolisKernel
                  ? "a kernel that accepts or rejects"
                  : "devices of model " + netlist.device().model().name()),
          (endure ? "devices without endurance" : "false")
              + ", or devices of model law under sgld or sgd");
    }
    root.finish();
    if (!problems.isEmpty() || netlist == null) {
      return null;
    }
    Scenario.Evaluation evaluation = new Scenario.Evaluation(every);
    Map<String, String> inputs = new LinkedHashMap<>();
    Scenario scenario =
        new Scenario(
            name,
            title,
            seed,
            netlist,
            d,
            n,
            learning,
            update,
            read,
            thinning,
            evaluation,
            reference,
            detail,
            burst,
            handOverError,
            mathThreads,
            checkpoint,
            trace,
            wear,
            inputs,
            root);
    inputs.put("scenario.yaml", ResolvedScenario.text(scenario));
    inputs.putAll(netlist.files());
    return scenario;
  }

  private static Scenario.Update update(InputNode u) {
    Scenario.Update dflt = Scenario.Update.DEFAULT;
    return new Scenario.Update(
        u.choice("crossing", PushPull.Crossing.class, dflt.crossing()),
        u.has("order") ? u.choice("order", PushPull.Order.class) : null,
        u.choice("widths", PushPull.Widths.class, dflt.widths()),
        u.choice("offset", PushPull.Offset.class, dflt.offset()),
        u.has("grain") ? u.choice("grain", Grain.class) : null);
  }

  /** Returns the file that a key names relative to the scenario, or null if there is none. */
  private static Path path(Path file, InputNode root, String key, Problems problems) {
    Path path = file.toAbsolutePath().getParent().resolve(root.text(key));
    if (Files.isRegularFile(path) && Files.isReadable(path)) {
      return path;
    }
    if (root.has(key)) {
      problems.add(
          root.child(key),
          "no readable file \"" + root.text(key) + "\"",
          "the path of a "
              + key
              + (key.equals("device") ? " file" : "")
              + ", relative to the scenario");
    }
    return null;
  }

  private static Scenario.Read read(InputNode r, Netlist netlist, Problems problems) {
    boolean analogue = r.choice("mode", List.of("ideal", "analogue")).equals("analogue");
    List<String> ideal = new ArrayList<>();
    r.optional("ideal").ifPresent(l -> l.items().forEach(i -> ideal.add(i.asText())));
    Scenario.Read read =
        new Scenario.Read(
            r.choice("lines", ReadPath.Lines.class, ReadPath.Lines.APPROXIMATE),
            r.flag("thermalNoise", true),
            r.flag("shotNoise", true),
            List.copyOf(ideal));
    r.finish();
    if (analogue && netlist != null && netlist.reads() == null) {
      problems.add(
          r.child("mode"),
          "analogue reads on a netlist without a section \"reads\"",
          "ideal, or a netlist that describes wires, drives and converter errors");
    }
    return analogue ? read : null;
  }

  private static Path start(Path scenario, InputNode network, Problems problems) {
    Path start = scenario.toAbsolutePath().getParent().resolve(network.text("start")).normalize();
    if (!Files.isRegularFile(start) || !Files.isReadable(start)) {
      problems.add(
          network.child("start"),
          "no readable file \"" + network.text("start") + "\"",
          "the file of a stored sample, e.g. ../reports/NAME/posterior/bank-000.f32, relative to"
              + " the scenario");
    }
    return start;
  }

  private static Recording trace(InputNode t) {
    List<Integer> tiles = new ArrayList<>();
    List<String> layers = new ArrayList<>();
    t.optional("tiles")
        .ifPresent(l -> l.items().forEach(i -> tiles.add((int) i.asInteger(0, 1 << 24))));
    t.optional("layers").ifPresent(l -> l.items().forEach(i -> layers.add(i.asText())));
    Recording.Grain grain = t.choice("grain", Recording.Grain.class, Recording.Grain.ROW);
    long from = t.integer("from", 1, Integer.MAX_VALUE, 1);
    long to = t.integer("to", from, Integer.MAX_VALUE, Integer.MAX_VALUE);
    t.finish();
    return new Recording(grain, tiles, layers, from, to);
  }

  private static Scenario.Thinning thinning(InputNode t, Netlist netlist, Problems problems) {
    long cycle = t.integer("cycle", 1, Long.MAX_VALUE);
    long start = t.integer("windowStart", 0, Long.MAX_VALUE);
    long threshold = t.integer("threshold", 1, Long.MAX_VALUE);
    t.finish();
    if (start >= cycle && cycle > 0) {
      problems.add(
          t.child("windowStart"), start + ", not inside the cycle of " + cycle, "less than cycle");
    }
    if (netlist != null && threshold >= 1L << netlist.thinningCounter().width()) {
      problems.add(
          t.child("threshold"),
          threshold + ", more than the chip's counter holds",
          "less than 2^" + netlist.thinningCounter().width());
    }
    return new Scenario.Thinning(cycle, start, threshold);
  }
}
