package dev.spindrift.energy;

import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.ActionListener;
import dev.spindrift.trace.Components;
import dev.spindrift.trace.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The energy ledger: a fold over announced actions.
 *
 * <p>Keeps, per netlist component, action, layer and kind of work, the summed quantity (an exact
 * integer) and the summed joules that components announced themselves. Energy is quantity times
 * price plus own joules, computed when asked.
 */
public final class EnergyLedger implements ActionListener, Checkpointed {
  private static final int ACTIONS = Action.values().length;
  private static final int WORKS = Work.values().length;

  private final Components components;
  private final PriceTable table;
  private final int layers;
  private long[] quantity = new long[0];
  private double[] own = new double[0];
  private long[] announcements = new long[0];

  /**
   * Creates an empty ledger.
   *
   * @param components registry of everything that can act; referenced
   * @param table prices
   * @param layers number of network layers; actions for layer -1 are kept apart [1]
   */
  public EnergyLedger(Components components, PriceTable table, int layers) {
    this.components = components;
    this.table = table;
    this.layers = layers;
  }

  /**
   * One entry of the ledger.
   *
   * @param kind netlist component
   * @param layer layer index or -1
   * @param quantity summed quantity in the action's unit
   * @param price price of one unit
   * @param joules quantity x price + joules announced by the component [J]
   */
  public record Entry(
      String kind,
      Action action,
      int layer,
      Work work,
      long quantity,
      long announcements,
      Price price,
      double joules) {}

  @Override
  public void onAction(
      int component,
      Action action,
      Work work,
      int layer,
      long start,
      long duration,
      long amount,
      double joules) {
    int kind = components.kindOf(component);
    int i =
        ((kind * (layers + 1) + layer + 1) * ACTIONS + action.ordinal()) * WORKS + work.ordinal();
    if (i >= quantity.length) {
      int size = (kind + 1) * (layers + 1) * ACTIONS * WORKS;
      quantity = Arrays.copyOf(quantity, size);
      own = Arrays.copyOf(own, size);
      announcements = Arrays.copyOf(announcements, size);
    }
    quantity[i] = Math.addExact(quantity[i], amount);
    own[i] += joules;
    announcements[i]++;
  }

  /** Returns every entry with at least one announcement, in a fixed order. */
  public List<Entry> entries() {
    List<Entry> out = new ArrayList<>();
    List<String> kinds = components.kinds();
    for (int i = 0; i < quantity.length; i++) {
      if (announcements[i] > 0) {
        Work work = Work.values()[i % WORKS];
        Action action = Action.values()[i / WORKS % ACTIONS];
        int layer = i / (WORKS * ACTIONS) % (layers + 1) - 1;
        String kind = kinds.get(i / (WORKS * ACTIONS * (layers + 1)));
        Price price = table.price(kind, action);
        double joules = quantity[i] * price.joules() + own[i];
        out.add(new Entry(kind, action, layer, work, quantity[i], announcements[i], price, joules));
      }
    }
    return out;
  }

  /** Returns the total energy [J]: the sum of {@link #entries()} in their order. */
  public double total() {
    double sum = 0;
    for (Entry e : entries()) {
      sum += e.joules();
    }
    return sum;
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeLongs(quantity);
    out.writeDoubles(own);
    out.writeLongs(announcements);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    quantity = in.readLongs();
    own = in.readDoubles(quantity.length);
    announcements = in.readLongs(quantity.length);
  }
}
