package dev.spindrift.cli;

import java.util.Map;

/**
 * Accuracies that T. Dalgaty et al. print for ResNet18 on CIFAR-10, in per cent ("Scaling-up
 * Memristor Monte Carlo with magnetic domain-wall physics", Tables 1 and 2).
 *
 * <p>Table 2 repeats Table 1's column of 64 samples with two differences: 86.3 for 10 bits (86.2 in
 * Table 1) and 86.6 for 9 bits (86.5). Each table is compared with what it prints itself.
 */
final class PaperNumbers {
  /** Stands for the 32-bit floating point model among numbers of bits. */
  static final int FLOAT = 32;

  /** CIFAR-10's test images, all of which the paper's accuracies are taken over. */
  static final int TEST_IMAGES = 10_000;

  /** Numbers of posterior samples, columns of Table 1. */
  static final int[] SAMPLES = {64, 32, 16, 8, 4, 2};

  /** Table 1, bits to accuracy in the order of {@link #SAMPLES}. */
  private static final Map<Integer, double[]> TABLE_1 =
      Map.of(
          FLOAT,
          new double[] {86.3, 86.1, 85.6, 84.9, 84.5, 83.9},
          10,
          new double[] {86.2, 85.8, 85.4, 84.9, 84.3, 83.7},
          9,
          new double[] {86.5, 86.3, 85.7, 85.1, 84.5, 84.3},
          8,
          new double[] {86.0, 85.6, 85.4, 85.0, 84.1, 84.0},
          7,
          new double[] {85.7, 85.6, 85.1, 85.1, 83.4, 83.1},
          6,
          new double[] {81.6, 81.2, 80.1, 80.0, 78.4, 76.3},
          5,
          new double[] {70.1, 70.0, 69.9, 69.0, 67.1, 65.4},
          4,
          new double[] {51.6, 51.2, 50.1, 48.2, 47.7, 42.3});

  /** Table 2, bits to accuracy of descent and of Monte Carlo. */
  private static final Map<Integer, double[]> TABLE_2 =
      Map.of(
          10, new double[] {85.1, 86.3},
          9, new double[] {82.1, 86.6},
          8, new double[] {75.0, 86.0},
          7, new double[] {61.1, 85.7},
          6, new double[] {47.8, 81.6},
          5, new double[] {26.5, 70.1},
          4, new double[] {10.1, 51.6});

  private PaperNumbers() {}

  /** Returns Table 1's accuracy [%], NaN for what it does not have. */
  static double table1(int bits, int samples) {
    for (int i = 0; i < SAMPLES.length; i++) {
      if (SAMPLES[i] == samples && TABLE_1.containsKey(bits)) {
        return TABLE_1.get(bits)[i];
      }
    }
    return Double.NaN;
  }

  /** Returns Table 2's accuracy of descent (DW-SGD) [%], NaN for what it does not have. */
  static double descent(int bits) {
    return TABLE_2.containsKey(bits) ? TABLE_2.get(bits)[0] : Double.NaN;
  }

  /** Returns Table 2's accuracy of Monte Carlo (DW-MMC) [%], NaN for what it does not have. */
  static double monteCarlo(int bits) {
    return TABLE_2.containsKey(bits) ? TABLE_2.get(bits)[1] : Double.NaN;
  }
}
