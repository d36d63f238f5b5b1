package dev.spindrift.chip;

import dev.spindrift.circuit.Specs;
import dev.spindrift.device.LawModel;
import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;

/** Section {@code errors} of a pulse driver: jitter, edges, spreads of current. */
final class DriverSection {
  private DriverSection() {}

  /** Reads the section; what it leaves out is zero. */
  static Specs.DriverErrors read(String name, InputNode node, NetlistFields fields) {
    Specs.DriverErrors errors =
        new Specs.DriverErrors(
            value(name, node, "jitter", Dimension.TIME, 1e-6, fields),
            value(name, node, "rise", Dimension.TIME, 1e-6, fields),
            value(name, node, "fall", Dimension.TIME, 1e-6, fields),
            value(name, node, "currentSpread", Dimension.DIMENSIONLESS, 0.5, fields),
            value(name, node, "polarityMismatch", Dimension.DIMENSIONLESS, 0.5, fields));
    node.finish();
    return errors;
  }

  private static double value(
      String name,
      InputNode node,
      String key,
      Dimension dimension,
      double max,
      NetlistFields fields) {
    return node.has(key) ? fields.si(name, node, key, dimension, 0, max) : 0;
  }

  /**
   * Reports drivers whose pulses would lose their shape, and devices whose pulses are not those of
   * a law.
   *
   * @param node the driver's place in the file
   * @param problems collector; modified
   */
  static void check(Netlist n, InputNode node, Problems problems) {
    Specs.PulseDriver driver = n.pulses();
    Specs.DriverErrors e = driver.errors();
    boolean droops = n.writeRail().resistance() > 0;
    if (!(n.device().model() instanceof LawModel) && (!e.isNone() || droops)) {
      problems.add(
          node,
          (droops ? "droop of its rail" : "errors")
              + " for devices of model "
              + n.device().model().name(),
          "devices that behave by a law (ramps of integrated walls: llg.rise, llg.fall of the"
              + " device file)");
    }
    double shortest = driver.shortest() * 1e-12;
    if (e.rise() + 3 * e.jitter() > shortest) {
      problems.add(
          node.child("errors"),
          String.format(
              "a rise of %.4g s and 3 x a jitter of %.4g s, together longer than the shortest"
                  + " pulse of %.4g s",
              e.rise(), e.jitter(), shortest),
          "pulses that reach their full current");
    }
    if (e.fall() > driver.gap() * 1e-12) {
      problems.add(
          node.child("errors"),
          String.format(
              "a fall of %.4g s, longer than the gap of %.4g s", e.fall(), driver.gap() * 1e-12),
          "at most the gap, or the second pulse of a pair would begin in the first one's fall");
    }
  }
}
