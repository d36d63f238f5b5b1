package dev.spindrift.explore;

import java.util.ArrayList;
import java.util.List;
import org.moeaframework.algorithm.NSGAII;
import org.moeaframework.core.PRNG;
import org.moeaframework.core.Solution;
import org.moeaframework.core.variable.EncodingUtils;
import org.moeaframework.problem.AbstractProblem;
import org.moeaframework.util.sequence.LatinHypercube;

/**
 * Chooses configurations where a grid would be too large: evenly spread ones, or NSGA-II (K. Deb et
 * al., IEEE Trans. Evol. Comput. 6 (2002) 182) as MOEA Framework has it.
 *
 * <p>The search draws from one seeded generator and asks for whole generations, so the same file
 * asks for the same points. That is its restart: a search that was killed is simply started again
 * and finds its earlier points finished.
 */
public final class Search {
  private static final double LARGE = 1e30;

  private final Exploration exploration;
  private final Stages stages;
  private final boolean[] discrete;

  /**
   * Prepares a search.
   *
   * @param sweep runs points; closed by the caller
   */
  public Search(Exploration exploration, PointStore store, Sweep sweep) {
    this.exploration = exploration;
    this.stages = new Stages(exploration, store, sweep);
    this.discrete = new boolean[exploration.axes().size()];
    for (int a = 0; a < discrete.length; a++) {
      discrete[a] = exploration.axes().get(a).range() == null;
    }
  }

  /**
   * Runs the search to the end of its budget, or until the sweep is stopped.
   *
   * @return every configuration met, in the order met
   */
  public List<Configuration> run() {
    Exploration.Search s = exploration.search();
    synchronized (Search.class) { // MOEA Framework has one generator for all
      PRNG.setSeed(s.seed());
      try {
        switch (s.method()) {
          case GRID -> stages.evaluate(grid());
          case SAMPLE -> stages.evaluate(sample(s.evaluations()));
          case NSGA2 -> evolve(s);
        }
      } catch (Stages.Stopped stopped) {
        return stages.all();
      }
      return stages.all();
    }
  }

  private List<List<List<String>>> grid() {
    List<List<List<String>>> all = new ArrayList<>();
    all.add(List.of());
    for (Axis axis : exploration.axes()) {
      List<List<List<String>>> longer = new ArrayList<>();
      for (List<List<String>> levels : all) {
        for (List<String> level : axis.levels()) {
          List<List<String>> next = new ArrayList<>(levels);
          next.add(level);
          longer.add(next);
        }
      }
      all = longer;
    }
    return all;
  }

  private List<List<List<String>>> sample(int count) {
    double[][] shares = new LatinHypercube().generate(count, discrete.length);
    List<List<List<String>>> out = new ArrayList<>();
    for (double[] point : shares) {
      List<List<String>> levels = new ArrayList<>();
      for (int a = 0; a < discrete.length; a++) {
        Axis axis = exploration.axes().get(a);
        int n = axis.levels().size();
        levels.add(
            discrete[a]
                ? axis.levels().get(Math.min(n - 1, (int) (point[a] * n)))
                : List.of(axis.range().at(point[a])));
      }
      out.add(levels);
    }
    return out;
  }

  private void evolve(Exploration.Search s) {
    try (Fitness problem = new Fitness()) {
      Generations algorithm = new Generations(problem);
      algorithm.setInitialPopulationSize(s.population());
      while (algorithm.getNumberOfEvaluations() + s.population() <= s.evaluations()
          || !algorithm.isInitialized()) {
        algorithm.step();
      }
    }
  }

  private List<List<String>> levels(Solution solution) {
    List<List<String>> levels = new ArrayList<>();
    for (int a = 0; a < discrete.length; a++) {
      Axis axis = exploration.axes().get(a);
      levels.add(
          discrete[a]
              ? axis.levels().get(EncodingUtils.getInt(solution.getVariable(a)))
              : List.of(axis.range().at(EncodingUtils.getReal(solution.getVariable(a)))));
    }
    return levels;
  }

  /**
   * Less is better in all objectives. What was stopped early, or has no results, violates an
   * artificial constraint, so that it never wins against a configuration that ran in full.
   */
  private void assign(Solution solution, ResultRow row) {
    double[] losses = Pareto.losses(exploration, row);
    for (int i = 0; i < losses.length; i++) {
      solution.setObjective(i, Double.isInfinite(losses[i]) ? LARGE : losses[i]);
    }
    solution.setConstraint(0, Stages.violation(exploration, row));
    solution.setConstraint(1, 1 - row.configuration().share());
  }

  /** NSGA-II that evaluates generation by generation. */
  private final class Generations extends NSGAII {
    Generations(Fitness problem) {
      super(problem);
    }

    @Override
    public void evaluateAll(Iterable<Solution> solutions) {
      List<Solution> batch = new ArrayList<>();
      solutions.forEach(batch::add);
      List<List<List<String>>> levels = new ArrayList<>();
      batch.forEach(s -> levels.add(levels(s)));
      List<ResultRow> rows = stages.evaluate(levels);
      for (int i = 0; i < batch.size(); i++) {
        assign(batch.get(i), rows.get(i));
        numberOfEvaluations++;
      }
    }

    @Override
    public void evaluateAll(Solution[] solutions) {
      evaluateAll(List.of(solutions));
    }
  }

  private final class Fitness extends AbstractProblem {
    Fitness() {
      super(discrete.length, exploration.objectives().size(), 2);
    }

    @Override
    public void evaluate(Solution solution) {
      assign(solution, stages.evaluate(List.of(levels(solution))).get(0));
    }

    @Override
    public Solution newSolution() {
      Solution s = new Solution(discrete.length, getNumberOfObjectives(), 2);
      for (int a = 0; a < discrete.length; a++) {
        int n = exploration.axes().get(a).levels().size();
        s.setVariable(
            a, discrete[a] ? EncodingUtils.newInt(0, n - 1) : EncodingUtils.newReal(0, 1));
      }
      return s;
    }
  }
}
