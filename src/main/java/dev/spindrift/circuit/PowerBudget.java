package dev.spindrift.circuit;

import java.util.ArrayList;
import java.util.List;

/** Mean power that the rails of one name may deliver together, in nanowatt. */
final class PowerBudget {
  private final long cap;
  private final List<Rail> rails = new ArrayList<>();
  private long used;
  private long peak;

  PowerBudget(long cap) {
    this.cap = cap;
  }

  void add(Rail rail) {
    rails.add(rail);
  }

  long cap() {
    return cap;
  }

  boolean fits(long power) {
    return used + power <= cap;
  }

  void take(long power) {
    used += power;
    peak = Math.max(peak, used);
  }

  /** Gives power back; rails serve whom they can, in the order of their numbers. */
  void release(long power) {
    used -= power;
    for (Rail r : rails) {
      r.serve();
    }
  }

  long peak() {
    return peak;
  }

  void peak(long highest) {
    peak = highest;
  }
}
