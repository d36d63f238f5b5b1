package dev.spindrift.energy;

import dev.spindrift.trace.Action;
import dev.spindrift.trace.Components;

/** Looks prices up once per netlist component and action; package-internal hot-path cache. */
final class Prices {
  private static final int ACTIONS = Action.values().length;

  private final Components components;
  private final PriceTable table;
  private double[] joules = new double[0];

  Prices(Components components, PriceTable table) {
    this.components = components;
    this.table = table;
  }

  /** Joules per unit. */
  double of(int kind, Action action) {
    int i = kind * ACTIONS + action.ordinal();
    if (i >= joules.length) {
      int old = joules.length;
      joules = java.util.Arrays.copyOf(joules, Math.max(i + 1, 2 * old));
      java.util.Arrays.fill(joules, old, joules.length, Double.NaN);
    }
    double j = joules[i];
    if (Double.isNaN(j)) {
      j = table.price(components.kinds().get(kind), action).joules();
      joules[i] = j;
    }
    return j;
  }
}
