package dev.spindrift.physics;

import static dev.spindrift.physics.Walls.NS;
import static dev.spindrift.physics.Walls.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.engine.Workers;
import dev.spindrift.physics.Characterization.PairRow;
import dev.spindrift.physics.Characterization.PositionRow;
import dev.spindrift.physics.Characterization.PulseRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Means and standard deviations against the independent program's tables.
 *
 * <p>A value is off if it deviates by more than 4 combined standard errors: probability 6.3e-5 each
 * if both programs are right. Seeds are fixed, so a pass stays a pass.
 */
class ReferenceTablesTest {
  private static final List<String> SETS = List.of("nopin", "cmtj", "strong");
  private static final double[] RELAXATIONS = {0, 5 * NS, 20 * NS};

  private static Characterization measure(
      WallParameters wall, double rest, int trials, Workers workers) {
    return new Characterization(
        wall,
        new Characterization.Settings(Scheme.HEUN, Walls.PS, 2026, Walls.J, 0, 0, rest, trials),
        workers,
        steps -> {});
  }

  private static ReferenceComparison pulses(
      List<String> sets, double[] widths, double[] relaxations, String protocol, int trials) {
    ReferenceComparison comparison = new ReferenceComparison();
    try (Workers workers = new Workers(2)) {
      for (String set : sets) {
        for (NoiseConvention noise : NoiseConvention.values()) {
          double rest = protocol.equals("cold") ? 0 : 5 * NS;
          for (PulseRow ours :
              measure(Walls.of(set, noise), rest, trials, workers).pulses(widths, relaxations)) {
            CSVRecord row =
                find(
                    "displacement.csv",
                    set,
                    noise,
                    r ->
                        r.get("protocol").equals(protocol)
                            && same(r, "T_ns", ours.width())
                            && same(r, "relax_ns", ours.relaxation())
                            && number(r, "polarity") == ours.polarity());
            comparison.mean(row, "mean_nm", "se_mean_nm", ours.statistics());
            comparison.pooledSd(row, ours.statistics());
          }
        }
      }
    }
    return comparison;
  }

  private static boolean same(CSVRecord row, String column, double seconds) {
    return Math.abs(number(row, column) - seconds / NS) < 1e-6;
  }

  private static CSVRecord find(
      String table, String set, NoiseConvention noise, Predicate<CSVRecord> which) {
    return Walls.table(table).stream()
        .filter(r -> r.get("set").equals(set))
        .filter(r -> r.get("noise").equals(noise.name().toLowerCase(Locale.ROOT)))
        .filter(which)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void singlePulsesAgreeWithTheReferenceInMeanAndSpread() {
    // 512 trials: sees errors of 4/sqrt(512) = 18 % of an sd in the mean, 13 % in the sd. 96
    // values.
    ReferenceComparison comparison =
        pulses(SETS, new double[] {1 * NS, 5 * NS}, new double[] {0, 5 * NS}, "pre5", 512);
    assertEquals(96, comparison.values());
    assertTrue(comparison.beyondFour().isEmpty(), comparison.beyondFour().toString());
    // Squared deviations of 96 values, two readings of the same walls each: about chi^2/96 with 48
    // to 96 degrees of freedom, sd at most 0.2. Reference errors are included.
    assertEquals(1, comparison.meanSquare(), 0.8, comparison.toString());
  }

  @Test
  void pairsOfPulsesAgreeWithTheReference() {
    ReferenceComparison comparison = new ReferenceComparison();
    try (Workers workers = new Workers(2)) {
      for (PairRow ours :
          measure(Walls.of("cmtj", NoiseConvention.PRINTED), 5 * NS, 512, workers)
              .pairs(5 * NS, new double[] {0, -2 * NS}, new double[] {0, 5 * NS}, 5 * NS)) {
        // The table lengthens the second pulse by TL, and has push first only then.
        if (!ours.pushFirst() && ours.asymmetry() != 0) {
          continue;
        }
        CSVRecord row =
            find(
                "pushpull.csv",
                "cmtj",
                NoiseConvention.PRINTED,
                r ->
                    number(r, "order") == (ours.pushFirst() ? 1 : -1)
                        && same(r, "T_ns", ours.width())
                        && same(r, "TL_ns", -ours.asymmetry())
                        && same(r, "gap_ns", ours.gap())
                        && same(r, "relax_ns", ours.relaxation()));
        comparison.mean(row, "net_mean_nm", "se_mean", ours.net());
        comparison.sd(row, "net_sd_nm", "se_sd", ours.net());
      }
    }
    assertTrue(comparison.beyondFour().isEmpty(), comparison.beyondFour().toString());
    assertEquals(12, comparison.values());
  }

  @Test
  void pulsesNearTheTracksEndsAgreeWithTheReference() {
    ReferenceComparison comparison = new ReferenceComparison();
    try (Workers workers = new Workers(2)) {
      // X0 = 0, 2 and 4 um are in the table of 8,000 trials.
      for (PositionRow ours :
          measure(Walls.of("cmtj", NoiseConvention.PRINTED), 0, 256, workers)
              .positions(4e-6, 3, 5 * NS, new double[] {0, 5 * NS})) {
        CSVRecord row =
            find(
                "fig2c_boundary.csv",
                "cmtj",
                NoiseConvention.PRINTED,
                r ->
                    number(r, "n") == 8000
                        && Math.abs(number(r, "X0_nm") - ours.start() / Walls.NM) < 1e-6
                        && number(r, "polarity") == ours.polarity()
                        && same(r, "relax_ns", ours.relaxation()));
        comparison.mean(row, "mean_nm", "se_mean_nm", ours.statistics());
        comparison.sd(row, "sd_nm", "se_sd_nm", ours.statistics());
      }
    }
    assertEquals(24, comparison.values());
    assertTrue(comparison.beyondFour().isEmpty(), comparison.beyondFour().toString());
  }

  /**
   * Every mean and spread of the table. Of 816 values of a set 0.05 are expected beyond 4 errors;
   * two or more would happen to a correct program in 0.1 % of seeds.
   *
   * <p>It sees, at 4 errors of a spread: 10 % of it without pinning; with the strongly pinned wall,
   * whose displacements have an excess kurtosis of 30 and more, 17 %, and that needs the 8,192
   * trials. Errors of a spread come from the kurtosis of both samples together; why a sample's own
   * does not do is the next test's matter.
   */
  @ParameterizedTest
  @CsvSource({"nopin, 1024", "cmtj, 1024", "strong, 8192"})
  @Tag("evidence")
  void theWholeDisplacementTableAgrees(String set, int trials) {
    double[] widths = {0.1, 0.2, 0.5, 1, 2, 3, 4, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50};
    for (int i = 0; i < widths.length; i++) {
      widths[i] *= NS;
    }
    List<String> beyondFour = new ArrayList<>();
    for (String protocol : new String[] {"cold", "pre5"}) {
      ReferenceComparison comparison = pulses(List.of(set), widths, RELAXATIONS, protocol, trials);
      System.out.println(set + " " + protocol + ": " + comparison);
      assertEquals(408, comparison.values());
      beyondFour.addAll(comparison.beyondFour());
    }
    assertTrue(beyondFour.size() <= 1, beyondFour.toString());
  }

  /**
   * Why the comparison pools the kurtosis. One wall in about 500 hops out of its minimum; those
   * hops make most of the variance. Among 8 samples of 1,024 walls some have no hop: their spread
   * is that of the minimum, and so is the error they claim, far below the true one. The formula is
   * right (the samples' spreads differ as it says with the kurtosis of all walls), its estimate
   * from one sample is not. A sample with too few hops can lie beyond 4 of its own errors below the
   * truth, none so far above it.
   */
  @Test
  @Tag("evidence")
  void aSampleWithoutRareHopsClaimsTooSmallAnErrorOfItsSpread() {
    int size = 1024;
    int samples = 8;
    double[] moved;
    try (Workers workers = new Workers(2)) {
      moved =
          measure(Walls.of("strong", NoiseConvention.FDT), 5 * NS, samples * size, workers)
              .pulses(new double[] {3 * NS}, new double[] {5 * NS})
              .get(0)
              .displacements();
    }
    DisplacementStatistics all = DisplacementStatistics.of(moved);
    double trueError = all.seSd() * Math.sqrt(samples);
    CSVRecord row =
        find(
            "displacement.csv",
            "strong",
            NoiseConvention.FDT,
            r ->
                r.get("protocol").equals("pre5")
                    && same(r, "T_ns", 3 * NS)
                    && same(r, "relax_ns", 5 * NS)
                    && number(r, "polarity") == 1);
    ReferenceComparison pooled = new ReferenceComparison();
    ReferenceComparison own = new ReferenceComparison();
    double smallestClaim = Double.MAX_VALUE;
    double squares = 0;
    for (int k = 0; k < samples; k++) {
      DisplacementStatistics one =
          DisplacementStatistics.of(Arrays.copyOfRange(moved, k * size, (k + 1) * size));
      smallestClaim = Math.min(smallestClaim, one.seSd());
      squares += Math.pow((one.sd() - all.sd()) / trueError, 2);
      own.sd(row, "sd_nm", "se_sd_nm", one);
      pooled.pooledSd(row, one);
    }
    assertTrue(smallestClaim < trueError / 4, smallestClaim + " m of " + trueError + " m");
    // chi^2 of 7 degrees of freedom lies in 0.6 to 24.3 in 99.8 % of cases.
    assertTrue(squares > 0.6 && squares < 24.3, "chi^2 = " + squares);
    assertTrue(own.beyondFour().size() >= 1, own.toString());
    assertTrue(pooled.beyondFour().isEmpty(), pooled.beyondFour().toString());
  }
}
