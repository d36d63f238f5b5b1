package dev.spindrift.physics;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.input.Quantity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads wall files ({@code netlists/devices/physics/*.yaml}): the physics of a domain-wall device
 * and what of it no simulation of the wall can tell (resistances). Every constant has a source.
 *
 * <pre>{@code
 * spindrift: wall/1
 * name: copd-cmtj
 * temperature: {value: 300 K, source: ...}
 * noise: fdt                                # or printed
 * magnet: {damping: 0.07, nonAdiabaticity: 0.06, polarization: 0.55, saturation: 8e5 A/m,
 *          wallWidth: 5 nm, anisotropyField: 2.65e5 A/m, gyromagneticRatio: 1.759e11 rad/s/T,
 *          spinHallAngle: 0.1, dmi: 0.5 mJ/m^2, source: ...}       # the last two optional
 * pinning: {barrier: 1.65e-20 J, period: 30 nm, roughness: 0.2, source: ...}      # optional
 * field: {x: 0 A/m, y: 0 A/m, z: 0 A/m, source: ...}                              # optional
 * track: {length: 4 um, width: 60 nm, thickness: 7.5 nm, currentDensity: 1e12 A/m^2,
 *         resistance: 2 kohm, source: ...}
 * conductance: {parallel: 145 uS, antiparallel: 51 uS, source: ...}
 * }</pre>
 */
public final class WallFile {
  /** First line of the format. */
  public static final String FORMAT = "wall/1";

  private static final double FAR = Double.MAX_VALUE;

  private final InputNode root;
  private final Problems problems;
  private final Map<String, Quantity> constants = new LinkedHashMap<>();

  private WallFile(InputNode root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  /**
   * What a wall file says.
   *
   * @param name the device's name
   * @param parameters the wall on a track with ends at 0 and its length
   * @param currentDensity of the programming pulses [A/m^2]
   * @param constants every constant by its place, e.g. {@code track.width}, with text and source
   */
  public record Wall(
      String name,
      WallParameters parameters,
      double currentDensity,
      Map<String, Quantity> constants) {}

  /**
   * Reads a wall file.
   *
   * @param file the file
   * @param problems receives every problem; modified
   * @return the wall, or null if the file has problems
   * @throws dev.spindrift.input.InputException if the file cannot be read or parsed at all
   */
  public static Wall read(Path file, Problems problems) {
    return read(InputFile.read(file, problems), problems);
  }

  /**
   * Reads a parsed wall file.
   *
   * @param root the file's root
   * @param problems receives every problem; modified
   * @return the wall, or null if the file has problems
   */
  public static Wall read(InputNode root, Problems problems) {
    int before = problems.list().size();
    Wall wall = new WallFile(root, problems).wall();
    return problems.list().size() == before ? wall : null;
  }

  private Wall wall() {
    root.requireSources(true);
    root.choice("spindrift", List.of(FORMAT));
    String name = root.text("name");
    double temperature = quantity(root, "temperature", Dimension.TEMPERATURE, 0, FAR);
    NoiseConvention noise = root.choice("noise", NoiseConvention.class, NoiseConvention.FDT);
    WallParameters.Magnet magnet = magnet(root.child("magnet"));
    WallParameters.Pinning pinning =
        root.optional("pinning").map(this::pinning).orElse(WallParameters.Pinning.NONE);
    WallParameters.Field field =
        root.optional("field").map(this::field).orElse(WallParameters.Field.NONE);
    InputNode track = root.child("track");
    WallParameters.Strip strip =
        new WallParameters.Strip(
            positive(track, "width", Dimension.LENGTH),
            positive(track, "thickness", Dimension.LENGTH),
            positive(track, "length", Dimension.LENGTH));
    double density = positive(track, "currentDensity", Dimension.CURRENT_DENSITY);
    positive(track, "resistance", Dimension.RESISTANCE);
    track.finish();
    InputNode conductance = root.child("conductance");
    double parallel = positive(conductance, "parallel", Dimension.CONDUCTANCE);
    double antiparallel = quantity(conductance, "antiparallel", Dimension.CONDUCTANCE, 0, FAR);
    if (antiparallel >= parallel && conductance.has("parallel")) {
      problems.add(
          conductance.child("antiparallel"),
          antiparallel + " S",
          "less than the parallel conductance, " + parallel + " S");
    }
    conductance.finish();
    root.finish();
    return new Wall(
        name,
        new WallParameters(magnet, strip, pinning, field, temperature, noise),
        density,
        constants);
  }

  private WallParameters.Magnet magnet(InputNode node) {
    double alpha = positive(node, "damping", Dimension.DIMENSIONLESS);
    double beta = quantity(node, "nonAdiabaticity", Dimension.DIMENSIONLESS, 0, FAR);
    int before = problems.list().size();
    double polarization = quantity(node, "polarization", Dimension.DIMENSIONLESS, 0, 1);
    boolean readable = problems.list().size() == before;
    double saturation = positive(node, "saturation", Dimension.MAGNETISATION);
    double wallWidth = positive(node, "wallWidth", Dimension.LENGTH);
    double anisotropy = quantity(node, "anisotropyField", Dimension.MAGNETISATION, 0, FAR);
    double gamma =
        // The placeholder of a missing number must not underflow: the record would refuse it.
        Math.max(
            Double.MIN_VALUE,
            positive(node, "gyromagneticRatio", Dimension.GYROMAGNETIC_RATIO)
                * PhysicalConstants.MU_0);
    double angle =
        node.has("spinHallAngle")
            ? quantity(node, "spinHallAngle", Dimension.DIMENSIONLESS, -1, 1)
            : 0;
    double dmi = node.has("dmi") ? quantity(node, "dmi", Dimension.ENERGY_PER_AREA, -FAR, FAR) : 0;
    node.finish();
    if (beta > 0 && polarization == 0) {
      if (readable) {
        problems.add(
            node.child("nonAdiabaticity"),
            beta + " with polarization 0",
            "0: without spin-polarized current there is no torque to be non-adiabatic");
      }
      beta = 0;
    }
    return new WallParameters.Magnet(
        alpha, beta, polarization, saturation, wallWidth, anisotropy, gamma, angle, dmi);
  }

  private WallParameters.Pinning pinning(InputNode node) {
    double barrier = quantity(node, "barrier", Dimension.ENERGY, 0, FAR);
    double period = positive(node, "period", Dimension.LENGTH);
    double roughness =
        node.has("roughness")
            ? quantity(
                node, "roughness", Dimension.DIMENSIONLESS, 0, WallParameters.Pinning.MAX_ROUGHNESS)
            : 0;
    node.finish();
    return new WallParameters.Pinning(barrier, period, roughness);
  }

  private WallParameters.Field field(InputNode node) {
    double x = quantity(node, "x", Dimension.MAGNETISATION, -FAR, FAR);
    double y = quantity(node, "y", Dimension.MAGNETISATION, -FAR, FAR);
    double z = quantity(node, "z", Dimension.MAGNETISATION, -FAR, FAR);
    node.finish();
    return new WallParameters.Field(x, y, z);
  }

  private double positive(InputNode node, String key, Dimension dimension) {
    return quantity(node, key, dimension, InputNode.POSITIVE, FAR);
  }

  private double quantity(InputNode node, String key, Dimension dimension, double min, double max) {
    Quantity quantity = node.quantity(key, dimension, min, max);
    constants.put(node.child(key).pointer().substring(1).replace('/', '.'), quantity);
    return quantity.si();
  }
}
