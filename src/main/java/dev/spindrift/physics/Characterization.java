package dev.spindrift.physics;

import dev.spindrift.engine.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The paper's experiments on a simulated wall: single pulses (Fig. 2(b), (d)), pulses along a track
 * with ends (Fig. 2(c)) and push-pull pairs (Fig. 3).
 *
 * <p>Every trial is a wall of its own. Before a pulse it rests, so that phase and pinned position
 * are thermal; displacement counts from where it is when the current sets in. Different conditions
 * see different noise. Conditions run in parallel; results do not depend on the number of threads.
 */
public final class Characterization {
  private final WallParameters parameters;
  private final Settings settings;
  private final Workers workers;
  private final LongConsumer progress;

  /**
   * How to measure.
   *
   * @param scheme time-stepping scheme
   * @param dt longest step [s]
   * @param seed root seed
   * @param density current density of the pulses, positive [A/m^2]
   * @param rise time of the straight rise before the pulse's full width [s]
   * @param fall time of the straight fall after it [s]
   * @param rest time without current before the first pulse [s]
   * @param trials walls per condition, 2 or more [1]
   */
  public record Settings(
      Scheme scheme,
      double dt,
      long seed,
      double density,
      double rise,
      double fall,
      double rest,
      int trials) {
    /** Checks what the integrator does not. */
    public Settings {
      if (trials < 2 || !(density > 0) || !(rest >= 0) || !(rise >= 0) || !(fall >= 0)) {
        throw new IllegalArgumentException(
            "need 2 trials or more, a positive current density and times of 0 or more: "
                + trials
                + " trials, "
                + density
                + " A/m^2, rest "
                + rest
                + " s, rise "
                + rise
                + " s, fall "
                + fall
                + " s");
      }
    }

    CurrentWaveform pulse(double width, int polarity) {
      return CurrentWaveform.pulse(width, polarity * density, rise, fall);
    }
  }

  /**
   * One condition of single pulses.
   *
   * @param width [s]
   * @param polarity +1 or -1
   * @param relaxation time between the pulse's end and the reading [s]
   * @param displacements of the trials [m]
   * @param statistics of them
   */
  public record PulseRow(
      double width,
      int polarity,
      double relaxation,
      double[] displacements,
      DisplacementStatistics statistics) {}

  /**
   * One condition of pulses along a track.
   *
   * @param start X0 [m]
   * @param width [s]
   * @param polarity +1 or -1
   * @param relaxation time between the pulse's end and the reading [s]
   * @param statistics of the displacements from X0
   */
  public record PositionRow(
      double start,
      double width,
      int polarity,
      double relaxation,
      DisplacementStatistics statistics) {}

  /**
   * One condition of push-pull pairs.
   *
   * @param width the shorter pulse's width T [s]
   * @param asymmetry T_L, by which the first pulse is longer; the second if negative [s]
   * @param gap between the pulses [s]
   * @param pushFirst whether the first pulse pushes toward +X
   * @param relaxation time between the second pulse's end and the reading [s]
   * @param net displacements of the pairs [m]
   * @param first displacement from the first pulse's start to the second's [m]
   * @param second from there to the reading [m]
   * @param correlation of first and second [1]
   * @param netDisplacements of the trials [m]
   * @param firstDisplacements of the trials [m]
   * @param secondDisplacements of the trials [m]
   */
  public record PairRow(
      double width,
      double asymmetry,
      double gap,
      boolean pushFirst,
      double relaxation,
      DisplacementStatistics net,
      DisplacementStatistics first,
      DisplacementStatistics second,
      double correlation,
      double[] netDisplacements,
      double[] firstDisplacements,
      double[] secondDisplacements) {}

  /**
   * One reading of walls without current.
   *
   * @param time since the end of the rest that all conditions begin with [s]
   * @param statistics of the displacements since then
   */
  public record RestRow(double time, DisplacementStatistics statistics) {}

  /**
   * Prepares measurements.
   *
   * @param parameters the wall; its track's ends count in {@link #positions} only
   * @param settings how to measure
   * @param workers who computes; referenced
   * @param progress hears the number of wall-steps done since it was last called, from any thread
   */
  public Characterization(
      WallParameters parameters, Settings settings, Workers workers, LongConsumer progress) {
    this.parameters = parameters;
    this.settings = settings;
    this.workers = workers;
    this.progress = progress;
  }

  /**
   * Measures single pulses on a track without ends.
   *
   * @param widths [s]; not modified
   * @param relaxations times after the pulse at which the same walls are read, increasing, 0
   *     allowed [s]; not modified
   * @return rows by width, polarity (+1 first), relaxation
   */
  public List<PulseRow> pulses(double[] widths, double[] relaxations) {
    WallParameters endless = parameters.withLength(Double.POSITIVE_INFINITY);
    List<Condition<PulseRow>> conditions = new ArrayList<>();
    for (double width : widths) {
      for (int polarity : new int[] {1, -1}) {
        CurrentWaveform pulse = settings.pulse(width, polarity);
        String purpose = "characterize.pulse." + width + "." + polarity;
        conditions.add(
            new Condition<>(
                pulse.duration(),
                one -> {
                  WallEnsemble walls = ensemble(endless, purpose);
                  run(walls, CurrentWaveform.idle(settings.rest()), one);
                  double[] start = walls.positions();
                  run(walls, pulse, one);
                  List<PulseRow> rows = new ArrayList<>();
                  double waited = 0;
                  for (double relaxation : relaxations) {
                    run(walls, CurrentWaveform.idle(relaxation - waited), one);
                    waited = relaxation;
                    double[] moved = difference(walls.positions(), start);
                    rows.add(
                        new PulseRow(
                            width, polarity, relaxation, moved, DisplacementStatistics.of(moved)));
                  }
                  return rows;
                }));
      }
    }
    return all(conditions);
  }

  /**
   * Measures one pulse width from many places of a track with ends, without rest before the pulse,
   * so that all trials start at X0 exactly.
   *
   * @param length of the track [m]
   * @param points number of places, evenly from one end to the other, 2 or more [1]
   * @param width [s]
   * @param relaxations as in {@link #pulses}
   * @return rows by place, polarity (+1 first), relaxation
   */
  public List<PositionRow> positions(
      double length, int points, double width, double[] relaxations) {
    WallParameters bounded = parameters.withLength(length);
    List<Condition<PositionRow>> conditions = new ArrayList<>();
    for (int point = 0; point < points; point++) {
      double start = length * point / (points - 1);
      for (int polarity : new int[] {1, -1}) {
        CurrentWaveform pulse = settings.pulse(width, polarity);
        String purpose = "characterize.position." + point + "." + polarity;
        conditions.add(
            new Condition<>(
                pulse.duration(),
                one -> {
                  WallEnsemble walls = ensemble(bounded, purpose);
                  double[] from = new double[settings.trials()];
                  for (int i = 0; i < from.length; i++) {
                    walls.place(i, start, 0);
                    from[i] = start;
                  }
                  run(walls, pulse, one);
                  List<PositionRow> rows = new ArrayList<>();
                  double waited = 0;
                  for (double relaxation : relaxations) {
                    run(walls, CurrentWaveform.idle(relaxation - waited), one);
                    waited = relaxation;
                    double[] moved = difference(walls.positions(), from);
                    rows.add(
                        new PositionRow(
                            start, width, polarity, relaxation, DisplacementStatistics.of(moved)));
                  }
                  return rows;
                }));
      }
    }
    return all(conditions);
  }

  /**
   * Measures pairs of opposite pulses on a track without ends.
   *
   * @param width of the shorter pulse [s]
   * @param asymmetries T_L; negative makes the second pulse the longer one [s]; not modified
   * @param gaps between the pulses [s]; not modified
   * @param relaxation time between the second pulse's end and the reading [s]
   * @return rows by asymmetry, gap, order (push first, then pull first)
   */
  public List<PairRow> pairs(double width, double[] asymmetries, double[] gaps, double relaxation) {
    WallParameters endless = parameters.withLength(Double.POSITIVE_INFINITY);
    List<Condition<PairRow>> conditions = new ArrayList<>();
    for (double asymmetry : asymmetries) {
      for (double gap : gaps) {
        for (boolean pushFirst : new boolean[] {true, false}) {
          int sign = pushFirst ? 1 : -1;
          CurrentWaveform first =
              settings.pulse(width + Math.max(0, asymmetry), sign).then(CurrentWaveform.idle(gap));
          CurrentWaveform second =
              settings
                  .pulse(width + Math.max(0, -asymmetry), -sign)
                  .then(CurrentWaveform.idle(relaxation));
          String purpose =
              "characterize.pair." + width + "." + asymmetry + "." + gap + "." + pushFirst;
          conditions.add(
              new Condition<>(
                  first.duration() + second.duration(),
                  one -> {
                    WallEnsemble walls = ensemble(endless, purpose);
                    run(walls, CurrentWaveform.idle(settings.rest()), one);
                    double[] start = walls.positions();
                    run(walls, first, one);
                    double[] middle = walls.positions();
                    run(walls, second, one);
                    double[] end = walls.positions();
                    return List.of(
                        pair(width, asymmetry, gap, pushFirst, relaxation, start, middle, end));
                  }));
        }
      }
    }
    return all(conditions);
  }

  /**
   * Measures how walls diffuse without current on a track without ends.
   *
   * @param times when the same walls are read, increasing [s]; not modified
   * @return rows by time
   */
  public List<RestRow> rest(double[] times) {
    if (times.length == 0) {
      return List.of();
    }
    WallParameters endless = parameters.withLength(Double.POSITIVE_INFINITY);
    return all(
        List.of(
            new Condition<RestRow>(
                times[times.length - 1],
                one -> {
                  WallEnsemble walls = ensemble(endless, "characterize.rest");
                  run(walls, CurrentWaveform.idle(settings.rest()), one);
                  double[] start = walls.positions();
                  List<RestRow> rows = new ArrayList<>();
                  double waited = 0;
                  for (double time : times) {
                    run(walls, CurrentWaveform.idle(time - waited), one);
                    waited = time;
                    double[] moved = difference(walls.positions(), start);
                    rows.add(new RestRow(time, DisplacementStatistics.of(moved)));
                  }
                  return rows;
                })));
  }

  private static PairRow pair(
      double width,
      double asymmetry,
      double gap,
      boolean pushFirst,
      double relaxation,
      double[] start,
      double[] middle,
      double[] end) {
    double[] net = difference(end, start);
    double[] first = difference(middle, start);
    double[] second = difference(end, middle);
    DisplacementStatistics all = DisplacementStatistics.of(net);
    DisplacementStatistics one = DisplacementStatistics.of(first);
    DisplacementStatistics two = DisplacementStatistics.of(second);
    double covariance = (all.variance() - one.variance() - two.variance()) / 2;
    double spread = one.sd() * two.sd();
    return new PairRow(
        width,
        asymmetry,
        gap,
        pushFirst,
        relaxation,
        all,
        one,
        two,
        spread > 0 ? covariance / spread : 0,
        net,
        first,
        second);
  }

  /** A condition of the experiment, measured by one thread. */
  private record Condition<R>(double duration, Measurement<R> measurement) {}

  @FunctionalInterface
  private interface Measurement<R> {
    List<R> rows(Workers one);
  }

  /** Runs all conditions, the longest first so that threads end together; rows in given order. */
  private <R> List<R> all(List<Condition<R>> conditions) {
    List<Integer> order = new ArrayList<>();
    List<List<R>> results = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      order.add(i);
      results.add(List.of());
    }
    order.sort(Comparator.comparingDouble((Integer i) -> -conditions.get(i).duration()));
    workers.forEach(
        order.size(),
        (worker, index) -> {
          int condition = order.get(index);
          try (Workers one = new Workers(1)) {
            results.set(condition, conditions.get(condition).measurement().rows(one));
          }
        });
    List<R> rows = new ArrayList<>();
    results.forEach(rows::addAll);
    return rows;
  }

  private WallEnsemble ensemble(WallParameters wall, String purpose) {
    return new WallEnsemble(
        wall, settings.scheme(), settings.dt(), settings.seed(), purpose, settings.trials());
  }

  private void run(WallEnsemble walls, CurrentWaveform waveform, Workers one) {
    long before = walls.steps();
    walls.run(waveform, one);
    progress.accept((walls.steps() - before) * walls.walls());
  }

  private static double[] difference(double[] to, double[] from) {
    double[] moved = new double[to.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = to[i] - from[i];
    }
    return moved;
  }
}
