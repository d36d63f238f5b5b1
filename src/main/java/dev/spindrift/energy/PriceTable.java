package dev.spindrift.energy;

import dev.spindrift.trace.Action;

/** Prices of the actions of netlist components. */
@FunctionalInterface
public interface PriceTable {

  /**
   * Returns the price of one unit of an action.
   *
   * @param kind name of the netlist component
   * @param action what it does
   * @throws IllegalArgumentException if the table has no such price
   */
  Price price(String kind, Action action);
}
