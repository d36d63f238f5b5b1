package dev.spindrift.state;

import java.io.IOException;

/**
 * A part of a run whose state belongs into a checkpoint.
 *
 * <p>Whatever changes in the course of a run and is used again in a later mini-batch must be saved;
 * what follows from the inputs (sizes, prices, wiring) must not. Called between mini-batches, when
 * no event is pending.
 */
public interface Checkpointed {

  /**
   * Writes the state.
   *
   * @param out takes items in any number and order
   * @throws IOException if writing fails, e.g. on a full disk; the object is unchanged
   */
  void save(StateWriter out) throws IOException;

  /**
   * Goes on from a saved state.
   *
   * @param in gives the items in the order in which {@link #save} wrote them
   * @throws IOException if the items do not fit this object; its state is undefined then
   */
  void restore(StateReader in) throws IOException;
}
