package dev.spindrift.device;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the points of {@code law: table2d}: a full grid of widths and positions per polarity. */
final class PositionTable {
  private final InputNode node;
  private final Problems problems;
  private final TreeSet<Double> widths = new TreeSet<>();
  private final TreeSet<Double> positions = new TreeSet<>();
  private final Map<Place, double[]> points = new HashMap<>();

  /** Where a point belongs. */
  private record Place(String polarity, double width, double position) {}

  PositionTable(InputNode node, Problems problems) {
    this.node = node;
    this.problems = problems;
  }

  /** Returns the law; the nominal one alone, with a problem reported, if the grid has holes. */
  DisplacementLaw read(LinearLaw nominal) {
    int before = problems.list().size();
    for (InputNode point : node.child("points").items()) {
      Place place =
          new Place(
              point.choice("polarity", List.of("push", "pull")),
              point.quantity("width", Dimension.TIME, InputNode.POSITIVE, Double.MAX_VALUE).si(),
              point.number("position", 0, 1));
      double far = Double.MAX_VALUE;
      double mean = point.quantity("mean", Dimension.LENGTH, -far, far).si();
      double variance = point.quantity("variance", Dimension.VARIANCE, 0, far).si();
      point.finish();
      widths.add(place.width());
      positions.add(place.position());
      if (points.put(place, new double[] {mean, variance}) != null) {
        problems.add(point, "a point given twice: " + text(place), "each point once");
      }
    }
    if (problems.list().size() > before) {
      return nominal;
    }
    PositionLaw.Table push = table("push");
    PositionLaw.Table pull = table("pull");
    if (problems.list().size() > before) {
      return nominal;
    }
    try {
      return new PositionLaw(nominal, array(widths), array(positions), push, pull);
    } catch (IllegalArgumentException e) {
      problems.add(node.child("points"), points.size() + " points", e.getMessage());
      return nominal;
    }
  }

  private PositionLaw.Table table(String polarity) {
    double[][] means = new double[widths.size()][positions.size()];
    double[][] variances = new double[widths.size()][positions.size()];
    int w = 0;
    for (double width : widths) {
      int p = 0;
      for (double position : positions) {
        Place place = new Place(polarity, width, position);
        double[] point = points.get(place);
        if (point == null) {
          problems.add(
              node.child("points"),
              "no point for " + text(place),
              "a full grid: every width at every position, push and pull");
          return null;
        }
        means[w][p] = point[0];
        variances[w][p] = point[1];
        p++;
      }
      w++;
    }
    return new PositionLaw.Table(means, variances);
  }

  private static String text(Place place) {
    return place.polarity() + ", width " + place.width() + " s, position " + place.position();
  }

  private static double[] array(Set<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
