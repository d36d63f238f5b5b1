package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.learning.Increment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * The fast form of a tile's update: equal devices, linear law, merged pairs, CARRY. Bit for bit the
 * plain form of {@link LinearPlan} and {@link CellMover}.
 *
 * <p>Implementation note. The tile is cut into chunks of whole columns that stay in the first-level
 * cache; the work on a chunk is cut into loops small enough for C2 of JDK 17 to unroll and
 * vectorise. A chunk is a whole number of turns of the shared drivers (or a whole fraction of one),
 * so that element j of every chunk belongs to the same entry of the row programs and these, too,
 * are element-wise loops. Scratch memory: one instance per thread.
 */
final class PairKernel {
  /** Cells per chunk unless a single column is longer: 8 KiB per array. */
  private static final int CHUNK = 2048;

  /** Chunks after which row sums move to integers: 64 x 2 x 65,535 steps stay below 2^24. */
  private static final int EXACT_CHUNKS = 64;

  private final LinearPlan plan;
  private int capacity;
  private float[] gradient;
  private float[] asymmetry;
  private float[] wanted;
  private float[] shorter;
  private float[] longer;
  private float[] noise;
  private float[] plus;
  private float[] minus;
  private int[] shorterBits;
  private int[] longerBits;
  private float[] rowLongest = new float[0];
  private float[] rowSum = new float[0];
  private float[] rowPulsed = new float[0];
  private float[] chunkLongest;
  private float[] chunkSum;
  private float[] chunkPulsed;
  private FloatBuffer asFloats;
  private IntBuffer asInts;

  PairKernel(LinearPlan plan) {
    this.plan = plan;
  }

  /**
   * Updates a tile.
   *
   * @param normals standard normals of all cells, [cells]; not modified
   */
  void update(
      CellArray cells,
      FloatBuffer gradients,
      FloatBuffer weights,
      int[] columnOffsets,
      Increment increment,
      float[] normals,
      RowPrograms programs,
      UpdateStatistics statistics) {
    int rows = cells.rows();
    int columns = cells.columns();
    int phases = programs.phases();
    int chunkColumns = chunkColumns(rows, phases);
    int turn = Math.max(phases, chunkColumns) * rows;
    reserve(chunkColumns * rows, turn);
    boolean aligned = turn == chunkColumns * rows;
    int chunks = 0;
    for (int column = 0; column < columns; column += chunkColumns) {
      int width = Math.min(chunkColumns, columns - column);
      int n = width * rows;
      for (int c = 0; c < width; c++) {
        gradients.get(columnOffsets[column + c], gradient, c * rows, rows);
      }
      LaneCounts counts = statistics.lanes();
      counts.open(n, statistics);
      planWidths(increment, counts, n);
      try {
        toBits(shorter, shorterBits, n);
        toBits(longer, longerBits, n);
        counts.widths(shorterBits, longerBits, n);
      } catch (ArrayIndexOutOfBoundsException e) {
        throw notFinite(rows, column, n, e);
      }
      if (aligned) {
        rowStage(shorter, longer, rowLongest, rowSum, rowPulsed, n);
      } else {
        int at = column * rows % turn;
        System.arraycopy(rowLongest, at, chunkLongest, 0, n);
        System.arraycopy(rowSum, at, chunkSum, 0, n);
        System.arraycopy(rowPulsed, at, chunkPulsed, 0, n);
        rowStage(shorter, longer, chunkLongest, chunkSum, chunkPulsed, n);
        System.arraycopy(chunkLongest, 0, rowLongest, at, n);
        System.arraycopy(chunkSum, 0, rowSum, at, n);
        System.arraycopy(chunkPulsed, 0, rowPulsed, at, n);
      }
      int first = column * rows;
      System.arraycopy(normals, first, noise, 0, n);
      System.arraycopy(cells.plus(), first, plus, 0, n);
      System.arraycopy(cells.minus(), first, minus, 0, n);
      move(increment, counts.ends(), n);
      System.arraycopy(plus, 0, cells.plus(), first, n);
      System.arraycopy(minus, 0, cells.minus(), first, n);
      for (int c = 0; c < width; c++) {
        weights.put(columnOffsets[column + c], noise, c * rows, rows);
      }
      if (++chunks % EXACT_CHUNKS == 0) {
        moveRows(turn, phases * rows, programs);
      }
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
      wanted = new float[chunk];
      shorter = new float[chunk];
      longer = new float[chunk];
      noise = new float[chunk];
      plus = new float[chunk];
      minus = new float[chunk];
      shorterBits = new int[chunk];
      longerBits = new int[chunk];
      chunkLongest = new float[chunk];
      chunkSum = new float[chunk];
      chunkPulsed = new float[chunk];
      ByteBuffer memory =
          ByteBuffer.allocateDirect(Float.BYTES * chunk).order(ByteOrder.nativeOrder());
      asFloats = memory.asFloatBuffer();
      asInts = memory.asIntBuffer();
    }
    if (turn > rowLongest.length) {
      rowLongest = new float[turn];
      rowSum = new float[turn];
      rowPulsed = new float[turn];
    }
  }

  /** C2 17 vectorises no reinterpreting of floats: bits change their type by bulk copies. */
  private void toBits(float[] steps, int[] bits, int n) {
    magicStage(steps, asymmetry, n);
    asFloats.put(0, asymmetry, 0, n);
    asInts.get(0, bits, 0, n);
  }

  private void planWidths(Increment increment, LaneCounts counts, int n) {
    float required = (float) increment.noiseVariance();
    asymmetryStage(plan, gradient, increment.drift(), asymmetry, n);
    wantedStage(plan, required, asymmetry, wanted, shorter, n);
    lowerUpperStage(plan, wanted, shorter, counts.lower(), counts.upper(), n);
    longerStage(plan, wanted, asymmetry, longer, n);
    longestStage(plan, longer, counts.longest(), n);
    shorterStage(plan, wanted, shorter, n);
  }

  private void move(Increment increment, float[] ends, int n) {
    float[] mean = asymmetry;
    float[] deviation = wanted;
    meanStage(plan, gradient, increment.drift(), shorter, longer, mean, n);
    deviationStage(plan, shorter, longer, deviation, n);
    displaceStage(plus, minus, mean, deviation, noise, n);
    endStage(noise, ends, n);
    splitStage(noise, plus, minus, n);
  }

  private void moveRows(int turn, int entries, RowPrograms programs) {
    for (int start = 0; start < turn; start += entries) {
      for (int entry = 0; entry < entries; entry++) {
        int j = start + entry;
        programs.merge(entry, (int) rowLongest[j], (long) rowSum[j], (int) rowPulsed[j]);
      }
    }
    Arrays.fill(rowLongest, 0, turn, 0);
    Arrays.fill(rowSum, 0, turn, 0);
    Arrays.fill(rowPulsed, 0, turn, 0);
  }

  private ArithmeticException notFinite(
      int rows, int column, int n, ArrayIndexOutOfBoundsException cause) {
    for (int j = 0; j < n; j++) {
      TileUpdate.requireFinite(gradient[j], column + j / rows, j % rows);
    }
    ArithmeticException unknown = new ArithmeticException("a pulse width is not a number");
    unknown.initCause(cause);
    return unknown;
  }

  // Loops.

  private static void asymmetryStage(
      LinearPlan plan, float[] gradient, float drift, float[] asymmetry, int n) {
    for (int j = 0; j < n; j++) {
      asymmetry[j] = plan.asymmetry(gradient[j] * drift);
    }
  }

  private static void wantedStage(
      LinearPlan plan, float required, float[] asymmetry, float[] wanted, float[] left, int n) {
    for (int j = 0; j < n; j++) {
      float rest = plan.left(required, asymmetry[j]);
      left[j] = rest;
      wanted[j] = plan.symmetric(rest);
    }
  }

  private static void lowerUpperStage(
      LinearPlan plan, float[] wanted, float[] left, float[] lower, float[] upper, int n) {
    for (int j = 0; j < n; j++) {
      float over = StepMath.positive(-left[j]);
      upper[j] += over;
      // Nothing left means nothing wanted, which is below the shortest pulse, too.
      lower[j] += StepMath.positive(plan.shortest - wanted[j]) - over;
    }
  }

  private static void longerStage(
      LinearPlan plan, float[] wanted, float[] asymmetry, float[] longer, int n) {
    for (int j = 0; j < n; j++) {
      longer[j] = plan.longer(Math.max(plan.shortest, wanted[j]), asymmetry[j]);
    }
  }

  private static void longestStage(LinearPlan plan, float[] longer, float[] cut, int n) {
    for (int j = 0; j < n; j++) {
      cut[j] += StepMath.positive(longer[j] - plan.longest);
      longer[j] = Math.min(longer[j], plan.longest);
    }
  }

  private static void shorterStage(LinearPlan plan, float[] wanted, float[] shorter, int n) {
    for (int j = 0; j < n; j++) {
      shorter[j] = StepMath.round(Math.min(Math.max(plan.shortest, wanted[j]), plan.longest));
    }
  }

  private static void magicStage(float[] steps, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = steps[j] + StepMath.MAGIC;
    }
  }

  private static void rowStage(
      float[] shorter, float[] longer, float[] longest, float[] sum, float[] pulsed, int n) {
    for (int j = 0; j < n; j++) {
      float steps = shorter[j] + longer[j];
      longest[j] = Math.max(longest[j], steps);
      sum[j] += steps;
      pulsed[j] += 1f;
    }
  }

  private static void meanStage(
      LinearPlan plan,
      float[] gradient,
      float drift,
      float[] shorter,
      float[] longer,
      float[] mean,
      int n) {
    for (int j = 0; j < n; j++) {
      mean[j] = StepMath.sign(gradient[j] * drift) * (plan.mean(longer[j]) - plan.mean(shorter[j]));
    }
  }

  private static void deviationStage(
      LinearPlan plan, float[] shorter, float[] longer, float[] deviation, int n) {
    for (int j = 0; j < n; j++) {
      deviation[j] = (float) Math.sqrt(plan.variance(shorter[j]) + plan.variance(longer[j]));
    }
  }

  /** Replaces the normals by the new weights, as if the tracks had no ends. */
  private static void displaceStage(
      float[] plus, float[] minus, float[] mean, float[] deviation, float[] noise, int n) {
    for (int j = 0; j < n; j++) {
      noise[j] = plus[j] - minus[j] + (mean[j] + deviation[j] * noise[j]);
    }
  }

  private static void endStage(float[] weight, float[] ends, int n) {
    for (int j = 0; j < n; j++) {
      ends[j] += StepMath.positive(Math.abs(weight[j]) - 1f);
      weight[j] = Math.max(-1f, Math.min(1f, weight[j]));
    }
  }

  private static void splitStage(float[] weight, float[] plus, float[] minus, int n) {
    for (int j = 0; j < n; j++) {
      plus[j] = Math.max(0f, weight[j]);
      minus[j] = Math.max(0f, -weight[j]);
      weight[j] += 0f; // no negative zero, like plus - minus
    }
  }
}
