package dev.spindrift.device;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.input.Quantity;
import dev.spindrift.physics.NoiseConvention;
import dev.spindrift.physics.PulsedWalls;
import dev.spindrift.physics.Scheme;
import dev.spindrift.physics.WallFile;
import dev.spindrift.physics.WallParameters;
import dev.spindrift.physics.WallTheory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads the sections of a device file that belong to one device model, see {@link DeviceFile}. */
final class ModelSections {
  private static final double FAR = Double.MAX_VALUE;

  private final Problems problems;
  private final List<Assumed> assumed;

  /**
   * Prepares reading.
   *
   * @param problems receives every problem; modified
   * @param assumed receives constants without a source; modified
   */
  ModelSections(Problems problems, List<Assumed> assumed) {
    this.problems = problems;
    this.assumed = assumed;
  }

  /** Returns the path of a file that a section names, relative to the section's own file. */
  static Path resolve(InputNode node, String key) {
    return Path.of(node.file()).toAbsolutePath().resolveSibling(node.text(key));
  }

  private Path existing(InputNode node, String key) {
    if (!node.has(key)) {
      node.text(key); // reports that it is missing
      return null;
    }
    Path path = resolve(node, key);
    if (Files.isRegularFile(path) && Files.isReadable(path)) {
      return path;
    }
    problems.add(
        node.child(key),
        "no readable file \"" + node.text(key) + "\"",
        "a path relative to the device file");
    return null;
  }

  /**
   * Reads the section of an llg model.
   *
   * @param node the section
   * @param device the devices, as the file's other sections say
   * @return the model, or null if it has problems
   */
  LlgModel llg(InputNode node, DeviceParameters device) {
    int before = problems.list().size();
    Path file = existing(node, "wall");
    WallFile.Wall wall = file == null ? null : WallFile.read(file, problems);
    Scheme scheme = node.choice("scheme", Scheme.class, Scheme.HEUN);
    double dt = time(device, node, "dt", InputNode.POSITIVE);
    double settle = time(device, node, "settle", 0);
    double rise = node.has("rise") ? time(device, node, "rise", 0) : 0;
    double fall = node.has("fall") ? time(device, node, "fall", 0) : 0;
    double idle = node.has("idle") ? time(device, node, "idle", 0) : 0;
    double longestRun =
        node.has("longestRun")
            ? node.quantity("longestRun", Dimension.TIME, InputNode.POSITIVE, FAR).si()
            : 7200;
    if (wall == null) {
      return null;
    }
    WallParameters parameters =
        wall.parameters()
            .withNoise(node.choice("noise", NoiseConvention.class, wall.parameters().noise()))
            .withLength(device.length());
    node.finish();
    if (problems.list().size() > before) {
      return null;
    }
    LlgModel model =
        new LlgModel(parameters, wall.name(), scheme, dt, rise, fall, settle, idle, longestRun);
    check(node, model, wall, device);
    wall.constants()
        .forEach(
            (place, q) -> {
              boolean ofMagnet = place.startsWith("magnet") || place.startsWith("pinning");
              if (q.assumed() && ofMagnet) {
                assumed.add(
                    new Assumed(device.name() + ": llg.wall." + place, q.text(), q.source()));
              }
            });
    return problems.list().size() == before ? model : null;
  }

  private void check(InputNode node, LlgModel model, WallFile.Wall wall, DeviceParameters device) {
    WallParameters w = model.wall();
    same(node, "track width", w.strip().width(), device.width(), "m");
    same(node, "track thickness", w.strip().thickness(), device.thickness(), "m");
    same(node, "current density", wall.currentDensity(), device.currentDensity(), "A/m^2");
    same(node, "temperature", w.temperature(), device.temperature(), "K");
    if (!PulsedWalls.mirrors(w)) {
      problems.add(
          node.child("wall"),
          "a wall with fields, spin-orbit torque or Dzyaloshinskii-Moriya interaction",
          "a wall that moves alike in either direction: both devices of a cell share one track");
    }
    double longest = new WallTheory(w).longestStep(device.currentDensity());
    if (model.dt() > longest) {
      problems.add(
          node.child("dt"),
          model.dt() + " s",
          String.format(
              Locale.ROOT,
              "at most %.4g s, a fifth of the wall's shortest time constant",
              longest));
    }
    for (String key : List.of("settle", "rise", "fall", "idle")) {
      double time =
          switch (key) {
            case "settle" -> model.settle();
            case "rise" -> model.rise();
            case "fall" -> model.fall();
            default -> model.idle();
          };
      if (model.steps(time) < 0) {
        problems.add(node.child(key), time + " s", "a whole multiple of dt, " + model.dt() + " s");
      }
    }
  }

  private void same(InputNode node, String what, double wall, double device, String unit) {
    if (Math.abs(wall - device) > 1e-9 * Math.abs(device)) {
      problems.add(
          node.child("wall"),
          String.format(Locale.ROOT, "a wall file with a %s of %.6g %s", what, wall, unit),
          String.format(
              Locale.ROOT,
              "the device file's %.6g %s, for which its law was fitted",
              device,
              unit));
    }
  }

  /**
   * Reads the section of a filament model.
   *
   * @param node the section
   * @param device the device's name
   * @return the model, or null if it has problems
   */
  FilamentModel filament(InputNode node, String device) {
    int before = problems.list().size();
    Path file = existing(node, "law");
    FilamentFile.Filament filament = file == null ? null : FilamentFile.read(file, problems);
    double current = quantity(device, node, "current", Dimension.CURRENT, InputNode.POSITIVE);
    double voltage = quantity(device, node, "voltage", Dimension.VOLTAGE, InputNode.POSITIVE);
    double reset = quantity(device, node, "reset", Dimension.TIME, 0);
    double set = quantity(device, node, "set", Dimension.TIME, InputNode.POSITIVE);
    node.finish();
    if (filament == null || problems.list().size() > before) {
      return null;
    }
    if (filament.source().startsWith("assumed")) {
      assumed.add(new Assumed(device + ": filament.law", filament.name(), filament.source()));
    }
    return new FilamentModel(filament.law(), filament.name(), current, voltage, reset, set);
  }

  private double time(DeviceParameters device, InputNode node, String key, double min) {
    return quantity(device.name(), node, key, Dimension.TIME, min);
  }

  private double quantity(
      String device, InputNode node, String key, Dimension dimension, double min) {
    Quantity quantity = node.quantity(key, dimension, min, FAR);
    if (quantity.assumed()) {
      String place = node.child(key).pointer().substring(1).replace('/', '.');
      assumed.add(new Assumed(device + ": " + place, quantity.text(), quantity.source()));
    }
    return quantity.si();
  }
}
