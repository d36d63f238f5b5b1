package dev.spindrift.physics;

import java.util.ArrayList;
import java.util.List;

/**
 * Current density over time: straight pieces, possibly with jumps between them.
 *
 * @param pieces the pieces in order; may be empty. Copied
 */
public record CurrentWaveform(List<Piece> pieces) {

  /**
   * The current density runs straight from one value to another.
   *
   * @param duration [s], positive
   * @param from current density at the piece's start [A/m^2]; positive pushes toward +X
   * @param to current density at its end [A/m^2]
   */
  public record Piece(double duration, double from, double to) {
    /** Checks the numbers. */
    public Piece {
      if (!(duration > 0) || Double.isInfinite(duration)) {
        throw new IllegalArgumentException(
            "a piece of current must last a positive, finite time, was " + duration + " s");
      }
      if (!Double.isFinite(from) || !Double.isFinite(to)) {
        throw new IllegalArgumentException(
            "current density must be finite, was " + from + " to " + to + " A/m^2");
      }
    }
  }

  /** Copies the list. */
  public CurrentWaveform {
    pieces = List.copyOf(pieces);
  }

  /**
   * No current.
   *
   * @param duration [s]; zero gives an empty waveform
   */
  public static CurrentWaveform idle(double duration) {
    return new CurrentWaveform(duration == 0 ? List.of() : List.of(new Piece(duration, 0.0, 0.0)));
  }

  /**
   * A rectangular pulse.
   *
   * @param width [s], positive
   * @param density [A/m^2], with sign
   */
  public static CurrentWaveform pulse(double width, double density) {
    return pulse(width, density, 0.0, 0.0);
  }

  /**
   * A trapezoidal pulse.
   *
   * @param width time at full current [s], positive
   * @param density full current density [A/m^2], with sign
   * @param rise time of the straight rise before it [s], 0 or more
   * @param fall time of the straight fall after it [s], 0 or more
   */
  public static CurrentWaveform pulse(double width, double density, double rise, double fall) {
    List<Piece> list = new ArrayList<>();
    if (rise != 0) {
      list.add(new Piece(rise, 0.0, density));
    }
    list.add(new Piece(width, density, density));
    if (fall != 0) {
      list.add(new Piece(fall, density, 0.0));
    }
    return new CurrentWaveform(list);
  }

  /**
   * This waveform followed by another, e.g. push, gap, pull, relaxation.
   *
   * @param next what follows at once
   */
  public CurrentWaveform then(CurrentWaveform next) {
    List<Piece> list = new ArrayList<>(pieces);
    list.addAll(next.pieces);
    return new CurrentWaveform(list);
  }

  /** Returns the total duration [s]. */
  public double duration() {
    double sum = 0;
    for (Piece piece : pieces) {
      sum += piece.duration();
    }
    return sum;
  }

  /** Returns the charge per area carried, the integral of the density over time [C/m^2]. */
  public double charge() {
    double sum = 0;
    for (Piece piece : pieces) {
      sum += 0.5 * (piece.from() + piece.to()) * piece.duration();
    }
    return sum;
  }

  /** Returns the largest absolute current density [A/m^2]. */
  public double peak() {
    double peak = 0;
    for (Piece piece : pieces) {
      peak = Math.max(peak, Math.max(Math.abs(piece.from()), Math.abs(piece.to())));
    }
    return peak;
  }
}
