package dev.spindrift.engine;

import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * Simulated time and the events pending in it.
 *
 * <p>Events occur in the total order (time, phase, insertion): earlier times first; within one time
 * lower phases first; within one time and phase in the order in which they were scheduled. A
 * handler may schedule events at the current instant; such an event takes its place among those
 * still pending, so one of a lower phase than the handler's own occurs next.
 *
 * <p>Time is a {@code long} in picoseconds from 0 to {@link #MAX_TIME}. One engine per run, used by
 * one thread; engines are independent of each other.
 *
 * <p>Implementation note: runs on an instance {@link Simulator} of SSJ 3.3 (never the static {@code
 * Sim}), whose clock is a double: integers are exact up to 2^53. So SSJ's clock counts from an
 * origin that is moved to the present whenever an event is scheduled while none is pending; hence
 * {@link #MAX_SPAN}. Event objects are recycled, so scheduling allocates nothing once the largest
 * number of pending events was reached.
 */
public final class Engine implements Checkpointed {

  /** Last instant that can be simulated: 2^62 ps, about 53 days [ps]. */
  public static final long MAX_TIME = 1L << 62;

  /**
   * Longest time without an instant at which no event is pending: 2^53 ps, about 2.5 hours [ps].
   */
  public static final long MAX_SPAN = 1L << 53;

  private final HeapEventList list = new HeapEventList();
  private final Clock clock = new Clock(list);
  private PooledEvent[] pool = new PooledEvent[64];
  private int pooled;
  private long executed;

  /** Instant at which SSJ's clock shows 0. */
  private long origin;

  /** Returns the current simulated time [ps]. */
  public long now() {
    return origin + (long) clock.time();
  }

  /**
   * Schedules a call of {@code handler}.
   *
   * @param at when, from {@link #now()} to {@link #MAX_TIME}, and at most {@link #MAX_SPAN} after
   *     the last instant at which no event was pending [ps]
   * @param phase order within the instant, 0 or more, see {@link Phase} [1]
   * @param handler called then; referenced until it was called
   * @param a handed to the handler
   * @param b handed to the handler
   * @throws IllegalArgumentException if {@code at} lies in the past or beyond these limits, or
   *     {@code phase} is negative
   */
  public void schedule(long at, int phase, EventHandler handler, int a, long b) {
    long now = now();
    moveOrigin();
    if (at < now || at - origin > MAX_SPAN || at > MAX_TIME) {
      throw unreachable("event", at, now);
    }
    if (phase < 0) {
      throw new IllegalArgumentException("phase must be 0 or more, was " + phase);
    }
    Objects.requireNonNull(handler, "handler");
    PooledEvent event = pooled > 0 ? pool[--pooled] : new PooledEvent();
    event.handler = handler;
    event.a = a;
    event.b = b;
    event.setPriority(phase);
    event.schedule((double) (at - now)); // exact: both lie within 2^53
  }

  /**
   * Lets events occur until none is pending.
   *
   * @throws EventException if a handler threw a {@link RuntimeException}: that event counts as
   *     executed, all others stay pending, and the engine may be run on
   * @throws IllegalStateException if called from a handler
   */
  public void run() {
    advance(Double.POSITIVE_INFINITY);
  }

  /**
   * Lets all events up to and including an instant occur; afterwards {@link #now()} is that
   * instant. Events that are due later stay pending.
   *
   * @param time last instant, limited as in {@link #schedule} [ps]
   * @throws IllegalArgumentException if {@code time} lies in the past or beyond the limits
   * @throws EventException if a handler threw a {@link RuntimeException}: time stands at that
   *     event, which counts as executed, all others stay pending, and the engine may be run on
   * @throws IllegalStateException if called from a handler
   */
  public void runUntil(long time) {
    moveOrigin();
    if (time < now() || time - origin > MAX_SPAN || time > MAX_TIME) {
      throw unreachable("end", time, now());
    }
    advance((double) (time - origin));
    clock.set((double) (time - origin));
  }

  private void moveOrigin() {
    if (list.isEmpty() && !clock.isSimulating()) {
      origin = now();
      clock.set(0);
    }
  }

  /** Returns the number of events that have occurred [1]. */
  public long executed() {
    return executed;
  }

  /** Returns the number of events that are scheduled and have not occurred [1]. */
  public int pending() {
    return list.size();
  }

  private void advance(double limit) {
    if (clock.isSimulating()) {
      throw new IllegalStateException(
          "the engine is already running: a handler cannot run it (at " + now() + " ps)");
    }
    if (!list.isEmpty()) { // SSJ refuses to start on an empty list
      clock.limit = limit;
      clock.start();
    }
  }

  private static IllegalArgumentException unreachable(String what, long at, long now) {
    return new IllegalArgumentException(
        at < now
            ? what + " at " + at + " ps lies in the past: it is " + now + " ps"
            : what
                + " at "
                + at
                + " ps lies beyond what can be simulated: it is "
                + now
                + " ps, events may follow each other for 2^53 ps (about 2.5 hours) without a pause"
                + " in which none is pending, and time ends at 2^62 ps (about 53 days)");
  }

  /**
   * Saves the time and the count of events.
   *
   * @throws IllegalStateException if events are pending: their handlers cannot be saved
   */
  @Override
  public void save(StateWriter out) throws IOException {
    requireIdle();
    out.writeLong(now());
    out.writeLong(executed);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    requireIdle();
    origin = in.readLong();
    clock.set(0);
    executed = in.readLong();
  }

  private void requireIdle() {
    if (!list.isEmpty() || clock.isSimulating()) {
      throw new IllegalStateException(pending() + " events are pending at " + now() + " ps");
    }
  }

  /** SSJ's simulator with an end: SSJ itself can only be stopped by an event. */
  private static final class Clock extends Simulator {
    private final HeapEventList list;
    private double limit;

    Clock(HeapEventList list) {
      super(list);
      this.list = list;
    }

    /** Leaves the first event in the list when it is due after the limit, so none gets lost. */
    @Override
    protected Event removeFirstEvent() {
      Event first = list.getFirst();
      return first == null || first.time() > limit ? null : super.removeFirstEvent();
    }

    void set(double time) {
      currentTime = time;
    }
  }

  /**
   * An event that goes back to the pool before its handler is called, so the handler can reuse it.
   */
  private final class PooledEvent extends Event {
    private EventHandler handler;
    private int a;
    private long b;

    PooledEvent() {
      super(clock);
    }

    @Override
    public void actions() {
      EventHandler called = handler;
      int first = a;
      long second = b;
      int phase = (int) priority();
      handler = null;
      if (pooled == pool.length) {
        pool = Arrays.copyOf(pool, 2 * pooled);
      }
      pool[pooled++] = this;
      executed++;
      try {
        called.occur(first, second);
      } catch (RuntimeException e) {
        throw new EventException(now(), phase, e);
      }
    }
  }
}
