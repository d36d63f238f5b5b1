package dev.spindrift.measurement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/** All pulses of one width and polarity; displacements along the pulse's direction. */
final class PulseGroup {
  private static final int LEAST = 20;

  private final double width;
  private final int polarity;
  private final double[] starts;
  private final double[] displacements;
  private final int[] devices;

  PulseGroup(double width, int polarity, double[] starts, double[] displacements, int[] devices) {
    this.width = width;
    this.polarity = polarity;
    this.starts = starts;
    this.displacements = displacements;
    this.devices = devices;
  }

  /** Returns the groups by width, + before -. */
  static List<PulseGroup> of(PulseData data) {
    List<String> names = data.devices();
    TreeMap<Double, List<List<Pulse>>> byWidth = new TreeMap<>();
    for (Pulse pulse : data.pulses()) {
      byWidth
          .computeIfAbsent(pulse.width(), w -> List.of(new ArrayList<>(), new ArrayList<>()))
          .get(pulse.polarity() > 0 ? 0 : 1)
          .add(pulse);
    }
    List<PulseGroup> groups = new ArrayList<>();
    byWidth.forEach(
        (width, both) -> {
          for (int i = 0; i < 2; i++) {
            List<Pulse> pulses = both.get(i);
            groups.add(
                new PulseGroup(
                    width,
                    i == 0 ? 1 : -1,
                    pulses.stream().mapToDouble(Pulse::before).toArray(),
                    pulses.stream().mapToDouble(Pulse::displacement).toArray(),
                    pulses.stream().mapToInt(p -> names.indexOf(p.device())).toArray()));
          }
        });
    return groups;
  }

  double width() {
    return width;
  }

  int polarity() {
    return polarity;
  }

  String sign() {
    return polarity > 0 ? "+" : "-";
  }

  int size() {
    return starts.length;
  }

  /** Referenced, not to be modified. */
  double[] starts() {
    return starts;
  }

  /** Referenced, not to be modified. */
  double[] displacements() {
    return displacements;
  }

  /** Referenced, not to be modified. */
  int[] devices() {
    return devices;
  }

  double[] starts(int[] chosen) {
    return Arrays.stream(chosen).mapToDouble(i -> starts[i]).toArray();
  }

  double[] displacements(int[] chosen) {
    return Arrays.stream(chosen).mapToDouble(i -> displacements[i]).toArray();
  }

  PulseGroup withDisplacements(double[] other) {
    return new PulseGroup(width, polarity, starts, other, devices);
  }

  /** Returns the indices of the pulses, ascending by start. */
  int[] byStart() {
    return IntStream.range(0, size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> starts[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Returns how much of the track the starts cover [1]. */
  double cover() {
    return StatUtils.max(starts) - StatUtils.min(starts);
  }

  /** Returns whether so few starts are away from the ends that all are taken. */
  boolean endsInReach() {
    return inside().length < Math.max(LEAST, size() / 4);
  }

  /** Returns the pulses whose starts leave both ends out of reach; all if that leaves too few. */
  PulseGroup awayFromEnds() {
    if (endsInReach()) {
      return this;
    }
    int[] chosen = inside();
    return new PulseGroup(
        width,
        polarity,
        starts(chosen),
        displacements(chosen),
        Arrays.stream(chosen).map(i -> devices[i]).toArray());
  }

  /** Starts from which mean plus four deviations, either way, stay on the track. */
  private int[] inside() {
    // By median and quartiles, which truncation at an end hardly moves.
    double middle = StatUtils.percentile(displacements, 50);
    double sd =
        (StatUtils.percentile(displacements, 75) - StatUtils.percentile(displacements, 25)) / 1.349;
    double ahead = Math.max(0, middle + 4 * sd);
    double behind = Math.max(0, 4 * sd - middle);
    double low = polarity > 0 ? behind : ahead;
    double high = 1 - (polarity > 0 ? ahead : behind);
    return IntStream.range(0, size()).filter(i -> starts[i] >= low && starts[i] <= high).toArray();
  }
}
