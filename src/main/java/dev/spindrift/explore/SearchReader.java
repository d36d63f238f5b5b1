package dev.spindrift.explore;

import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import java.util.ArrayList;
import java.util.List;

/** Reads the search of an exploration file. */
final class SearchReader {
  private final Problems problems;

  SearchReader(Problems problems) {
    this.problems = problems;
  }

  /** Reads how configurations are chosen. */
  Exploration.Search search(InputNode s) {
    Exploration.Method method = s.choice("method", Exploration.Method.class);
    if (method == Exploration.Method.GRID) {
      InputNode node = s.child("halving"); // a grid is searched only by halving
      Exploration.Halving halving = node.isMapping() ? halving(node) : null;
      s.finish();
      return new Exploration.Search(method, 0, 0, 1, halving);
    }
    int evaluations = (int) s.integer("evaluations", 1, 1_000_000);
    int population =
        method == Exploration.Method.SAMPLE
            ? evaluations
            : (int) s.integer("population", 4, 10_000, 16);
    long seed = s.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE, 1);
    Exploration.Halving halving = s.has("halving") ? halving(s.child("halving")) : null;
    s.finish();
    return new Exploration.Search(method, population, evaluations, seed, halving);
  }

  private Exploration.Halving halving(InputNode h) {
    List<Double> shares = new ArrayList<>();
    h.child("shares").items().forEach(i -> shares.add(i.asNumber(1e-6, 1)));
    boolean grows = !shares.isEmpty() && shares.get(shares.size() - 1) == 1;
    for (int i = 1; i < shares.size(); i++) {
      grows &= shares.get(i) > shares.get(i - 1);
    }
    if (!grows && h.has("shares")) {
      problems.add(
          h.child("shares"), "stages " + shares, "growing shares of a run, the last one 1");
    }
    double keep = h.number("keep", 0.01, 1, 0.5);
    h.finish();
    return new Exploration.Halving(List.copyOf(shares), keep);
  }
}
