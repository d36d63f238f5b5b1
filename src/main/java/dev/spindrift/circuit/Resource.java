package dev.spindrift.circuit;

import dev.spindrift.engine.Engine;
import dev.spindrift.engine.EventHandler;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * Something of which there is only so much: a supply rail's current, a bank of converters. Requests
 * that do not fit wait in the order in which they came (first come, first served; a large request
 * at the head is not overtaken by small ones behind it, so nothing starves).
 */
public sealed class Resource implements Checkpointed permits Rail {
  private final String name;
  private final long capacity;
  private final Engine engine;

  private long used;
  private long peak;
  private long requests;
  private long waited;
  private long longestWait;
  private double usedIntegral;
  private long since;

  // ring buffer of waiting requests
  private int head;
  private int waiting;
  private long[] amounts = new long[16];
  private long[] arrivals = new long[16];
  private int[] as = new int[16];
  private long[] bs = new long[16];
  private EventHandler[] handlers = new EventHandler[16];

  private StepRecord record;

  /**
   * Creates an idle resource.
   *
   * @param name unique name
   * @param capacity how much there is, in the resource's unit (a rail: nanoampere)
   * @param engine clock
   */
  public Resource(String name, long capacity, Engine engine) {
    this.name = name;
    this.capacity = capacity;
    this.engine = engine;
  }

  /**
   * Asks for an amount. The handler is called in this very call if it is free and nobody waits,
   * else at the instant at which it becomes free.
   *
   * @param amount 0..capacity
   * @throws IllegalArgumentException if the amount can never be granted
   */
  public void request(long amount, EventHandler handler, int a, long b) {
    if (amount > capacity || amount < 0) {
      throw new IllegalArgumentException(
          name + " cannot grant " + amount + ": its capacity is " + capacity);
    }
    requests++;
    if (waiting == 0 && used + amount <= capacity) {
      take(amount);
      handler.occur(a, b);
      return;
    }
    if (waiting == amounts.length) {
      grow();
    }
    int i = (head + waiting++) & (amounts.length - 1);
    amounts[i] = amount;
    arrivals[i] = engine.now();
    as[i] = a;
    bs[i] = b;
    handlers[i] = handler;
  }

  /** Gives an amount back; whoever waits is served at once, in order. */
  public void release(long amount) {
    take(-amount);
    if (used < 0) {
      throw new IllegalStateException(name + ": more released than taken");
    }
    while (waiting > 0 && used + amounts[head] <= capacity) {
      int i = head;
      head = (head + 1) & (amounts.length - 1);
      waiting--;
      noteWait(engine.now() - arrivals[i]);
      EventHandler h = handlers[i];
      handlers[i] = null;
      take(amounts[i]);
      h.occur(as[i], bs[i]);
    }
  }

  /** The instant [ps]. */
  final long now() {
    return engine.now();
  }

  /** Counts a request that is queued elsewhere. */
  final void noteRequest() {
    requests++;
  }

  /** Counts the wait of a request that was queued elsewhere [ps]. */
  final void noteWait(long wait) {
    waited += wait;
    longestWait = Math.max(longestWait, wait);
  }

  /** Takes an amount that is known to be free; negative: gives it back. */
  final void take(long amount) {
    long now = engine.now();
    usedIntegral += (double) used * (now - since);
    since = now;
    used += amount;
    peak = Math.max(peak, used);
    if (record != null) {
      record.add(now, used);
    }
  }

  private void grow() {
    int n = amounts.length;
    amounts = unroll(amounts, n);
    arrivals = unroll(arrivals, n);
    bs = unroll(bs, n);
    int[] a2 = new int[2 * n];
    EventHandler[] h2 = new EventHandler[2 * n];
    for (int i = 0; i < n; i++) {
      a2[i] = as[(head + i) & (n - 1)];
      h2[i] = handlers[(head + i) & (n - 1)];
    }
    as = a2;
    handlers = h2;
    head = 0;
  }

  private long[] unroll(long[] x, int n) {
    long[] y = Arrays.copyOf(x, 2 * n);
    for (int i = 0; i < n; i++) {
      y[i] = x[(head + i) & (n - 1)];
    }
    return y;
  }

  /** Starts recording the amount in use over time; null stops. */
  public void record(StepRecord steps) {
    record = steps;
    if (steps != null) {
      steps.add(engine.now(), used);
    }
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns how much there is. */
  public long capacity() {
    return capacity;
  }

  /** Returns how much is in use now. */
  public long used() {
    return used;
  }

  /** Returns the most that was ever in use. */
  public long peak() {
    return peak;
  }

  /** Returns the number of requests made. */
  public long requests() {
    return requests;
  }

  /** Returns the number of requests waiting now. */
  public int waiting() {
    return waiting;
  }

  /** Returns the time that requests waited, summed over requests that have been served [ps]. */
  public long waited() {
    return waited;
  }

  /** Returns the longest wait of a request that has been served [ps]. */
  public long longestWait() {
    return longestWait;
  }

  /** Returns the mean share of the capacity in use from time 0 to now [1]. */
  public double utilisation() {
    long now = engine.now();
    double integral = usedIntegral + (double) used * (now - since);
    return now == 0 ? 0 : integral / ((double) capacity * now);
  }

  /**
   * Saves use and waits so far.
   *
   * @throws IllegalStateException if something is in use or somebody waits: between mini-batches
   *     that cannot be
   */
  @Override
  public void save(StateWriter out) throws IOException {
    if (used != 0 || waiting != 0) {
      throw new IllegalStateException(name + " is in use: " + used + ", waiting: " + waiting);
    }
    long integral = Double.doubleToRawLongBits(usedIntegral);
    out.writeLongs(peak, requests, waited, longestWait, integral, since);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    long[] s = in.readLongs(6);
    peak = s[0];
    requests = s[1];
    waited = s[2];
    longestWait = s[3];
    usedIntegral = Double.longBitsToDouble(s[4]);
    since = s[5];
  }
}
