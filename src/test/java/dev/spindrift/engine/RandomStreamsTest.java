package dev.spindrift.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import umontreal.ssj.rng.MRG32k3a;
import umontreal.ssj.rng.RandomStream;

class RandomStreamsTest {

  private static double[] draw(RandomStream stream, int n) {
    double[] result = new double[n];
    stream.nextArrayOfDouble(result, 0, n);
    return result;
  }

  @Test
  void aStreamDependsNeitherOnTheOrderOfCreationNorOnOtherStreams() {
    RandomStreams forwards = new RandomStreams(7);
    RandomStream a1 = forwards.stream("a");
    double[] a = draw(a1, 100);
    double[] b = draw(forwards.stream("b"), 100);

    MRG32k3a.setPackageSeed(new long[] {1, 2, 3, 4, 5, 6}); // SSJ's static state must not matter
    for (int i = 0; i < 3; i++) {
      draw(new MRG32k3a(), 10);
    }
    RandomStreams backwards = new RandomStreams(7);
    assertArrayEquals(b, draw(backwards.stream("b"), 100));
    draw(backwards.stream("c"), 5);
    assertArrayEquals(a, draw(backwards.stream("a"), 100));
    assertArrayEquals(a, draw(forwards.stream("a"), 100), "the same name starts again");
    a1.resetStartStream();
    assertArrayEquals(a, draw(a1, 100), "a reset goes to the start of the named stream");
  }

  @Test
  void aStreamIsTheRecurrenceOfMrg32k3aFromTheDigestOfSeedAndName() throws Exception {
    double[] actual = draw(new RandomStreams(-123456789L).stream("dataset.shuffle"), 1000);
    assertArrayEquals(recurrence(-123456789L, "dataset.shuffle", 1000), actual);
  }

  /** L'Ecuyer (1999), in exact integers; independent of SSJ and of RandomStreams. */
  private static double[] recurrence(long root, String name, int n)
      throws NoSuchAlgorithmException {
    long m1 = (1L << 32) - 209;
    long m2 = (1L << 32) - 22853;
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update("spindrift.stream\0".getBytes(StandardCharsets.UTF_8));
    sha.update(ByteBuffer.allocate(8).putLong(root).array());
    ByteBuffer words = ByteBuffer.wrap(sha.digest(name.getBytes(StandardCharsets.UTF_8)));
    long[] x = new long[n + 3];
    long[] y = new long[n + 3];
    for (int i = 0; i < 3; i++) {
      x[i] = 1 + (words.getInt() & 0xffffffffL) % (m1 - 1);
    }
    for (int i = 0; i < 3; i++) {
      y[i] = 1 + (words.getInt() & 0xffffffffL) % (m2 - 1);
    }
    double[] result = new double[n];
    for (int i = 3; i < n + 3; i++) {
      x[i] = Math.floorMod(1403580L * x[i - 2] - 810728L * x[i - 3], m1);
      y[i] = Math.floorMod(527612L * y[i - 1] - 1370589L * y[i - 3], m2);
      long difference = x[i] <= y[i] ? x[i] - y[i] + m1 : x[i] - y[i];
      result[i - 3] = difference * 2.328306549295728e-10; // 1 / (m1 + 1), as published
    }
    return result;
  }

  @Test
  void noTwoStreamsStartAlikeAndAllStartsAreValid() {
    Set<String> starts = new HashSet<>();
    for (long root : new long[] {0, 1, -1, Long.MIN_VALUE}) {
      RandomStreams streams = new RandomStreams(root);
      for (int i = 0; i < 5000; i++) {
        long[] state = ((MRG32k3a) streams.stream("stream " + i)).getState();
        for (int k = 0; k < 6; k++) {
          assertTrue(state[k] >= 1 && state[k] < (k < 3 ? RandomStreams.M1 : RandomStreams.M2));
        }
        starts.add(Arrays.toString(state));
      }
    }
    assertEquals(20_000, starts.size());
  }

  @Test
  void streamsOfNeighbouringSeedsAndSimilarNamesAreUncorrelated() {
    // 4 pairs, each fails a correct build with probability 1.1e-5 (4.4 standard errors);
    // a correlation of 0.03 or more is detected with probability above 0.99998.
    int n = 100_000;
    double[] base = draw(new RandomStreams(1).stream("a1"), n);
    for (RandomStream other :
        new RandomStream[] {
          new RandomStreams(2).stream("a1"),
          new RandomStreams(1).stream("a2"),
          new RandomStreams(1).stream("A1"),
          new RandomStreams(1).stream("a1 ")
        }) {
      double[] values = draw(other, n);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += (base[i] - 0.5) * (values[i] - 0.5) * 12;
      }
      assertEquals(0, sum / Math.sqrt(n), 4.4);
    }
  }

  @Test
  void streamsCreatedByManyThreadsAreThoseCreatedByOne() {
    // SSJ 3.3.2 alone hands out duplicate streams when two threads construct generators.
    RandomStreams streams = new RandomStreams(99);
    Set<String> parallel = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 20_000)
        .parallel()
        .forEach(i -> parallel.add(i + ":" + streams.stream("s" + i).nextDouble()));
    Set<String> serial = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      serial.add(i + ":" + streams.stream("s" + i).nextDouble());
    }
    assertEquals(serial, parallel);
  }
}
