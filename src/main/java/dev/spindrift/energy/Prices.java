package dev.spindrift.energy;

import dev.spindrift.trace.Action;
import dev.spindrift.trace.Components;

/** Looks prices up once per netlist component and action, for listeners of every action. */
public final class Prices {
  private static final int ACTIONS = Action.values().length;

  private final Components components;
  private final PriceTable table;
  private double[] joules = new double[0];

  /**
   * Creates an empty cache.
   *
   * @param components registry of everything that can act; referenced
   * @param table prices
   */
  public Prices(Components components, PriceTable table) {
    this.components = components;
    this.table = table;
  }

  /** Returns the energy of one unit of an action of a netlist component [J]. */
  public double of(int kind, Action action) {
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
