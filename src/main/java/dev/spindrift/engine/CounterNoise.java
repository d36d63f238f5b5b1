package dev.spindrift.engine;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Bulk noise of devices, each value a function of (seed, purpose, device, update) alone.
 *
 * <p>No value depends on which others are asked for, in which order, or by how many threads; any
 * device's noise can be recomputed alone. Different purposes share nothing.
 *
 * <p>The words come from Threefry2x32-13 ({@link Threefry}) under a 64-bit key taken from SHA-256
 * of (seed, purpose); the counter is (device pair, update). Devices d and d + {@link #LANE} of an
 * aligned block of {@link #BLOCK} form a pair and get the two normals of one Box-Muller
 * transformation ({@link BoxMuller}), so that an aligned block is two runs of LANE values.
 *
 * <p>Normals reach 6.66 standard deviations (beyond lies a probability of 2.7e-11) and have about
 * 23 bits. Holds scratch memory: one instance per thread, see {@link #fork()}.
 */
public final class CounterNoise {
  /** Distance of the two devices that share a counter [1]. */
  public static final int LANE = 1024;

  /** Alignment of bulk calls: two lanes [1]. */
  public static final int BLOCK = 2 * LANE;

  /** Number of devices that can be told apart [1]. */
  public static final long MAX_DEVICES = 1L << 32;

  /** Number of updates that can be told apart [1]. */
  public static final long MAX_UPDATES = 1L << 32;

  private static final int[] INDEX = new int[LANE];

  static {
    for (int j = 0; j < LANE; j++) {
      INDEX[j] = j;
    }
  }

  private final int gaussianKey0;
  private final int gaussianKey1;
  private final int uniformKey0;
  private final int uniformKey1;
  private final int[] word0 = new int[LANE];
  private final int[] word1 = new int[LANE];
  private final float[] rest = new float[LANE];
  private final PairNormals normals = PairNormals.create();

  /**
   * Creates the noise of one purpose.
   *
   * @param seed root seed, any number
   * @param purpose what the noise is for, e.g. {@code pulse.displacement}
   */
  public CounterNoise(long seed, String purpose) {
    Objects.requireNonNull(purpose, "purpose");
    ByteBuffer digest = Keys.digest("spindrift.noise", seed, purpose);
    gaussianKey0 = digest.getInt();
    gaussianKey1 = digest.getInt();
    uniformKey0 = digest.getInt();
    uniformKey1 = digest.getInt();
  }

  private CounterNoise(CounterNoise other) {
    gaussianKey0 = other.gaussianKey0;
    gaussianKey1 = other.gaussianKey1;
    uniformKey0 = other.uniformKey0;
    uniformKey1 = other.uniformKey1;
  }

  /** Returns an instance that gives the same values and may be used by another thread. */
  public CounterNoise fork() {
    return new CounterNoise(this);
  }

  /**
   * Computes the standard normals of a run of devices at one update.
   *
   * @param update number of the update, 0 to 2^32 - 1 [1]
   * @param firstDevice first device, a multiple of {@link #BLOCK} [1]
   * @param n number of devices, 0 or more; the last one lies below 2^32 [1]
   * @param out the normals in {@code out[0..n)} [1]; modified, the rest is left alone
   * @throws IllegalArgumentException if an argument is out of range or {@code out} too short
   */
  public void gaussian(long update, long firstDevice, int n, float[] out) {
    if (n < 0 || n > out.length) {
      throw new IllegalArgumentException(
          "cannot write " + n + " normals to an array of " + out.length);
    }
    if (firstDevice % BLOCK != 0) {
      throw new IllegalArgumentException(
          "first device must be a multiple of " + BLOCK + ", was " + firstDevice);
    }
    if (n == 0) {
      return;
    }
    check(update, firstDevice);
    check(update, firstDevice + n - 1);
    int counter = (int) (firstDevice / 2);
    for (int start = 0; start < n; start += BLOCK) {
      int first = Math.min(n - start, LANE);
      int second = Math.min(n - start - first, LANE);
      normals.words(counter, (int) update, gaussianKey0, gaussianKey1, INDEX, word0, word1, first);
      if (second == first) {
        normals.normals(word0, word1, out, start, out, start + first, first);
      } else {
        normals.normals(word0, word1, out, start, rest, 0, first);
        System.arraycopy(rest, 0, out, start + first, second);
      }
      counter += LANE;
    }
  }

  /**
   * Returns the standard normal of one device at one update: bit for bit what the bulk call gives.
   *
   * @param update number of the update, 0 to 2^32 - 1 [1]
   * @param device the device, 0 to 2^32 - 1 [1]
   * @throws IllegalArgumentException if an argument is out of range
   */
  public float gaussian(long update, long device) {
    check(update, device);
    int counter = (int) (device / BLOCK * LANE + device % LANE);
    long words = Threefry.words(counter, (int) update, gaussianKey0, gaussianKey1, Threefry.ROUNDS);
    return BoxMuller.normal((int) (words >>> 32), (int) words, (int) (device / LANE % 2));
  }

  /**
   * Computes both normals of any counters of one update, for users with a numbering of their own:
   * two independent standard normals per number. Shares values with the other methods of the same
   * purpose, so a purpose should use either.
   *
   * @param update number of the update, 0 to 2^32 - 1 [1]
   * @param numbers any numbers, in 32 bits, [n]; not modified
   * @param n how many, 0 to {@link #LANE} [1]
   * @param first first normals, [n]; modified
   * @param second second normals, [n]; modified
   * @throws IllegalArgumentException if an argument is out of range
   */
  public void pairs(long update, int[] numbers, int n, float[] first, float[] second) {
    check(update, 0);
    if (n < 0 || n > LANE) {
      throw new IllegalArgumentException("0 to " + LANE + " pairs at a time, was " + n);
    }
    normals.words(0, (int) update, gaussianKey0, gaussianKey1, numbers, word0, word1, n);
    normals.normals(word0, word1, first, 0, second, 0, n);
  }

  /**
   * Returns a number uniform in the open interval (0, 1) with 52 bits, independent of the normal of
   * the same arguments.
   *
   * @param update number of the update, 0 to 2^32 - 1 [1]
   * @param device the device, 0 to 2^32 - 1 [1]
   * @throws IllegalArgumentException if an argument is out of range
   */
  public double uniform(long update, long device) {
    check(update, device);
    long words =
        Threefry.words((int) device, (int) update, uniformKey0, uniformKey1, Threefry.ROUNDS);
    return ((words >>> 12) + 0.5) * 0x1p-52; // a 53rd bit would let the largest value round to 1
  }

  private static void check(long update, long device) {
    if (update < 0 || update >= MAX_UPDATES) {
      throw new IllegalArgumentException("update must be 0 to 2^32 - 1, was " + update);
    }
    if (device < 0 || device >= MAX_DEVICES) {
      throw new IllegalArgumentException("device must be 0 to 2^32 - 1, was " + device);
    }
  }
}
