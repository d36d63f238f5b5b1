package dev.spindrift.trace;

/**
 * Hears every action of every component exactly once, in the order in which the engine announces
 * them.
 *
 * <p>The energy ledger, the power timeline and the trace file are listeners; no code path can do
 * work without being heard. All calls come from the one thread that runs the engine.
 */
@FunctionalInterface
public interface ActionListener {

  /**
   * One action of one component.
   *
   * @param component index of the component in the {@link Components} registry [1]
   * @param action what it did
   * @param work the kind of work it was part of
   * @param layer index of the network layer served, or -1 if none [1]
   * @param start simulated start [ps]
   * @param duration simulated duration, 0 or more [ps]
   * @param quantity how much was done, in the action's unit (see {@link Action#unit()}); the ledger
   *     prices it with the technology table
   * @param joules energy that only the component can know and that no table prices; 0 if none [J]
   */
  void onAction(
      int component,
      Action action,
      Work work,
      int layer,
      long start,
      long duration,
      long quantity,
      double joules);

  /**
   * One row of a tile has been programmed; its announcements follow.
   *
   * @param component index of the tile in the {@link Components} registry [1]
   * @param work the kind of work it was part of
   * @param layer index of the network layer [1]
   * @param row row of the tile [1]
   * @param start selection of the row [ps]
   * @param select time from the selection to the first pulse [ps]
   * @param duration from the selection to the end of the last pulse [ps]
   */
  default void onRow(
      int component, Work work, int layer, int row, long start, long select, long duration) {}
}
