package dev.spindrift.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WallKernelTest {

  @Test
  void theSineIsWithin2e15OfTheExactOne() {
    int n = 100_000;
    double[] turns = new double[n];
    double[] sine = new double[n];
    Random random = new Random(5);
    for (int i = 0; i < n; i++) {
      turns[i] = (i - n / 2) / (double) n; // all of [-1/2, 1/2), where the polynomial works
    }
    WallKernel.sine(turns, sine, n);
    for (int i = 0; i < n; i++) {
      assertEquals(Math.sin(2 * Math.PI * turns[i]), sine[i], 2e-15);
    }
    for (int i = 0; i < n; i++) {
      // Multiples of 2^-40: adding whole turns is exact.
      turns[i] = random.nextInt(2_000) - 1_000 + random.nextLong(1L << 40) * 0x1p-40;
    }
    WallKernel.sine(turns, sine, n);
    for (int i = 0; i < n; i++) {
      double reduced = turns[i] - Math.rint(turns[i]);
      assertEquals(Math.sin(2 * Math.PI * reduced), sine[i], 2e-15);
    }
  }
}
