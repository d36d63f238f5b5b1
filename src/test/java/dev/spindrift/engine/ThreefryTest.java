package dev.spindrift.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreefryTest {

  /** The file kat_vectors of Random123 (D. E. Shaw Research), all its vectors of threefry2x32. */
  @ParameterizedTest
  @CsvSource({
    "13, 00000000 00000000, 00000000 00000000, 9d1c5ec6 8bd50731",
    "13, ffffffff ffffffff, ffffffff ffffffff, fd36d048 2d17272c",
    "13, 243f6a88 85a308d3, 13198a2e 03707344, ba3e4725 f27d669e",
    "20, 00000000 00000000, 00000000 00000000, 6b200159 99ba4efe",
    "20, ffffffff ffffffff, ffffffff ffffffff, 1cb996fc bb002be7",
    "20, 243f6a88 85a308d3, 13198a2e 03707344, c4923a9c 483df7a0",
    "32, 00000000 00000000, 00000000 00000000, cee3d47e a23dfd5c",
    "32, ffffffff ffffffff, ffffffff ffffffff, 6e2fe0d0 b1b76f82",
    "32, 243f6a88 85a308d3, 13198a2e 03707344, e2827716 c3c05cdf"
  })
  void theWordsAreThePublishedKnownAnswers(
      int rounds, String counter, String key, String expected) {
    int[] c = parse(counter);
    int[] k = parse(key);
    long words = Threefry.words(c[0], c[1], k[0], k[1], rounds);
    int[] e = parse(expected);
    assertEquals(Integer.toHexString(e[0]), Integer.toHexString((int) (words >>> 32)));
    assertEquals(Integer.toHexString(e[1]), Integer.toHexString((int) words));
  }

  private static int[] parse(String words) {
    String[] parts = words.split(" ");
    return new int[] {
      Integer.parseUnsignedInt(parts[0], 16), Integer.parseUnsignedInt(parts[1], 16)
    };
  }

  @Test
  void theUnrolledLoopGivesTheWordsOfConsecutiveCounters() {
    SplittableRandom random = new SplittableRandom(5);
    int[] index = IntStream.range(0, 1000).toArray();
    int[] r0 = new int[1000];
    int[] r1 = new int[1000];
    for (int n : new int[] {0, 1, 7, 1000}) {
      int c0 = n == 7 ? -3 : random.nextInt(); // also across the wrap of the 32-bit counter
      int c1 = random.nextInt();
      int k0 = random.nextInt();
      int k1 = random.nextInt();
      Threefry.words(c0, c1, k0, k1, index, r0, r1, n);
      for (int j = 0; j < n; j++) {
        long words = Threefry.words(c0 + j, c1, k0, k1, Threefry.ROUNDS);
        assertEquals((int) (words >>> 32), r0[j]);
        assertEquals((int) words, r1[j]);
      }
    }
  }
}
