package dev.spindrift.mapping;

import dev.spindrift.chip.Netlist;
import dev.spindrift.circuit.Rail;
import dev.spindrift.circuit.StepRecord;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.ActionListener;
import dev.spindrift.trace.Components;
import dev.spindrift.trace.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long each phase of a mini-batch keeps each resource busy, from what is announced: work that
 * is done, not waits.
 */
final class BusyBook implements ActionListener {
  private final Netlist netlist;
  private final Components components;
  private final List<Map<String, Double>> busy =
      List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  BusyBook(Netlist netlist, Components components) {
    this.netlist = netlist;
    this.components = components;
  }

  private static int phase(Work work) {
    return switch (work) {
      case FORWARD -> 0;
      case BACKWARD, GRADIENT -> 1;
      default -> 2;
    };
  }

  private void add(Work work, String resource, double time) {
    busy.get(phase(work)).merge(resource, time, Double::sum);
  }

  @Override
  public void onAction(
      int component,
      Action action,
      Work work,
      int layer,
      long start,
      long duration,
      long quantity,
      double joules) {
    switch (action) {
      case BUS_TRANSFER, VECTOR_OPERATION, MAC, MEMORY_READ, MEMORY_WRITE, PLAN ->
          add(work, components.instances().get(component), (double) duration);
      case CELL_READ -> {
        add(work, components.instances().get(component), (double) duration);
        shared(work, "converters", netlist.adc().tilesPerBank(), component, duration);
      }
      default -> {} // peripherals of tiles, busy with them
    }
  }

  @Override
  public void onRow(
      int component, Work work, int layer, int row, long start, long select, long duration) {
    add(work, components.instances().get(component), (double) duration);
    long recovery = netlist.pulses().deadTime();
    shared(work, "drivers", netlist.pulses().tilesPerBank(), component, duration + recovery);
  }

  /** Books on the bank that a tile shares with others. */
  private void shared(Work work, String what, int tilesPerBank, int component, long duration) {
    if (tilesPerBank > 1) {
      String tile = components.instances().get(component); // name[bank][tile]
      String index = tile.substring(tile.lastIndexOf('[') + 1, tile.length() - 1);
      add(work, what + "[" + Integer.parseInt(index) / tilesPerBank + "]", (double) duration);
    }
  }

  /** Books a rail: the time at its limit that carries the charge reserved from it. */
  void addRail(int phase, Rail rail, StepRecord record, long from, long to) {
    if (to > from) {
      double[] mean = new double[1];
      record.bin(from, to, mean, new double[1]);
      double share = mean[0] / rail.capacity();
      busy.get(phase).merge(rail.name(), share * (to - from), Double::sum);
    }
  }

  /** Returns all demands, phase by phase, the largest first. */
  List<MiniBatchTiming.Busy> all() {
    List<MiniBatchTiming.Busy> out = new ArrayList<>();
    for (int p = 0; p < busy.size(); p++) {
      int phase = p;
      busy.get(p).entrySet().stream()
          .filter(e -> e.getValue() > 0)
          .sorted(Comparator.comparingDouble(e -> -e.getValue()))
          .forEachOrdered(e -> out.add(new MiniBatchTiming.Busy(phase, e.getKey(), e.getValue())));
    }
    return out;
  }
}
