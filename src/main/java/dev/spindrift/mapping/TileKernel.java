package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.Grain;
import dev.spindrift.engine.FloatBits;
import dev.spindrift.learning.Increment;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The fast form of a tile's update for regular linear laws: plans a chunk of cells at a time and,
 * where devices are alike and CARRY, moves it, too. Bit for bit the plain form of {@link
 * LinearPlan} and {@link CellMover}.
 *
 * <p>Implementation note. The tile is cut into chunks of whole columns that stay near the
 * processor; the work on a chunk is cut into loops ({@link KernelLoops}) small enough for C2 of JDK
 * 17 to unroll and vectorise. Comparisons are done on the bits of floats, as integers, which takes
 * a bulk copy ({@link FloatBits}); so widths stay floats, whole numbers though they are. A chunk is
 * a whole number of turns of the shared drivers (or a whole fraction of one), so that element j of
 * every chunk belongs to the same entry of the row programs, and these, too, are element-wise
 * loops.
 *
 * <p>Merged pairs of alike devices, the common case, go through {@link PairLoops}; what varies from
 * device to device or has two pulses goes through the loops here.
 *
 * <p>Scratch memory: one instance per thread.
 */
final class TileKernel {
  /** Cells per chunk unless a single column is longer. */
  private static final int CHUNK = 512;

  /** Whole numbers up to here are exact as floats. */
  private static final float LARGEST_SUM = 0x1p24f;

  private final boolean pairs;
  private final CellMover mover;

  /** Null without the Vector API. */
  private final PairLoops vectors;

  private final PulsePair pair = new PulsePair();
  private int capacity;
  private float[] gradient;
  private float[] weight;
  private float[] mean;
  private float[] steps;
  private int[] places;
  private float[] push;
  private float[] pull;
  private float[] shorter;
  private float[] longer;
  private float[] first;
  private float[] second;
  private float[] plus;
  private float[] minus;
  private float[] rowLongest = new float[0];
  private float[] rowSum = new float[0];
  private FloatBits bits;
  private FloatBits otherBits;
  private PlainPairs plain;

  /**
   * Makes a kernel.
   *
   * @param grain the device's grain
   * @param mover moves cell by cell; null if devices are alike and CARRY, so that loops can
   * @param vectors used where it applies; null: nowhere
   */
  TileKernel(Grain grain, CellMover mover, PairLoops vectors) {
    pairs = grain == Grain.PAIR && mover == null;
    this.mover = mover;
    this.vectors = vectors;
  }

  /** Returns whether a cell's weight is all that this kernel needs to know of its walls. */
  boolean movesWeights() {
    return mover == null;
  }

  /**
   * Updates a tile.
   *
   * @param offset added to every drift before it is planned, in weight units [1]
   * @param pushNormals standard normals of the pairs or the pushes, [cells]; not modified
   * @param pullNormals standard normals of the pulls, [cells]; not used by merged pairs
   * @param pulses receives the widths; null: nobody records them
   */
  void update(
      LinearPlan plan,
      float offset,
      Increment increment,
      CellArray cells,
      FloatBuffer gradients,
      FloatBuffer weights,
      int[] columnOffsets,
      float[] pushNormals,
      float[] pullNormals,
      boolean pushFirst,
      RowPrograms programs,
      TilePulses pulses,
      UpdateStatistics statistics) {
    int rows = cells.rows();
    int columns = cells.columns();
    int phases = programs.phases();
    int chunkColumns = chunkColumns(rows, phases);
    int turn = Math.max(phases, chunkColumns) * rows;
    reserve(chunkColumns * rows, turn);
    float required = (float) increment.noiseVariance();
    float drift = increment.drift();
    float bias = pushFirst ? -plan.bias() : plan.bias();
    int limitBits = plan.limitBits(required);
    int upperBits = plan.upperBits(required);
    LaneCounts counts = statistics.lanes();
    int mostTurns = (int) (LARGEST_SUM / (2 * plan.longest()));
    int turns = 0;
    boolean kept = mover == null && cells.isKeptIn(weights);
    takePositions(); // an update that failed may have left some, and widths of rows
    Arrays.fill(rowLongest, 0, turn, 0);
    Arrays.fill(rowSum, 0, turn, 0);
    for (int column = 0; column < columns; column += chunkColumns) {
      int width = Math.min(chunkColumns, columns - column);
      int n = width * rows;
      int start = column * rows;
      for (int c = 0; c < width; c++) {
        gradients.get(columnOffsets[column + c], gradient, c * rows, rows);
      }
      if (kept) { // here, so that the processor waits for both at once
        for (int c = 0; c < width; c++) {
          weights.get(columnOffsets[column + c], weight, c * rows, rows);
        }
      }
      counts.open(plan, required, n, statistics);
      PairLoops loops = loops(n);
      boolean usable =
          loops != null
              ? loops.plan(
                  plan, drift, offset, bias, required, limitBits, upperBits, gradient, mean, steps,
                  places, counts, n)
              : planWidths(plan, drift, offset, required, limitBits, upperBits, counts, n);
      if (!usable || !counts.widths(places, n)) {
        throw notUsable(rows, column, n, drift);
      }
      int at = start % turn;
      if (at == 0 && ++turns > mostTurns) {
        moveRows(turn, phases * rows, programs);
        turns = 1;
      }
      if (pulses != null) {
        if (loops != null) {
          widthsOfPlaces(n);
        }
        pulses.take(column, width, shorter, longer, gradient, drift, offset);
      }
      if (mover == null && !kept) {
        System.arraycopy(cells.plus(), start, plus, 0, n);
        System.arraycopy(cells.minus(), start, minus, 0, n);
        KernelLoops.difference(plus, minus, weight, n);
      }
      if (loops != null) {
        loops.move(
            plan,
            mean,
            steps,
            pushNormals,
            start,
            rowLongest,
            rowSum,
            at,
            weight,
            counts.ends(),
            n);
      } else {
        KernelLoops.sum(shorter, longer, steps, n);
        plain.mergeRows(steps, rowLongest, rowSum, at, n);
        System.arraycopy(pushNormals, start, first, 0, n);
        System.arraycopy(pullNormals, start, second, 0, n);
        if (mover != null) {
          moveOneByOne(drift, offset, cells, start, pushFirst, counts.ends(), n);
        } else {
          movePulses(plan, drift, offset, pushFirst, counts.ends(), n);
          plain.addPositions(weight, n);
        }
      }
      if (mover == null && !kept) {
        KernelLoops.split(weight, plus, minus, n);
        System.arraycopy(plus, 0, cells.plus(), start, n);
        System.arraycopy(minus, 0, cells.minus(), start, n);
      }
      for (int c = 0; c < width; c++) {
        weights.put(columnOffsets[column + c], weight, c * rows, rows);
      }
    }
    if (mover == null) {
      cells.positionSum(takePositions());
    }
    moveRows(turn, phases * rows, programs);
  }

  /** Whole turns of the drivers, or a whole fraction of one, of at most CHUNK cells. */
  private static int chunkColumns(int rows, int phases) {
    if (phases * rows <= CHUNK) {
      return CHUNK / (phases * rows) * phases;
    }
    for (int columns = Math.max(1, CHUNK / rows); ; columns--) {
      if (phases % columns == 0) {
        return columns;
      }
    }
  }

  private void reserve(int chunk, int turn) {
    if (chunk > capacity) {
      capacity = chunk;
      gradient = new float[chunk];
      weight = new float[chunk];
      mean = new float[chunk];
      steps = new float[chunk];
      places = new int[chunk];
      push = new float[chunk];
      pull = new float[chunk];
      shorter = new float[chunk];
      longer = new float[chunk];
      first = new float[chunk];
      second = new float[chunk];
      plus = new float[chunk];
      minus = new float[chunk];
      bits = new FloatBits(chunk);
      otherBits = new FloatBits(chunk);
      plain = new PlainPairs(chunk);
    }
    if (turn > rowLongest.length) {
      rowLongest = new float[turn];
      rowSum = new float[turn];
    }
  }

  private PairLoops loops(int n) {
    if (!pairs) {
      return null;
    }
    return vectors != null && n % vectors.width() == 0 ? vectors : plain;
  }

  private boolean planWidths(
      LinearPlan plan,
      float drift,
      float offset,
      float required,
      int limitBits,
      int upperBits,
      LaneCounts counts,
      int n) {
    plain.widths(
        plan, drift, offset, required, limitBits, upperBits, gradient, shorter, longer, places,
        counts, n);
    return true; // what is not usable is out of place
  }

  /** Computes both widths from their sum and the place in the histogram. */
  private void widthsOfPlaces(int n) {
    for (int j = 0; j < n; j++) {
      int sum = (int) steps[j];
      // An odd remainder is a step by which the longer width was cut.
      int less = (sum - LaneCounts.difference(places[j]) + 1) >> 1;
      shorter[j] = less;
      longer[j] = sum - less;
    }
  }

  private void moveOneByOne(
      float drift, float offset, CellArray cells, int start, boolean pushFirst, int[] ends, int n) {
    for (int j = 0; j < n; j++) {
      pair.shorter = (int) shorter[j];
      pair.longer = (int) longer[j];
      pair.sign = StepMath.sign(gradient[j] * drift + offset);
      if (mover.move(cells, start + j, pair, pushFirst, first[j], second[j])) {
        ends[j]++;
      }
      weight[j] = cells.weight(start + j);
    }
  }

  private void movePulses(
      LinearPlan plan, float drift, float offset, boolean pushFirst, int[] ends, int n) {
    KernelLoops.pushAndPull(gradient, drift, offset, shorter, longer, push, pull, n);
    float[] deviation = steps;
    for (int pulse = 0; pulse < 2; pulse++) {
      boolean isPush = (pulse == 0) == pushFirst;
      KernelLoops.pulse(
          plan,
          isPush ? push : pull,
          isPush ? 1f : -1f,
          pulse == 0 ? 0f : isPush ? plan.bias() : -plan.bias(),
          pulse == 0 ? 0f : plan.addedVariance(),
          mean,
          deviation,
          n);
      KernelLoops.displace(mean, deviation, isPush ? first : second, weight, n);
      (pulse == 0 ? bits : otherBits).put(weight, n);
      KernelLoops.clip(weight, n);
    }
    KernelLoops.countEnds(bits.bytes(), otherBits.bytes(), ends, n);
  }

  private void moveRows(int turn, int entries, RowPrograms programs) {
    for (int start = 0; start < turn; start += entries) {
      for (int entry = 0; entry < entries; entry++) {
        int j = start + entry;
        programs.merge(entry, (int) rowLongest[j], (long) rowSum[j], 0);
        rowLongest[j] = 0;
        rowSum[j] = 0;
      }
    }
    programs.pulseAll();
  }

  private long takePositions() {
    long sum = plain.takePositions();
    return vectors == null ? sum : sum + vectors.takePositions();
  }

  private ArithmeticException notUsable(int rows, int column, int n, float drift) {
    for (int j = 0; j < n; j++) {
      TileUpdate.requireUsable(gradient[j], drift, column + j / rows, j % rows);
    }
    return new ArithmeticException("a pulse width is not a number");
  }
}
