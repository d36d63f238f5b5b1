package dev.spindrift.device;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.input.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
 * variation: {mobility: 0.02, length: 0.01, conductance: 0.05, source: ...}   # optional
 * }</pre>
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
            spread(),
            temperature,
            assumed);
    track.finish();
    displacement.finish();
    root.finish();
    return device;
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
                      quantity(node, "conductance", Dimension.DIMENSIONLESS, 0, 1));
              node.finish();
              return spread;
            })
        .orElse(Spread.NONE);
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
