package dev.spindrift.circuit;

/**
 * Whom a supply rail serves when more is asked of it than it has. Whatever the policy, the current
 * limit of each rail holds at every instant; a policy only decides who waits.
 *
 * <ul>
 *   <li>{@code first-come}: requests are served in the order in which they came. A large one at the
 *       head is not overtaken by small ones behind it.
 *   <li>{@code row-parallel}: as many rows side by side as fit into {@code budget}. Of the {@code
 *       lookAhead} oldest requests the oldest that fits goes; so a small row may overtake a large
 *       one, which waits until nothing else is running or what runs leaves room for it.
 *   <li>{@code power-capped}: first come, first served, and the mean powers of all running row
 *       programs and reads, summed over all rails of the name, stay at or below {@code cap}. Mean
 *       power of a row program: V I x (sum of its pulse widths) / (its duration). The current limit
 *       bounds the peak, the cap what regulator and package have to deliver over a row's time.
 *   <li>{@code tile-interleaved}: a token goes round the tiles in the order of their numbers. It
 *       passes tiles that ask for nothing and waits at one that asks for more than there is, so
 *       each tile gets one row per round, whatever came first.
 * </ul>
 *
 * @param budget most current that rows may draw together, at most the rail's limit; used by {@code
 *     row-parallel} [nA]
 * @param cap most mean power, used by {@code power-capped} [nW]
 * @param lookAhead waiting requests that {@code row-parallel} looks at, the oldest ones [1]
 */
public record RailPolicy(Kind kind, long budget, long cap, int lookAhead) {
  /** The policies. */
  public enum Kind {
    /** In the order of the requests. */
    FIRST_COME,
    /** Whatever fits into a budget. */
    ROW_PARALLEL,
    /** In the order of the requests, below a cap of mean power. */
    POWER_CAPPED,
    /** Tile by tile in turn. */
    TILE_INTERLEAVED
  }

  /** In the order of the requests. */
  public static final RailPolicy FIRST_COME = new RailPolicy(Kind.FIRST_COME, 0, 0, 1);

  /**
   * Returns the same policy for a rail of {@code factor} times the current.
   *
   * @param factor positive [1]
   */
  public RailPolicy scaled(double factor) {
    return new RailPolicy(kind, scale(budget, factor), scale(cap, factor), lookAhead);
  }

  private static long scale(long amount, double factor) {
    return (long) Math.min(Specs.Rail.UNLIMITED, Math.floor(amount * factor));
  }
}
