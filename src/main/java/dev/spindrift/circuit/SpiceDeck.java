package dev.spindrift.circuit;

import java.util.Locale;
import java.util.Map;

/**
 * A tile's read as a SPICE deck (ngspice): the same network that {@link CrossbarCircuit} solves,
 * for an operating point.
 *
 * <p>Node {@code d<i>_<j>} is driven line i at crossing j, {@code s<i>_<j>} sensed line j there;
 * lines and segments of no resistance are one node. Driven line i is fed by source {@code vd<i>}
 * through the driver's resistance; sensed line j ends in the ammeter {@code vs<j>}, a source of 0
 * V, behind the sense amplifier's. The deck prints the ammeters' currents with 17 digits. Devices
 * of no conductance are left out.
 */
public final class SpiceDeck {
  private final CrossbarWires wires;
  private final int driven;
  private final int sensed;
  private final double[] conductance;
  private final StringBuilder out = new StringBuilder();

  private SpiceDeck(CrossbarWires wires, int driven, int sensed, double[] conductance) {
    this.wires = wires;
    this.driven = driven;
    this.sensed = sensed;
    this.conductance = conductance;
  }

  /**
   * Writes a deck.
   *
   * @param title first line; must not hold a line feed
   * @param notes comments below it, label to text, in this order
   * @param wires the wires
   * @param driven number of driven lines [1]
   * @param sensed number of sensed lines [1]
   * @param conductance device conductances, [driven][sensed] [S]; not modified
   * @param voltages of the drivers, [driven] [V]; not modified
   * @return the deck's text
   * @throws IllegalArgumentException if sizes disagree
   */
  public static String of(
      String title,
      Map<String, String> notes,
      CrossbarWires wires,
      int driven,
      int sensed,
      double[] conductance,
      double[] voltages) {
    if (conductance.length != (long) driven * sensed || voltages.length != driven) {
      throw new IllegalArgumentException(
          conductance.length
              + " conductances and "
              + voltages.length
              + " voltages for "
              + driven
              + " x "
              + sensed
              + " crossings");
    }
    SpiceDeck deck = new SpiceDeck(wires, driven, sensed, conductance);
    deck.out.append("* ").append(title.replace('\n', ' ')).append('\n');
    notes.forEach((k, v) -> deck.out.append("* ").append(k).append(": ").append(v).append('\n'));
    deck.lines(voltages);
    deck.devices();
    deck.control();
    return deck.out.toString();
  }

  private void lines(double[] voltages) {
    for (int i = 0; i < driven; i++) {
      boolean ideal = wires.driver() == 0 && wires.drivenSegment() == 0;
      String terminal = ideal ? drivenNode(i, 0) : "d" + i + "_in";
      element("vd" + i, terminal, "0", voltages[i]);
      if (!ideal) {
        int near = wires.drivenFrom() == CrossbarWires.End.FIRST ? 0 : sensed - 1;
        // Driver and first segment carry the same current.
        element("rdt" + i, terminal, drivenNode(i, near), wires.driver() + wires.drivenSegment());
      }
      for (int j = 1; wires.drivenSegment() > 0 && j < sensed; j++) {
        String name = "rd" + i + "_" + j;
        element(name, drivenNode(i, j - 1), drivenNode(i, j), wires.drivenSegment());
      }
    }
    for (int j = 0; j < sensed; j++) {
      boolean ideal = wires.sense() == 0 && wires.sensedSegment() == 0;
      String terminal = ideal ? sensedNode(0, j) : "s" + j + "_out";
      if (!ideal) {
        int near = wires.sensedAt() == CrossbarWires.End.FIRST ? 0 : driven - 1;
        element("rst" + j, sensedNode(near, j), terminal, wires.sense() + wires.sensedSegment());
      }
      element("vs" + j, terminal, "0", 0);
      for (int i = 1; wires.sensedSegment() > 0 && i < driven; i++) {
        String name = "rs" + i + "_" + j;
        element(name, sensedNode(i - 1, j), sensedNode(i, j), wires.sensedSegment());
      }
    }
  }

  private String drivenNode(int i, int j) {
    return "d" + i + "_" + (wires.drivenSegment() > 0 ? j : 0);
  }

  private String sensedNode(int i, int j) {
    return "s" + (wires.sensedSegment() > 0 ? i : 0) + "_" + j;
  }

  private void devices() {
    for (int i = 0; i < driven; i++) {
      for (int j = 0; j < sensed; j++) {
        double g = conductance[i * sensed + j];
        if (g > 0) {
          element("rg" + i + "_" + j, drivenNode(i, j), sensedNode(i, j), 1 / g);
        }
      }
    }
  }

  private void element(String name, String from, String to, double value) {
    out.append(name).append(' ').append(from).append(' ').append(to).append(' ');
    out.append(Double.toString(value).toLowerCase(Locale.ROOT)).append('\n');
  }

  /** Direct solution, tightened tolerances: the circuit is linear, so one step is exact. */
  private void control() {
    out.append(".options reltol=1e-12 abstol=1e-18 vntol=1e-15 gmin=0\n");
    out.append(".control\nset numdgt=17\nop\n");
    for (int j = 0; j < sensed; j++) {
      out.append("print i(vs").append(j).append(")\n");
    }
    out.append("quit\n.endc\n.end\n");
  }
}
