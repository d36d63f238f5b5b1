package dev.spindrift.chip;

import dev.spindrift.circuit.Specs;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.energy.Price;
import dev.spindrift.energy.TechnologyTable;
import dev.spindrift.trace.Action;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A chip as its netlist file describes it: immutable, checked, not yet wired.
 *
 * @param name name of the chip
 * @param title one line that says what it is
 * @param banks number of sample banks on the die; each has {@code tile.count()} tiles [1]
 * @param reads the analogue side of reads, or null: reads can only be ideal products
 * @param cells component name to cell of the technology table
 * @param assumptions constants whose source is an assumption
 * @param files the files it was read from, name to text
 */
public record Netlist(
    String name,
    String title,
    int banks,
    DeviceParameters device,
    TechnologyTable technology,
    Map<String, Specs.Rail> rails,
    Map<String, Specs.Bus> buses,
    Specs.Tile tile,
    Specs.LineDriver wordLines,
    Specs.LineDriver bitLines,
    Specs.PulseDriver pulses,
    Specs.Dac dac,
    Specs.Adc adc,
    Specs.Reads reads,
    Specs.Digital vectorUnit,
    Specs.Digital gradientUnit,
    Specs.Memory gradientMemory,
    Specs.Digital pulsePlanner,
    Specs.Counter thinningCounter,
    Specs.IndexController sampleController,
    Map<String, String> cells,
    List<Constant> assumptions,
    Map<String, String> files) {

  /** A constant of the netlist or of a file it names. */
  public record Constant(String what, String value, String source) {}

  /** Returns the same chip with other rails of one name. */
  public Netlist withRail(Specs.Rail rail) {
    Map<String, Specs.Rail> all = new LinkedHashMap<>(rails);
    all.put(rail.name(), rail);
    return with(all, banks);
  }

  /** Returns the same chip with another number of sample banks. */
  public Netlist withBanks(int number) {
    return with(rails, number);
  }

  private Netlist with(Map<String, Specs.Rail> rails, int banks) {
    return new Netlist(
        name,
        title,
        banks,
        device,
        technology,
        rails,
        buses,
        tile,
        wordLines,
        bitLines,
        pulses,
        dac,
        adc,
        reads,
        vectorUnit,
        gradientUnit,
        gradientMemory,
        pulsePlanner,
        thinningCounter,
        sampleController,
        cells,
        assumptions,
        files);
  }

  /** Returns the current of the largest row program: all columns of a multiplexer phase [nA]. */
  public long rowCurrent() {
    long perDriver = pulses.columnsPerDriver();
    return (tile.columns() + perDriver - 1) / perDriver * pulseCurrent();
  }

  /** Returns the largest current of one tile's read [A]. */
  public double readCurrent() {
    return tile.readVoltage()
        * Math.max(tile.inputMean(), 1.0 / tile.rows())
        * tile.rows()
        * tile.columns()
        * (device.parallelConductance() + device.antiparallelConductance());
  }

  /** Returns the least limit with which a rail can serve its users one at a time [nA]. */
  public long leastLimit(String rail) {
    long row = rail.equals(pulses.rail()) ? rowCurrent() : 0;
    long read = rail.equals(tile.readRail()) ? (long) Math.ceil(readCurrent() * 1e9) + 1 : 0;
    return Math.max(row, read);
  }

  /** Returns how many reads one input vector takes [1]. */
  public int readsPerVector() {
    return reads == null ? 1 : reads.readsPerVector(dac.bits());
  }

  /** Returns how many conversions one sensed weight takes in a forward read [1]. */
  public int conversionsPerWeight() {
    return reads == null ? 1 : reads.conversionsPerWeight();
  }

  /** Returns the current of one device under a pulse, rounded up [nA]. */
  public long pulseCurrent() {
    return (long) Math.ceil(device.pulseCurrent() * 1e9 - 1e-6);
  }

  /** Returns the rail that feeds the pulse drivers. */
  public Specs.Rail writeRail() {
    return rails.get(pulses.rail());
  }

  /** Returns the rail that feeds reads. */
  public Specs.Rail readRail() {
    return rails.get(tile.readRail());
  }

  /**
   * Returns the price of one unit of a component's action: track heat I^2 R per device-picosecond
   * for the tile, the driver's headroom (V I - I^2 R) for the pulse driver, the technology table
   * for everything else.
   *
   * @throws IllegalArgumentException if the table has no such price
   */
  public Price price(String component, Action action) {
    double heat = device.pulsePower();
    if (action == Action.PULSE) {
      if (component.equals(tile.name())) {
        return new Price(heat * 1e-12, "I^2 R", "Joule heat of the track, device file");
      }
      double drawn = writeRail().voltage() * device.pulseCurrent();
      return new Price(
          (drawn - heat) * 1e-12, "(V - I R) I", "driver headroom below the write rail, netlist");
    }
    if (action == Action.CELL_READ) {
      return new Price(0, "own", "V^2 G t of the cells, announced by the tile");
    }
    Price p = technology.find(cells.get(component), action);
    if (p == null) {
      throw new IllegalArgumentException(
          "no price for action " + action.label() + " of component " + component);
    }
    return p;
  }
}
