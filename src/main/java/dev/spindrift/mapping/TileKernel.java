package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.Grain;
import dev.spindrift.engine.FloatBits;
import dev.spindrift.learning.Increment;
import java.nio.FloatBuffer;

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
 * <p>Scratch memory: one instance per thread.
 */
final class TileKernel {
  /** Cells per chunk unless a single column is longer. */
  private static final int CHUNK = 512;

  /** Chunks after which sums of positions, at most 2^23 each, might overflow. */
  private static final int CHUNKS_PER_SUM = 255;

  /** Whole numbers up to here are exact as floats. */
  private static final float LARGEST_SUM = 0x1p24f;

  private final boolean pairs;
  private final CellMover mover;

  /** Null without the Vector API, or where it does not apply. */
  private final PairLoops vectors;

  private final PulsePair pair = new PulsePair();
  private int capacity;
  private float[] gradient;
  private float[] asymmetry;
  private float[] symmetric;
  private float[] shorter;
  private float[] longer;
  private float[] first;
  private float[] second;
  private float[] plus;
  private float[] minus;
  private float[] weight;
  private float[] keys;
  private float[] chunkLongest;
  private float[] chunkSum;
  private int[] positions;
  private float[] rowLongest = new float[0];
  private float[] rowSum = new float[0];
  private FloatBits bits;
  private FloatBits otherBits;

  /**
   * Makes a kernel.
   *
   * @param grain the device's grain
   * @param mover moves cell by cell; null if devices are alike and CARRY, so that loops can
   * @param vectors used where it applies; null: nowhere
   */
  TileKernel(Grain grain, CellMover mover, PairLoops vectors) {
    pairs = grain == Grain.PAIR;
    this.mover = mover;
    this.vectors = pairs && mover == null ? vectors : null;
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
    int limitBits = plan.limitBits(required);
    int upperBits = plan.upperBits(required);
    LaneCounts counts = statistics.lanes();
    int mostTurns = (int) (LARGEST_SUM / (2 * plan.longest()));
    int turns = 0;
    long sum = 0;
    int chunks = 0;
    takePositions(); // an update that failed may have left some
    for (int column = 0; column < columns; column += chunkColumns) {
      int width = Math.min(chunkColumns, columns - column);
      int n = width * rows;
      for (int c = 0; c < width; c++) {
        gradients.get(columnOffsets[column + c], gradient, c * rows, rows);
      }
      counts.open(plan, required, n, statistics);
      boolean vectorised = vectors != null && n % vectors.width() == 0;
      if (vectorised) {
        vectors.plan(
            plan,
            increment.drift(),
            offset,
            required,
            limitBits,
            upperBits,
            gradient,
            shorter,
            longer,
            keys,
            counts,
            n);
      } else {
        planWidths(plan, increment.drift(), offset, required, limitBits, upperBits, counts, n);
      }
      if (!counts.widths(keys, n)) {
        throw notUsable(rows, column, n, increment.drift());
      }
      int at = column * rows % turn;
      if (at == 0 && ++turns > mostTurns) {
        moveRows(turn, phases * rows, programs);
        turns = 1;
      }
      if (vectorised) {
        vectors.rows(shorter, longer, rowLongest, rowSum, at, n);
      } else {
        countRows(at, turn, n);
      }
      if (pulses != null) {
        pulses.take(column, width, shorter, longer, gradient, increment.drift(), offset);
      }
      int start = column * rows;
      if (vectorised) {
        sum +=
            vectors.move(
                plan,
                increment.drift(),
                offset,
                pushFirst ? -plan.bias() : plan.bias(),
                gradient,
                shorter,
                longer,
                pushNormals,
                cells.plus(),
                cells.minus(),
                start,
                weight,
                counts.ends(),
                n);
      } else if (mover == null) {
        takeNormals(pushNormals, pullNormals, start, n);
        move(plan, increment.drift(), offset, cells, start, pushFirst, counts.ends(), n);
        if (++chunks % CHUNKS_PER_SUM == 0) {
          sum += takePositions();
        }
      } else {
        takeNormals(pushNormals, pullNormals, start, n);
        moveOneByOne(increment.drift(), offset, cells, start, pushFirst, counts.ends(), n);
      }
      for (int c = 0; c < width; c++) {
        weights.put(columnOffsets[column + c], weight, c * rows, rows);
      }
    }
    if (mover == null) {
      cells.positionSum(sum + takePositions());
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
      asymmetry = new float[chunk];
      symmetric = new float[chunk];
      shorter = new float[chunk];
      longer = new float[chunk];
      first = new float[chunk];
      second = new float[chunk];
      plus = new float[chunk];
      minus = new float[chunk];
      weight = new float[chunk];
      keys = new float[chunk];
      chunkLongest = new float[chunk];
      chunkSum = new float[chunk];
      positions = new int[chunk];
      bits = new FloatBits(chunk);
      otherBits = new FloatBits(chunk);
    }
    if (turn > rowLongest.length) {
      rowLongest = new float[turn];
      rowSum = new float[turn];
    }
  }

  private void planWidths(
      LinearPlan plan,
      float drift,
      float offset,
      float required,
      int limitBits,
      int upperBits,
      LaneCounts counts,
      int n) {
    KernelLoops.asymmetry(plan, gradient, drift, offset, asymmetry, n);
    KernelLoops.symmetric(plan, required, asymmetry, symmetric, n);
    byte[] asymmetryBits = bits.put(asymmetry, n);
    KernelLoops.countAbove(
        asymmetryBits, limitBits, counts.limited(), upperBits, counts.upper(), n);
    KernelLoops.widths(plan, symmetric, asymmetry, shorter, longer, n);
    KernelLoops.keys(plan, shorter, longer, keys, n);
  }

  private void countRows(int at, int turn, int n) {
    if (at == 0 && n == turn) {
      KernelLoops.rows(shorter, longer, rowLongest, rowSum, n);
      return;
    }
    System.arraycopy(rowLongest, at, chunkLongest, 0, n);
    System.arraycopy(rowSum, at, chunkSum, 0, n);
    KernelLoops.rows(shorter, longer, chunkLongest, chunkSum, n);
    System.arraycopy(chunkLongest, 0, rowLongest, at, n);
    System.arraycopy(chunkSum, 0, rowSum, at, n);
  }

  private void takeNormals(float[] pushNormals, float[] pullNormals, int start, int n) {
    System.arraycopy(pushNormals, start, first, 0, n);
    if (pullNormals != pushNormals) {
      System.arraycopy(pullNormals, start, second, 0, n);
    }
  }

  private void move(
      LinearPlan plan,
      float drift,
      float offset,
      CellArray cells,
      int start,
      boolean pushFirst,
      int[] ends,
      int n) {
    System.arraycopy(cells.plus(), start, plus, 0, n);
    System.arraycopy(cells.minus(), start, minus, 0, n);
    KernelLoops.difference(plus, minus, weight, n);
    if (pairs) {
      movePairs(plan, drift, offset, pushFirst, ends, n);
    } else {
      movePulses(plan, drift, offset, pushFirst, ends, n);
    }
    KernelLoops.beyondOne(weight, shorter, n);
    KernelLoops.addPositions(bits.put(shorter, n), positions, n);
    KernelLoops.split(weight, plus, minus, n);
    System.arraycopy(plus, 0, cells.plus(), start, n);
    System.arraycopy(minus, 0, cells.minus(), start, n);
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

  private void movePairs(
      LinearPlan plan, float drift, float offset, boolean pushFirst, int[] ends, int n) {
    float bias = pushFirst ? -plan.bias() : plan.bias();
    float[] mean = asymmetry;
    float[] deviation = symmetric;
    KernelLoops.meanOfPair(plan, gradient, drift, offset, bias, shorter, longer, mean, n);
    KernelLoops.deviationOfPair(plan, shorter, longer, deviation, n);
    KernelLoops.displace(mean, deviation, first, weight, n);
    KernelLoops.countEnds(bits.put(weight, n), ends, n);
    KernelLoops.clip(weight, n);
  }

  private void movePulses(
      LinearPlan plan, float drift, float offset, boolean pushFirst, int[] ends, int n) {
    float[] push = asymmetry;
    float[] pull = symmetric;
    KernelLoops.pushAndPull(gradient, drift, offset, shorter, longer, push, pull, n);
    float[] mean = shorter;
    float[] deviation = longer;
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
    long sum = 0;
    for (int j = 0; j < positions.length; j++) {
      sum += positions[j];
      positions[j] = 0;
    }
    return sum;
  }

  private ArithmeticException notUsable(int rows, int column, int n, float drift) {
    for (int j = 0; j < n; j++) {
      TileUpdate.requireUsable(gradient[j], drift, column + j / rows, j % rows);
    }
    return new ArithmeticException("a pulse width is not a number");
  }
}
