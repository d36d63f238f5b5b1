package dev.spindrift.trace;

import java.util.Locale;

/** Records of a trace that are no {@link Action}: what replay needs beyond announcements. */
public enum Marker {
  /** Start of a mini-batch; the quantity is its number. */
  MINI_BATCH,
  /**
   * One row of one tile was programmed: push and pull width of each of its columns; the quantity is
   * the sum of all widths [device-ps].
   */
  ROW_PROGRAM,
  /** One push pulse (trace grain {@code pulse}); the quantity is its width [ps]. */
  PUSH,
  /** One pull pulse (trace grain {@code pulse}); the quantity is its width [ps]. */
  PULL,
  /**
   * The chain goes on in a bank; the quantity is its number. Before the first mini-batch: the bank
   * in which it lives.
   */
  HAND_OVER,
  /** Positions of the plus devices of one row of one tile, 0 to 1. */
  WALLS_PLUS,
  /** Positions of the minus devices of one row of one tile, 0 to 1. */
  WALLS_MINUS,
  /** A quarter of the SHA-256 of the recorded tiles' walls at the end; four in a row. */
  DIGEST,
  /**
   * The recording is whole; the quantity is the number of the last mini-batch, the joules are the
   * total of the recorded announcements.
   */
  END;

  /** Returns the name in lower case with hyphens, as files and tables spell it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
