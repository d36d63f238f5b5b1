/**
 * Time, the total order of events, named random streams, bulk device noise, and threads.
 *
 * <h2>Time and order</h2>
 *
 * {@link dev.spindrift.engine.Engine} holds simulated time as a {@code long} in picoseconds and the
 * events pending in it. Between events nothing happens; the clock jumps. Events occur in the total
 * order (time, phase, insertion), so a run is a function of its inputs. {@link
 * dev.spindrift.engine.Phase} orders one instant: resources are released before they are requested,
 * and monitors look last.
 *
 * <p>Grain: one event per circuit operation (a tile read, a row program, a transfer), carrying a
 * handler and two numbers, never one object per device pulse.
 *
 * <h2>Randomness</h2>
 *
 * Nothing is seeded from the clock. There are two sources, both a function of the root seed and a
 * name:
 *
 * <ul>
 *   <li>{@link dev.spindrift.engine.RandomStreams}: sequences (SSJ's MRG32k3a), for whatever is
 *       drawn one after the other, such as the order of images.
 *   <li>{@link dev.spindrift.engine.CounterNoise}: a value per (seed, purpose, device, update), for
 *       whatever millions of devices need at each update. The value is computed from its
 *       coordinates by a keyed bijection (Threefry2x32-13; Salmon et al., SC11, 2011), not drawn
 *       from a sequence, so the result cannot depend on the number of threads or on the order of
 *       tiles.
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * The engine runs on one thread. {@link dev.spindrift.engine.Workers} spreads the inner loop of one
 * event over threads, for pieces that are independent of each other.
 *
 * <h2>Not here</h2>
 *
 * Events cannot be cancelled: a handler that is no longer wanted finds out when called. There are
 * no processes or coroutines, no parallel execution of events, no real-time pacing, and no
 * simulated time beyond 2^53 ps (about 2.5 hours).
 */
package dev.spindrift.engine;
