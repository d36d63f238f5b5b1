package dev.spindrift.circuit;

import dev.spindrift.engine.Engine;
import dev.spindrift.engine.EventHandler;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A supply rail: current in nanoampere, granted by a {@link RailPolicy}, and the droop along its
 * wire.
 *
 * <p>Droop: the rail is a wire of resistance R fed at one end. A tile at place s (share of R from
 * the source) sees the supply lowered by the drop over every piece of wire that it shares with a
 * current I_k drawn at place s_k:
 *
 * <pre>
 *   dV(s) = R sum_k I_k min(s, s_k)                        [V], exact for currents of given size
 * </pre>
 *
 * A row program's droop is that of the instant at which it starts, its own current included.
 */
public final class Rail extends Resource {
  private final RailPolicy policy;
  private final double voltage;
  private final double resistance;
  private final PowerBudget power;
  private final List<Waiting> queue = new ArrayList<>();
  private int lastServed = -1;

  // currents drawn by row programs, and where; kept if the rail has a resistance
  private int loads;
  private int[] loadUser = new int[16];
  private double[] loadPlace = new double[16];
  private long[] loadCurrent = new long[16];

  private record Waiting(
      RailTap tap, long peak, long watts, long since, EventHandler handler, int a, long b) {}

  private Rail(String name, Specs.Rail spec, PowerBudget power, Engine engine) {
    super(name, spec.limit(), engine);
    this.policy = spec.policy();
    this.voltage = spec.voltage();
    this.resistance = spec.resistance();
    this.power = power;
  }

  /** Creates the idle rails of a netlist component, named {@code name} or {@code name[i]}. */
  public static Rail[] of(Specs.Rail spec, Engine engine) {
    PowerBudget power =
        spec.policy().kind() == RailPolicy.Kind.POWER_CAPPED
            ? new PowerBudget(spec.policy().cap())
            : null;
    Rail[] rails = new Rail[spec.count()];
    for (int i = 0; i < rails.length; i++) {
      String name = rails.length == 1 ? spec.name() : spec.name() + "[" + i + "]";
      rails[i] = new Rail(name, spec, power, engine);
      if (power != null) {
        power.add(rails[i]);
      }
    }
    return rails;
  }

  /**
   * Asks for current. The handler is called in this very call or at the instant at which it is
   * granted.
   *
   * @param tap who asks
   * @param peak highest current, 0 to the limit: what is reserved [nA]
   * @param mean mean current until it is given back, at most {@code peak} [nA]
   * @throws IllegalArgumentException if that can never be granted
   */
  void request(RailTap tap, long peak, long mean, EventHandler handler, int a, long b) {
    if (policy.kind() == RailPolicy.Kind.FIRST_COME) {
      request(peak, handler, a, b);
      return;
    }
    long watts = watts(mean);
    if (peak > most() || peak < 0 || (power != null && watts > power.cap())) {
      throw new IllegalArgumentException(
          name() + " cannot grant " + peak + " nA, " + watts + " nW: " + policy);
    }
    noteRequest();
    Waiting w = new Waiting(tap, peak, watts, now(), handler, a, b);
    if (queue.size() < policy.lookAhead() && fits(w)) {
      grant(w);
    } else {
      queue.add(w);
    }
  }

  /** Gives back what was granted to {@link #request}. */
  void release(long peak, long mean) {
    release(peak); // FIRST_COME serves its queue here; the other policies' is in this class
    if (power != null) {
      power.release(watts(mean));
    } else {
      serve();
    }
  }

  /** Serves whom the policy lets in now. */
  void serve() {
    for (int i = next(); i >= 0; i = next()) {
      Waiting w = queue.remove(i);
      noteWait(now() - w.since());
      grant(w);
    }
  }

  private void grant(Waiting w) {
    if (power != null) {
      power.take(w.watts());
    }
    lastServed = w.tap().user();
    take(w.peak());
    w.handler().occur(w.a(), w.b());
  }

  private int next() {
    if (queue.isEmpty()) {
      return -1;
    }
    return switch (policy.kind()) {
      case ROW_PARALLEL -> oldestThatFits();
      case TILE_INTERLEAVED -> ifFits(nextInTurn());
      default -> ifFits(0);
    };
  }

  private int ifFits(int i) {
    return fits(queue.get(i)) ? i : -1;
  }

  private int oldestThatFits() {
    if (used() >= most()) {
      return -1;
    }
    int seen = Math.min(queue.size(), policy.lookAhead());
    for (int i = 0; i < seen; i++) {
      if (fits(queue.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** The waiting user whose number follows that of the last one served, round the ring. */
  private int nextInTurn() {
    int best = 0;
    int distance = Integer.MAX_VALUE;
    for (int i = 0; i < queue.size(); i++) {
      int d = queue.get(i).tap().user() - lastServed - 1;
      d = d < 0 ? d + (1 << 30) : d; // those before the token come after all behind it
      if (d < distance) {
        distance = d;
        best = i;
      }
    }
    return best;
  }

  private boolean fits(Waiting w) {
    return used() + w.peak() <= most() && (power == null || power.fits(w.watts()));
  }

  private long most() {
    return policy.kind() == RailPolicy.Kind.ROW_PARALLEL
        ? Math.min(capacity(), policy.budget())
        : capacity();
  }

  private long watts(long mean) {
    return power == null ? 0 : (long) Math.ceil(mean * voltage);
  }

  @Override
  public int waiting() {
    return policy.kind() == RailPolicy.Kind.FIRST_COME ? super.waiting() : queue.size();
  }

  /** Returns the policy. */
  public RailPolicy policy() {
    return policy;
  }

  /** Returns the highest sum of mean powers so far if power is capped, else 0 [W]. */
  public double peakMeanPower() {
    return power == null ? 0 : power.peak() * 1e-9;
  }

  /** Returns whether the rail's voltage depends on what is drawn from it. */
  boolean droops() {
    return resistance > 0;
  }

  /**
   * A row program starts to draw current.
   *
   * @param current what it draws [nA]
   * @return the voltage at its place at this instant [V]
   */
  double load(RailTap tap, long current) {
    if (loads == loadUser.length) {
      loadUser = Arrays.copyOf(loadUser, 2 * loads);
      loadPlace = Arrays.copyOf(loadPlace, 2 * loads);
      loadCurrent = Arrays.copyOf(loadCurrent, 2 * loads);
    }
    loadUser[loads] = tap.user();
    loadPlace[loads] = tap.place();
    loadCurrent[loads++] = current;
    double sum = 0;
    for (int k = 0; k < loads; k++) {
      sum += loadCurrent[k] * Math.min(tap.place(), loadPlace[k]);
    }
    return voltage - resistance * sum * 1e-9;
  }

  /** A row program ends. */
  void unload(RailTap tap) {
    int k = 0;
    while (loadUser[k] != tap.user()) {
      k++;
    }
    loads--;
    // keeps the order of the others, so that sums do not depend on who left
    System.arraycopy(loadUser, k + 1, loadUser, k, loads - k);
    System.arraycopy(loadPlace, k + 1, loadPlace, k, loads - k);
    System.arraycopy(loadCurrent, k + 1, loadCurrent, k, loads - k);
  }

  @Override
  public void save(StateWriter out) throws IOException {
    if (!queue.isEmpty() || loads > 0) {
      throw new IllegalStateException(name() + " is in use");
    }
    super.save(out);
    if (policy.kind() != RailPolicy.Kind.FIRST_COME) {
      out.writeLongs(lastServed, power == null ? 0 : power.peak());
    }
  }

  @Override
  public void restore(StateReader in) throws IOException {
    super.restore(in);
    if (policy.kind() != RailPolicy.Kind.FIRST_COME) {
      long[] s = in.readLongs(2);
      lastServed = (int) s[0];
      if (power != null) {
        power.peak(s[1]);
      }
    }
  }
}
