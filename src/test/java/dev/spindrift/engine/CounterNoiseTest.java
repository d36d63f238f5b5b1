package dev.spindrift.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a value depends on; {@code CounterNoiseStatisticsTest} holds how the values are spread. */
class CounterNoiseTest {
  private static final long LAST = CounterNoise.MAX_DEVICES;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 1023, 1024, 1025, 2047, 2048, 2049, 3071, 3072, 3073, 5000})
  void aBulkCallGivesTheSingleValuesBitForBitAndLeavesTheRestAlone(int n) {
    CounterNoise noise = new CounterNoise(42, "pulse");
    for (long first : new long[] {0, 2048, 22_399_999L / 2048 * 2048, 1L << 31, LAST - 3 * 2048}) {
      for (long update : new long[] {0, 1, 20_840, CounterNoise.MAX_UPDATES - 1}) {
        float[] out = new float[n + 10];
        Arrays.fill(out, Float.NaN);
        noise.gaussian(update, first, n, out);
        for (int i = 0; i < n; i++) {
          float single = noise.gaussian(update, first + i);
          int device = i;
          assertEquals(
              Float.floatToRawIntBits(single),
              Float.floatToRawIntBits(out[i]),
              () -> "device " + (first + device) + " update " + update);
        }
        for (int i = n; i < out.length; i++) {
          assertTrue(Float.isNaN(out[i]));
        }
      }
    }
  }

  @Test
  void bulkAndSingleStillAgreeWhenTheCompilerHasVectorised() {
    // 2,000 calls are enough for C2, which then runs other code than the interpreter did before.
    CounterNoise noise = new CounterNoise(1, "pulse");
    float[] first = new float[4096];
    noise.gaussian(7, 0, 4096, first);
    float[] out = new float[4096];
    for (int i = 0; i < 2000; i++) {
      noise.gaussian(i, 0, 4096, out);
    }
    noise.gaussian(7, 0, 4096, out);
    assertArrayEquals(first, out); // exact
    for (int i = 0; i < 4096; i++) {
      assertEquals(Float.floatToRawIntBits(out[i]), Float.floatToRawIntBits(noise.gaussian(7, i)));
    }
  }

  @Test
  void theResultDependsNeitherOnTheSplitNorOnTheNumberOfThreads() {
    int devices = 100 * CounterNoise.BLOCK;
    CounterNoise noise = new CounterNoise(9, "pulse");
    float[] whole = new float[devices];
    noise.gaussian(3, 0, devices, whole);
    for (int threads : new int[] {1, 3}) {
      float[] parts = new float[devices];
      CounterNoise[] own =
          IntStream.range(0, threads).mapToObj(t -> noise.fork()).toArray(CounterNoise[]::new);
      float[][] scratch = new float[threads][CounterNoise.BLOCK];
      try (Workers workers = new Workers(threads)) {
        workers.forEach(
            100,
            (worker, i) -> {
              long first = (long) i * CounterNoise.BLOCK;
              own[worker].gaussian(3, first, CounterNoise.BLOCK, scratch[worker]);
              System.arraycopy(
                  scratch[worker], 0, parts, i * CounterNoise.BLOCK, CounterNoise.BLOCK);
            });
      }
      assertArrayEquals(whole, parts); // exact
    }
  }

  @Test
  void seedPurposeUpdateAndDeviceEachChangeTheValue() {
    CounterNoise noise = new CounterNoise(1, "a");
    float value = noise.gaussian(5, 5);
    assertEquals(value, new CounterNoise(1, "a").gaussian(5, 5));
    assertNotEquals(value, new CounterNoise(2, "a").gaussian(5, 5));
    assertNotEquals(value, new CounterNoise(1, "b").gaussian(5, 5));
    assertNotEquals(value, noise.gaussian(6, 5));
    assertNotEquals(value, noise.gaussian(5, 6));
    assertNotEquals(value, noise.gaussian(5, 5 + CounterNoise.LANE));
    assertNotEquals(value, noise.gaussian(5, 5 + (1L << 31)));
    double uniform = noise.uniform(5, 5);
    assertEquals(uniform, noise.fork().uniform(5, 5));
    assertNotEquals(uniform, new CounterNoise(2, "a").uniform(5, 5));
    assertNotEquals(uniform, new CounterNoise(1, "b").uniform(5, 5));
    assertNotEquals(uniform, noise.uniform(6, 5));
    assertNotEquals(uniform, noise.uniform(5, 5 + (1L << 31)));
  }

  @Test
  void everyDeviceAndUpdateHasItsOwnBits() {
    // 52-bit values of 2^16 arguments: two random ones are equal with probability below 5e-7.
    CounterNoise noise = new CounterNoise(1, "variation");
    double[] values = new double[1 << 16];
    for (int i = 0; i < values.length; i++) {
      values[i] = noise.uniform(i >> 8, (i & 255) * 16_777_216L + (i & 255));
    }
    assertEquals(values.length, Arrays.stream(values).distinct().count());
  }

  @Test
  void argumentsOutOfRangeAreRefusedWithTheirValue() {
    CounterNoise noise = new CounterNoise(1, "a");
    float[] out = new float[100];
    refused("first device must be a multiple of 2048, was 1024", 0, 1024, 1, out);
    refused("update must be 0 to 2^32 - 1, was -1", -1, 0, 1, out);
    refused("update must be 0 to 2^32 - 1, was 4294967296", 1L << 32, 0, 1, out);
    refused("device must be 0 to 2^32 - 1, was -2048", 0, -2048, 1, out);
    refused("device must be 0 to 2^32 - 1, was 4294967296", 0, LAST, 1, out);
    refused("cannot write 101 normals to an array of 100", 0, 0, 101, out);
    refused("cannot write -1 normals to an array of 100", 0, 0, -1, out);
    refused("was 4294967296", 0, LAST - 2048, 2049, new float[4096]);
    noise.gaussian(0, LAST - 2048, 2048, new float[2048]);
    for (long bad : new long[] {-1, 1L << 32}) {
      assertThrows(IllegalArgumentException.class, () -> noise.gaussian(bad, 0));
      assertThrows(IllegalArgumentException.class, () -> noise.gaussian(0, bad));
      assertThrows(IllegalArgumentException.class, () -> noise.uniform(bad, 0));
      assertThrows(IllegalArgumentException.class, () -> noise.uniform(0, bad));
    }
  }

  private static void refused(String part, long update, long first, int n, float[] out) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new CounterNoise(1, "a").gaussian(update, first, n, out))
            .getMessage();
    assertTrue(message.contains(part), message);
    for (float value : out) {
      assertFalse(value != 0, "nothing was written");
    }
  }
}
