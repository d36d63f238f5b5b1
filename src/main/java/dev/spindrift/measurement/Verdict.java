package dev.spindrift.measurement;

/**
 * The answer to one question about a device.
 *
 * @param question what is asked, e.g. {@code Gaussian}
 * @param outcome the answer
 * @param test which test says so, and in which condition it says so most clearly
 * @param statistic its value there [1]
 * @param p its probability there after Holm's correction, NaN without a test [1]
 * @param effect how large the deviation is
 * @param meaning what it means for push-pull learning
 */
public record Verdict(
    String question,
    Outcome outcome,
    String test,
    double statistic,
    double p,
    String effect,
    String meaning) {
  /** The answer. */
  public enum Outcome {
    /** Nothing speaks against it. */
    HOLDS("holds"),
    /** It is refuted. */
    FAILS("fails"),
    /** The data cannot tell. */
    UNTESTED("not testable");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** Returns the answer in words. */
    public String words() {
      return words;
    }
  }
}
