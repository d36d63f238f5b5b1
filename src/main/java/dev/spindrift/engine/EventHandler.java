package dev.spindrift.engine;

/**
 * What happens at a scheduled instant. One handler serves many events; arguments tell them apart.
 */
@FunctionalInterface
public interface EventHandler {

  /**
   * Called once when simulated time reaches the event. The engine's clock already shows it.
   *
   * @param a first argument given to {@link Engine#schedule}; its meaning is the scheduler's
   * @param b second argument given to {@link Engine#schedule}; its meaning is the scheduler's
   */
  void occur(int a, long b);
}
