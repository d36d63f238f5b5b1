package dev.spindrift.engine;

import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import umontreal.ssj.rng.MRG32k3a;
import umontreal.ssj.rng.RandomStream;

/**
 * Named random streams of one run.
 *
 * <p>A stream's sequence depends on (root seed, name) only: neither on the order in which streams
 * are created nor on what else the program draws. Thread-safe; the streams themselves are not.
 *
 * <p>The generator is MRG32k3a (L'Ecuyer, Operations Research 47, 1999, 159-164; period about
 * 2^191), its six seed words are taken from SHA-256. Starts are thus random points of the period:
 * among a thousand streams of 2^40 numbers each, any two overlap with probability below 2^-130.
 */
public final class RandomStreams {
  /** The two moduli of MRG32k3a: seed words must lie below, and each three must not all be 0. */
  static final long M1 = 4294967087L;

  static final long M2 = 4294944443L;

  /** Guards SSJ's constructor, which advances a static package seed without synchronisation. */
  private static final Object CONSTRUCTION = new Object();

  private final long rootSeed;

  /**
   * Creates the family of streams of a root seed.
   *
   * @param rootSeed any number
   */
  public RandomStreams(long rootSeed) {
    this.rootSeed = rootSeed;
  }

  /**
   * Returns a new stream at the start of its sequence; the same name always gives the same
   * sequence.
   *
   * @param name what the numbers are for, e.g. {@code dataset.shuffle}
   */
  public RandomStream stream(String name) {
    Objects.requireNonNull(name, "name");
    ByteBuffer digest = Keys.digest("spindrift.stream", rootSeed, name);
    long[] seed = new long[6];
    for (int i = 0; i < seed.length; i++) {
      // 1 to modulus - 1: 32 bits miss uniformity by no more than 6e-6, and zero never occurs.
      seed[i] = 1 + Integer.toUnsignedLong(digest.getInt()) % ((i < 3 ? M1 : M2) - 1);
    }
    MRG32k3a stream;
    synchronized (CONSTRUCTION) {
      stream = new MRG32k3a(name);
    }
    stream.setSeed(seed); // replaces the seed that the constructor took from the static state
    return stream;
  }

  /** Saves where a stream of this family stands. */
  public static void save(RandomStream stream, StateWriter out) throws IOException {
    out.writeLongs(((MRG32k3a) stream).getState());
  }

  /** Lets a stream of this family go on where a saved one stood; its start is there, too. */
  public static void restore(RandomStream stream, StateReader in) throws IOException {
    ((MRG32k3a) stream).setSeed(in.readLongs(6));
  }
}
