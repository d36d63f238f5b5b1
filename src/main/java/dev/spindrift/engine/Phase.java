package dev.spindrift.engine;

/**
 * The order of events within one instant: lower phases occur first [1].
 *
 * <p>Without phases, whether a driver that becomes free at 5 ns can serve a request made at 5 ns
 * would depend on who was scheduled first. Any phase of 0 or more is allowed; the gaps between the
 * constants are room for finer orders.
 */
public final class Phase {
  /** Resources are freed: operations end, rails give back current. */
  public static final int RELEASE = 0;

  /** Resources are requested and granted. */
  public static final int ACQUIRE = 10;

  /** Everything else. */
  public static final int DEFAULT = 20;

  /** Observation of the settled instant: nothing that changes the state. */
  public static final int MONITOR = 30;

  private Phase() {}
}
