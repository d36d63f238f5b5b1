package dev.spindrift.device;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.input.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads device files ({@code netlists/devices/*.yaml}). Every constant has a source.
 *
 * <pre>{@code
 * spindrift: device/1
 * name: dw-copd-4um
 * grain: pair
 * temperature: {value: 300 K, source: ...}
 * track: {length: 4 um, width: 60 nm, thickness: 7.5 nm, currentDensity: 1e12 A/m^2,
 *         resistance: 2 kohm, source: ...}
 * conductance: {parallel: 145 uS, antiparallel: 51 uS, source: ...}
 * displacement:
 *   law: linear
 *   velocity: 34.10 m/s
 *   meanOffset: 0 nm
 *   varianceRate: 289.2 nm^2/ns
 *   varianceOffset: -68 nm^2
 *   shortest: 0.5 ns
 *   longest: 50 ns
 *   source: ...
 * variation: {mobility: 0.02, length: 0.01, conductance: 0.05,   # optional
 *             stuckWalls: 0.001, deadCells: 0.001, source: ...}  # the last two optional
 * pair:                                                    # optional: what a pair remembers
 *   memory: [{gap: 0 ns, bias: 3.9 nm, addedVariance: 214 nm^2}, {gap: 1 ns, ...}]
 *   source: ...
 * idle: {diffusion: 17 nm^2/ns, source: ...}               # optional: walls diffuse at rest
 * endurance: {pulses: 1e12, way: 100 km,    # optional, one or both: then walls stick, see Endurance
 *             distribution: lognormal, shape: 0.3, source: ...}
 * }</pre>
 *
 * <p>{@code model} says what the devices do when pulses arrive: {@code law} (default) behaves by
 * the displacement law; {@code llg} integrates every pulse, its law serves the planner only, and it
 * has
 *
 * <pre>{@code
 * llg: {wall: physics/copd-cmtj.yaml, noise: printed, scheme: heun, dt: 2 ps, settle: 5 ns,
 *       rise: 0 ps, fall: 0 ps, idle: 0 ns, longestRun: 2 h, source: ...}   # the last four optional
 * }</pre>
 *
 * <p>{@code model: filament} has neither track, conductance, displacement nor variation but
 *
 * <pre>{@code
 * filament: {law: filament/milo-hfo2.yaml, current: 100 uA, voltage: 1 V, reset: 100 ns,
 *            set: 100 ns, source: ...}
 * }</pre>
 *
 * <p>Files named there are relative to the device file.
 *
 * <p>{@code law: table} has a list {@code points} of {@code {width: 5 ns, mean: 172 nm, variance:
 * 1376 nm^2}} in place of the four coefficients. {@code law: table2d} (with {@code grain: pulse})
 * has them besides the four, which are what the chip plans with, each for a polarity and a
 * position: {@code {polarity: push, width: 5 ns, position: 0.25, mean: 172 nm, variance: 1376
 * nm^2}}; see {@link PositionLaw}.
 */
public final class DeviceFile {
  /** First line of the format. */
  public static final String FORMAT = "device/1";

  private final InputNode root;
  private final Problems problems;
  private final List<Assumed> assumed = new ArrayList<>();

  private DeviceFile(InputNode root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  /**
   * Reads a device file.
   *
   * @param file the file
   * @param problems receives every problem; modified
   * @return the device, or null if the file has problems
   * @throws dev.spindrift.input.InputException if the file cannot be read or parsed at all
   */
  public static DeviceParameters read(Path file, Problems problems) {
    return read(InputFile.read(file, problems), problems);
  }

  /**
   * Reads a parsed device file.
   *
   * @param root the file's root
   * @param problems receives every problem; modified
   * @return the device, or null if the file has problems
   */
  public static DeviceParameters read(InputNode root, Problems problems) {
    int before = problems.list().size();
    DeviceParameters device = new DeviceFile(root, problems).device();
    return problems.list().size() == before ? device : null;
  }

  private DeviceParameters device() {
    root.requireSources(true);
    root.choice("spindrift", List.of(FORMAT));
    String name = root.text("name");
    String model = root.choice("model", List.of("law", "llg", "filament"), "law");
    if ("filament".equals(model)) {
      return filament(name);
    }
    Grain grain = root.choice("grain", Grain.class, Grain.PAIR);
    double temperature = positive(root, "temperature", Dimension.TEMPERATURE);
    InputNode track = root.child("track");
    InputNode conductance = root.child("conductance");
    double parallel = positive(conductance, "parallel", Dimension.CONDUCTANCE);
    double antiparallel =
        quantity(conductance, "antiparallel", Dimension.CONDUCTANCE, 0, Double.MAX_VALUE);
    if (antiparallel >= parallel && conductance.has("parallel")) {
      problems.add(
          conductance.child("antiparallel"),
          antiparallel + " S",
          "less than the parallel conductance, " + parallel + " S");
    }
    conductance.finish();
    InputNode displacement = root.child("displacement");
    double shortest = positive(displacement, "shortest", Dimension.TIME);
    double longest = positive(displacement, "longest", Dimension.TIME);
    if (longest < shortest) {
      problems.add(
          displacement.child("longest"), longest + " s", "at least shortest, " + shortest + " s");
    }
    DisplacementLaw law = law(displacement);
    if (law instanceof PositionLaw && grain == Grain.PAIR) {
      problems.add(root, "grain pair with law table2d", DeviceParameters.PAIR_NEEDS_ONE_LAW);
      law = ((PositionLaw) law).nominal();
    }
    DeviceParameters device =
        new DeviceParameters(
                name,
                positive(track, "length", Dimension.LENGTH),
                positive(track, "width", Dimension.LENGTH),
                positive(track, "thickness", Dimension.LENGTH),
                positive(track, "currentDensity", Dimension.CURRENT_DENSITY),
                positive(track, "resistance", Dimension.RESISTANCE),
                parallel,
                antiparallel,
                law,
                shortest,
                longest,
                grain,
                spread().withEndurance(endurance()),
                temperature,
                assumed)
            .withBetweenPulses(new BetweenPulses(memory(shortest, law), idleDiffusion(model)));
    track.finish();
    displacement.finish();
    if ("llg".equals(model)) {
      DeviceModel llg = new ModelSections(problems, assumed).llg(root.child("llg"), device);
      device = llg == null ? device : device.withModel(llg, assumed);
      if (device.spread().wearsOut()) {
        problems.add(
            root.child("endurance"),
            "walls that wear out in a device whose walls are integrated",
            "model: law, or no endurance");
      }
      if (device.spread().hasFaults()) {
        problems.add(
            root.child("variation"),
            "stuck walls or dead cells in a device whose walls are integrated",
            "model: law, or no stuckWalls and deadCells");
      }
    }
    root.finish();
    return device;
  }

  private DeviceParameters filament(String name) {
    double temperature = positive(root, "temperature", Dimension.TEMPERATURE);
    FilamentModel model =
        new ModelSections(problems, assumed).filament(root.child("filament"), name);
    root.finish();
    return model == null
        ? null
        : new DeviceParameters(
            name,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            model.voltage() / model.current(),
            model.law().highest(),
            model.law().lowest(),
            null,
            0,
            Double.POSITIVE_INFINITY,
            Grain.PAIR,
            Spread.NONE,
            temperature,
            BetweenPulses.NONE,
            assumed,
            model);
  }

  /**
   * Returns the files that a device file names, by the path of the key that names them.
   *
   * @param file a device file without problems
   */
  public static Map<String, Path> named(Path file) {
    InputNode root = InputFile.read(file, new Problems());
    Map<String, Path> named = new LinkedHashMap<>();
    for (String key : List.of("llg.wall", "filament.law")) {
      String[] parts = key.split("\\.", -1);
      root.optional(parts[0])
          .filter(node -> node.has(parts[1]))
          .ifPresent(node -> named.put(key, ModelSections.resolve(node, parts[1])));
    }
    return named;
  }

  private DisplacementLaw law(InputNode node) {
    String law = node.choice("law", List.of("linear", "table", "table2d"));
    if (law.equals("table")) {
      return table(node);
    }
    double far = Double.MAX_VALUE;
    LinearLaw linear =
        new LinearLaw(
            positive(node, "velocity", Dimension.VELOCITY),
            quantity(node, "meanOffset", Dimension.LENGTH, -far, far),
            quantity(node, "varianceRate", Dimension.VARIANCE_RATE, 0, far),
            quantity(node, "varianceOffset", Dimension.VARIANCE, -far, far));
    return law.equals("linear") ? linear : new PositionTable(node, problems).read(linear);
  }

  private DisplacementLaw table(InputNode node) {
    List<InputNode> points = node.child("points").items();
    int n = points.size();
    double[] widths = new double[n];
    double[] means = new double[n];
    double[] variances = new double[n];
    for (int i = 0; i < n; i++) {
      InputNode point = points.get(i);
      widths[i] = positive(point, "width", Dimension.TIME);
      means[i] = positive(point, "mean", Dimension.LENGTH);
      variances[i] = quantity(point, "variance", Dimension.VARIANCE, 0, Double.MAX_VALUE);
      point.finish();
    }
    try {
      return new TableLaw(widths, means, variances);
    } catch (IllegalArgumentException e) {
      problems.add(node.child("points"), n + " points", e.getMessage());
      return new LinearLaw(1, 0, 0, 0);
    }
  }

  private Spread spread() {
    return root.optional("variation")
        .map(
            node -> {
              Spread spread =
                  new Spread(
                      quantity(node, "mobility", Dimension.DIMENSIONLESS, 0, 1),
                      quantity(node, "length", Dimension.DIMENSIONLESS, 0, 1),
                      quantity(node, "conductance", Dimension.DIMENSIONLESS, 0, 1),
                      share(node, "stuckWalls"),
                      share(node, "deadCells"));
              node.finish();
              return spread;
            })
        .orElse(Spread.NONE);
  }

  private Endurance endurance() {
    return root.optional("endurance").map(this::endurance).orElse(Endurance.NONE);
  }

  private Endurance endurance(InputNode node) {
    double far = Double.POSITIVE_INFINITY;
    double pulses =
        node.has("pulses") ? quantity(node, "pulses", Dimension.DIMENSIONLESS, 1, 1e300) : far;
    double way = node.has("way") ? positive(node, "way", Dimension.LENGTH) : far;
    if (!node.has("pulses") && !node.has("way")) {
      problems.add(node, "neither pulses nor way", "a limit: pulses, way or both");
    }
    Endurance.Distribution distribution =
        node.choice("distribution", Endurance.Distribution.class, Endurance.Distribution.LOGNORMAL);
    double least = distribution == Endurance.Distribution.WEIBULL ? 0.1 : 0;
    double shape =
        node.has("shape") || least > 0
            ? quantity(node, "shape", Dimension.DIMENSIONLESS, least, 100)
            : 0;
    node.finish();
    try {
      return new Endurance(pulses, way, distribution, shape);
    } catch (IllegalArgumentException e) {
      return Endurance.NONE; // reported above
    }
  }

  private double share(InputNode node, String key) {
    return node.has(key) ? quantity(node, key, Dimension.DIMENSIONLESS, 0, 1) : 0;
  }

  private List<BetweenPulses.Gap> memory(double shortest, DisplacementLaw law) {
    return root.optional("pair").map(node -> memory(node, shortest, law)).orElse(List.of());
  }

  private List<BetweenPulses.Gap> memory(InputNode node, double shortest, DisplacementLaw law) {
    double far = Double.MAX_VALUE;
    List<BetweenPulses.Gap> memory = new ArrayList<>();
    List<InputNode> items = node.child("memory").items();
    for (InputNode item : items) {
      memory.add(
          new BetweenPulses.Gap(
              quantity(item, "gap", Dimension.TIME, 0, far),
              quantity(item, "bias", Dimension.LENGTH, -far, far),
              quantity(item, "addedVariance", Dimension.VARIANCE, -far, far)));
      item.finish();
    }
    node.finish();
    double least = 2 * law.variance(shortest);
    for (int i = 0; i < memory.size(); i++) {
      if (!(memory.get(i).addedVariance() + least > 0) && shortest > 0) {
        problems.add(
            items.get(i).child("addedVariance"),
            memory.get(i).addedVariance() + " m^2",
            "more than minus the variance of two shortest pulses, " + least + " m^2");
      }
    }
    try {
      return new BetweenPulses(memory, 0).memory();
    } catch (IllegalArgumentException e) {
      problems.add(node.child("memory"), items.size() + " gaps", e.getMessage());
      return List.of();
    }
  }

  private double idleDiffusion(String model) {
    return root.optional("idle")
        .map(
            node -> {
              double rate =
                  quantity(node, "diffusion", Dimension.VARIANCE_RATE, 0, Double.MAX_VALUE);
              node.finish();
              if (model.equals("llg")) {
                problems.add(
                    root.child("idle"),
                    "diffusion at rest in a device whose walls are integrated",
                    "llg.idle, the time at rest that is integrated, or model: law");
              }
              return rate;
            })
        .orElse(0.0);
  }

  private double positive(InputNode node, String key, Dimension dimension) {
    return quantity(node, key, dimension, InputNode.POSITIVE, Double.MAX_VALUE);
  }

  private double quantity(InputNode node, String key, Dimension dimension, double min, double max) {
    Quantity quantity = node.quantity(key, dimension, min, max);
    if (quantity.assumed()) {
      String place = node.child(key).pointer().substring(1).replace('/', '.');
      assumed.add(
          new Assumed(root.text("name") + ": " + place, quantity.text(), quantity.source()));
    }
    return quantity.si();
  }
}
