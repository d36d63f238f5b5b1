package dev.spindrift.circuit;

import dev.spindrift.engine.Engine;
import dev.spindrift.engine.EventHandler;
import dev.spindrift.engine.Phase;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.ActionListener;
import dev.spindrift.trace.Work;
import java.io.IOException;

/**
 * A unit that does one piece of work after another, in the order of the requests: a bus, the vector
 * unit, the gradient unit's MACs, the gradient memory, the pulse planner, the thinning counter.
 *
 * <p>A job of {@code quantity} units takes {@code latency + ceil(quantity / perCycle) x cycle}; the
 * next one starts when it has ended (the fixed latency included: units are not pipelined across
 * jobs).
 */
public final class Server implements Checkpointed {
  private final String name;
  private final int component;
  private final Action action;
  private final long perCycle;
  private final long cycle;
  private final long latency;
  private final Engine engine;
  private final ActionListener listener;

  private long freeAt;
  private long busy;
  private long requests;
  private long waited;
  private long longestWait;

  /**
   * Creates an idle server.
   *
   * @param name unique name
   * @param component its index in the registry of components
   * @param action what it does by default
   * @param perCycle units done per cycle, at least 1 [1]
   * @param cycle length of a cycle [ps]
   * @param latency fixed time per job [ps]
   */
  public Server(
      String name,
      int component,
      Action action,
      long perCycle,
      long cycle,
      long latency,
      Engine engine,
      ActionListener listener) {
    this.name = name;
    this.component = component;
    this.action = action;
    this.perCycle = perCycle;
    this.cycle = cycle;
    this.latency = latency;
    this.engine = engine;
    this.listener = listener;
  }

  /** Returns how long a job of this size takes once it has started [ps]. */
  public long serviceTime(long quantity) {
    return latency + (quantity + perCycle - 1) / perCycle * cycle;
  }

  /**
   * Queues a job of the default action.
   *
   * @return when it will have ended [ps]
   */
  public long submit(Work work, int layer, long quantity, EventHandler done, int a, long b) {
    return submit(action, work, layer, quantity, done, a, b);
  }

  /**
   * Queues a job; {@code done} is called when it has ended.
   *
   * @param done whom to call, or null for nobody
   * @return when it will have ended [ps]
   */
  public long submit(
      Action what, Work work, int layer, long quantity, EventHandler done, int a, long b) {
    long now = engine.now();
    long start = Math.max(now, freeAt);
    long service = serviceTime(quantity);
    freeAt = start + service;
    busy += service;
    requests++;
    waited += start - now;
    longestWait = Math.max(longestWait, start - now);
    listener.onAction(component, what, work, layer, start, service, quantity, 0);
    if (done != null) {
      engine.schedule(freeAt, Phase.DEFAULT, done, a, b);
    }
    return freeAt;
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns the number of jobs. */
  public long requests() {
    return requests;
  }

  /** Returns the time that jobs waited before they started, summed over jobs [ps]. */
  public long waited() {
    return waited;
  }

  /** Returns the longest wait of a job [ps]. */
  public long longestWait() {
    return longestWait;
  }

  /** Returns the share of time in use from time 0 to now [1]. */
  public double utilisation() {
    long now = Math.max(engine.now(), freeAt);
    return now == 0 ? 0 : (double) busy / now;
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeLongs(freeAt, busy, requests, waited, longestWait);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    long[] s = in.readLongs(5);
    freeAt = s[0];
    busy = s[1];
    requests = s[2];
    waited = s[3];
    longestWait = s[4];
  }
}
