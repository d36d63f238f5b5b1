package dev.spindrift.trace;

import java.util.Arrays;

/** Hands each action to every listener, in the order in which the listeners were given. */
public final class Announcer implements ActionListener {
  private final Components components;
  private ActionListener[] listeners;

  /**
   * Creates an announcer.
   *
   * @param components registry of everything that can act; referenced
   * @param listeners who hears of every action; copied
   */
  public Announcer(Components components, ActionListener... listeners) {
    this.components = components;
    this.listeners = listeners.clone();
  }

  /** Lets another listener hear of every later action, after those who listen already. */
  public void add(ActionListener listener) {
    listeners = Arrays.copyOf(listeners, listeners.length + 1);
    listeners[listeners.length - 1] = listener;
  }

  /** Returns the registry of everything that can act. */
  public Components components() {
    return components;
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
    for (ActionListener l : listeners) {
      l.onAction(component, action, work, layer, start, duration, quantity, joules);
    }
  }

  @Override
  public void onRow(
      int component, Work work, int layer, int row, long start, long select, long duration) {
    for (ActionListener l : listeners) {
      l.onRow(component, work, layer, row, start, select, duration);
    }
  }
}
