package dev.spindrift.device;

import java.util.List;

/**
 * What a wall does between pulses, beside the law of single ones: it remembers the first pulse of a
 * pair when the second begins soon after, and it diffuses at rest.
 *
 * <p><b>Pair memory.</b> A wall that was just pushed starts the pull warm: where it is in its
 * pinning well and its phase are not those of a rested wall. The settled pair then lands off the
 * sum of two single pulses by a bias toward the direction of the second pulse, the same whatever
 * the widths, and its variance exceeds the sum of theirs. Both fade with the gap between the
 * pulses; between the gaps measured they are interpolated in a straight line, beyond the longest
 * they keep its value.
 *
 * <p><b>Diffusion at rest.</b> The variance of a wall without current grows by {@code
 * restDiffusion} times the time; {@link RestingWalls} applies it.
 *
 * @param memory by rising gap, the first of gap 0; empty: pulses add up as if alone
 * @param restDiffusion growth of the variance of a resting wall, 0 for none [m^2/s]
 */
public record BetweenPulses(List<Gap> memory, double restDiffusion) {
  /** Pulses add up, walls stay where they are. */
  public static final BetweenPulses NONE = new BetweenPulses(List.of(), 0);

  /**
   * The memory of a pair at one gap.
   *
   * @param gap time between the pulses [s]
   * @param bias mean displacement toward the second pulse's direction beyond that of two single
   *     pulses [m]
   * @param addedVariance variance beyond that of two single pulses and of the diffusion at rest
   *     [m^2]
   */
  public record Gap(double gap, double bias, double addedVariance) {}

  /**
   * Checks the numbers and copies the list.
   *
   * @throws IllegalArgumentException if gaps do not rise from 0 or a number is not finite
   */
  public BetweenPulses {
    memory = List.copyOf(memory);
    for (int i = 0; i < memory.size(); i++) {
      Gap g = memory.get(i);
      if (i == 0 ? g.gap() != 0 : !(g.gap() > memory.get(i - 1).gap())) {
        throw new IllegalArgumentException(
            "gaps must rise from 0 s: number " + (i + 1) + " is " + g.gap() + " s");
      }
      if (!Double.isFinite(g.gap() + g.bias() + g.addedVariance())) {
        throw new IllegalArgumentException("the memory of a pair must be finite: " + g);
      }
    }
    if (!(restDiffusion >= 0) || !Double.isFinite(restDiffusion)) {
      throw new IllegalArgumentException(
          "diffusion at rest must be 0 or more: " + restDiffusion + " m^2/s");
    }
  }

  /** Returns the mean displacement toward the second pulse's direction at a gap [m]. */
  public double bias(double gap) {
    return at(gap).bias();
  }

  /** Returns the variance that a pair has beyond its two pulses at a gap [m^2]. */
  public double addedVariance(double gap) {
    return at(gap).addedVariance();
  }

  private Gap at(double gap) {
    if (memory.isEmpty()) {
      return new Gap(gap, 0, 0);
    }
    for (int i = 1; i < memory.size(); i++) {
      Gap low = memory.get(i - 1);
      Gap high = memory.get(i);
      if (gap <= high.gap()) {
        double part = Math.max(0, gap - low.gap()) / (high.gap() - low.gap());
        return new Gap(
            gap,
            low.bias() + part * (high.bias() - low.bias()),
            low.addedVariance() + part * (high.addedVariance() - low.addedVariance()));
      }
    }
    return memory.get(memory.size() - 1);
  }
}
