package dev.spindrift.chip;

import dev.spindrift.circuit.Specs;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.FilamentModel;
import dev.spindrift.device.LlgModel;
import dev.spindrift.device.LlgWriter;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What only shows when a whole netlist is known: drivers that cannot drive, rails too weak for one
 * row or one tile, pulses outside the device law.
 */
final class NetlistChecks {
  private NetlistChecks() {}

  /**
   * Reports everything that keeps a netlist from working.
   *
   * @param nodes the components' places in the file, for messages
   * @param problems collector; modified
   */
  static void check(Netlist n, Map<String, InputNode> nodes, Problems problems) {
    wiring(n, nodes, problems);
    DeviceParameters d = n.device();
    InputNode driver = nodes.get(n.pulses().name());
    Specs.Rail write = n.writeRail();
    double drop = d.pulseCurrent() * d.trackResistance();
    if (drop > write.voltage()) {
      problems.add(
          nodes.get(write.name()),
          String.format(
              "a write voltage of %.4g V, but a pulse drops I R = %.4g V over the track",
              write.voltage(), drop),
          "at least I R: a higher voltage, a lower current density or a less resistive track");
    }
    long row = n.rowCurrent();
    long columns = row / n.pulseCurrent();
    if (row > write.limit()) {
      problems.add(
          nodes.get(write.name()),
          String.format(
              "a current limit of %.4g A, but programming one row draws %d columns x %.4g A = %.4g A",
              write.limit() * 1e-9, columns, n.pulseCurrent() * 1e-9, row * 1e-9),
          "a limit of at least one row's current, narrower tiles or more columnsPerDriver");
    }
    double full = n.readCurrent();
    if (full * 1e9 + 1 > n.readRail().limit()) {
      problems.add(
          nodes.get(n.readRail().name()),
          String.format(
              "a current limit of %.4g A, but reading one tile can draw %.4g A",
              n.readRail().limit() * 1e-9, full),
          "a limit of at least one tile's read current, or smaller tiles");
    }
    RailSection.check(n, nodes, problems);
    DriverSection.check(n, driver, problems);
    if (n.pulses().shortest() % n.pulses().timeStep() != 0
        || n.pulses().longest() % n.pulses().timeStep() != 0) {
      problems.add(
          driver,
          "shortest or longest pulse that is no multiple of the time step",
          "multiples of timeStep");
    }
    if (n.pulses().shortest() > n.pulses().longest()) {
      problems.add(driver, "a shortest pulse longer than the longest", "shortest <= longest");
    }
    long steps = n.pulses().longest() / n.pulses().timeStep();
    if (steps > Specs.PulseDriver.MAXIMUM_STEPS) {
      problems.add(
          driver,
          "a longest pulse of " + steps + " time steps",
          "at most " + Specs.PulseDriver.MAXIMUM_STEPS + " (a 16-bit counter)");
    }
    if (d.model() instanceof LlgModel llg) {
      String problem =
          LlgWriter.problem(llg, n.pulses().timeStep() * 1e-12, n.pulses().gap() * 1e-12);
      if (problem != null) {
        problems.add(driver, problem, "another dt in the device file, or another driver");
      }
    }
    if (d.model() instanceof FilamentModel filament) {
      double cycle = filament.cycle() * 1e12;
      double rest =
          Math.abs(cycle - Math.rint(cycle / n.pulses().timeStep()) * n.pulses().timeStep());
      if (cycle < n.pulses().shortest() || cycle > n.pulses().longest() || rest > 1e-3) {
        problems.add(
            driver,
            String.format(
                "pulses of %d to %d ps in steps of %d ps, but programming a filament takes %.0f ps",
                n.pulses().shortest(), n.pulses().longest(), n.pulses().timeStep(), cycle),
            "a driver that can make reset and set together");
      }
    }
    if (!d.covers(n.pulses().shortest() * 1e-12, n.pulses().longest() * 1e-12)) {
      problems.add(
          driver,
          String.format(
              "pulses of %d to %d ps, but the displacement law of device %s holds from %.0f to %.0f ps",
              n.pulses().shortest(),
              n.pulses().longest(),
              d.name(),
              d.shortestValidWidth() * 1e12,
              d.longestValidWidth() * 1e12),
          "pulses for which the device's law was established");
    }
  }

  /** Every net has a user, and no line two drivers. */
  private static void wiring(Netlist n, Map<String, InputNode> nodes, Problems problems) {
    Specs.Tile t = n.tile();
    Set<String> used = new HashSet<>(List.of(t.readRail(), n.pulses().rail(), t.bus()));
    for (Map<String, ?> kind : List.of(n.rails(), n.buses())) {
      for (String name : kind.keySet()) {
        if (!used.contains(name)) {
          problems.add(
              nodes.get(name),
              "a floating net: nothing is wired to \"" + name + "\"",
              "a component that names it, or none of that name");
        }
      }
    }
    if (t.wordLines().equals(t.bitLines())) {
      problems.add(
          nodes.get(t.name()).child("bitLines"),
          "\"" + t.bitLines() + "\", which drives the word lines already",
          "line drivers of their own for word lines and for bit lines");
    }
  }
}
