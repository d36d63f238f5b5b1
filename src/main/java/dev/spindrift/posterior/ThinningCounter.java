package dev.spindrift.posterior;

import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;

/**
 * The chip's thinning counter and sample index: decides after which mini-batches the model is kept.
 *
 * <p>Mini-batches are numbered from 1 and grouped in cycles of S. The down-counter starts at the
 * threshold C and is decremented after the update of each mini-batch whose place in its cycle, ((m
 * - 1) mod S) + 1, lies above the window start. At zero the model is stored, the counter reloads C
 * and the sample index advances. The counter is not reloaded at the end of a cycle: if C does not
 * divide the window, the rest counts in the next cycle, as it does in the hardware.
 *
 * <p>A pure state machine: time and energy of a tick are the chip's business. Not thread-safe.
 */
public final class ThinningCounter implements Checkpointed {
  private final long cycle;
  private final long windowStart;
  private final long threshold;
  private long miniBatch;
  private long counter;
  private int index;

  /**
   * What happened after a mini-batch.
   *
   * @param ticked whether the counter was decremented
   * @param store whether the model is to be stored now
   * @param index sample index in force during this mini-batch, from 0: the index under which the
   *     model is stored if {@code store}; the next mini-batch then has {@code index + 1}
   */
  public record Step(boolean ticked, boolean store, int index) {}

  /**
   * The whole changeable state, for checkpoints.
   *
   * @param miniBatch last mini-batch seen, 0 before the first
   * @param counter value of the down-counter
   * @param index sample index in force
   */
  public record State(long miniBatch, long counter, int index) {}

  /**
   * Makes a counter at its threshold, before mini-batch 1.
   *
   * @param cycle mini-batches per cycle, S [1]
   * @param windowStart last mini-batch of a cycle before the window opens, 0..S - 1 [1]
   * @param threshold ticks per stored sample, C [1]
   * @throws IllegalArgumentException if these numbers could never store a sample
   */
  public ThinningCounter(long cycle, long windowStart, long threshold) {
    if (cycle < 1) {
      throw new IllegalArgumentException(
          "thinning can never store a sample: a cycle of "
              + cycle
              + " mini-batches; allowed: >= 1");
    }
    if (windowStart < 0 || windowStart >= cycle) {
      throw new IllegalArgumentException(
          "thinning can never store a sample: the window starts after mini-batch "
              + windowStart
              + " of a cycle of "
              + cycle
              + "; allowed: 0.."
              + (cycle - 1));
    }
    if (threshold < 1) {
      throw new IllegalArgumentException(
          "thinning can never store a sample: the counter starts at "
              + threshold
              + "; allowed: >= 1");
    }
    this.cycle = cycle;
    this.windowStart = windowStart;
    this.threshold = threshold;
    this.counter = threshold;
  }

  /**
   * Advances after the update of a mini-batch.
   *
   * @param miniBatch its number, counted from 1 [1]
   * @throws IllegalArgumentException if a mini-batch was left out or comes twice
   */
  public Step afterMiniBatch(long miniBatch) {
    if (miniBatch != this.miniBatch + 1) {
      throw new IllegalArgumentException(
          "mini-batch " + miniBatch + " after mini-batch " + this.miniBatch);
    }
    this.miniBatch = miniBatch;
    long place = (miniBatch - 1) % cycle + 1;
    if (place <= windowStart) {
      return new Step(false, false, index);
    }
    counter--;
    if (counter > 0) {
      return new Step(true, false, index);
    }
    counter = threshold;
    return new Step(true, true, index++);
  }

  /** Returns the value of the down-counter, 1..threshold [1]. */
  public long counter() {
    return counter;
  }

  /** Returns the sample index in force: the number of samples stored so far [1]. */
  public int index() {
    return index;
  }

  /**
   * Returns how many samples a fresh counter of these parameters stores in a run.
   *
   * @param miniBatches length of the run [1]
   */
  public long storesWithin(long miniBatches) {
    return ticksWithin(miniBatches) / threshold;
  }

  private long ticksWithin(long miniBatches) {
    return miniBatches / cycle * (cycle - windowStart)
        + Math.max(0, miniBatches % cycle - windowStart);
  }

  /** Returns the state, to be given to {@link #restore} later. */
  public State snapshot() {
    return new State(miniBatch, counter, index);
  }

  /**
   * Goes on from an earlier state.
   *
   * @throws IllegalArgumentException if a counter of these parameters cannot be in that state
   */
  public void restore(State state) {
    long ticks = ticksWithin(state.miniBatch());
    if (state.miniBatch() < 0
        || state.index() != ticks / threshold
        || state.counter() != threshold - ticks % threshold) {
      throw new IllegalArgumentException(
          state
              + " is no state of thinning with cycle "
              + cycle
              + ", window start "
              + windowStart
              + ", threshold "
              + threshold);
    }
    miniBatch = state.miniBatch();
    counter = state.counter();
    index = state.index();
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeLongs(miniBatch, counter, index);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    long[] s = in.readLongs(3);
    restore(new State(s[0], s[1], (int) s[2]));
  }
}
