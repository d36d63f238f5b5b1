package dev.spindrift.mapping;

import dev.spindrift.circuit.AnalogueTile;
import dev.spindrift.circuit.ReadPath;
import dev.spindrift.circuit.WireError;
import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.engine.Workers;
import dev.spindrift.network.WeightReader;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Reads a network's layers through their tiles: activations become codes and drives, every tile
 * delivers converted partial sums, and these are added digitally over the tiles of a row of blocks.
 *
 * <p>Codes of activations are symmetric about zero where a read has negative inputs and unsigned
 * otherwise. Noise is a function of (seed, tile, direction, number of the read), and reads are
 * numbered within a mini-batch, so a resumed run reads the same.
 */
public final class TileReader implements WeightReader, Checkpointed {
  /** Reads of one layer within a mini-batch that have noise of their own. */
  private static final int READS = 4096;

  private final ReadPath path;
  private final Layout layout;
  private final DeviceParameters device;
  private final List<CellArray> cells;
  private final Set<Integer> layers;
  private final Workers workers;
  private final List<AnalogueTile> tiles = new ArrayList<>();
  private final boolean[] fresh;
  private final int[] reads;
  private long miniBatch;

  /**
   * Makes the read circuits of a bank.
   *
   * @param layers indices of the layers to read through tiles; the others stay exact
   * @param cells the bank's cells, by tile; referenced
   * @param seed root seed of noise and converter errors
   * @param workers who reads tiles side by side; not to be used by others during a read
   */
  public TileReader(
      ReadPath path,
      Layout layout,
      DeviceParameters device,
      List<CellArray> cells,
      Set<Integer> layers,
      long seed,
      Workers workers) {
    this.path = path;
    this.layout = layout;
    this.device = device;
    this.cells = cells;
    this.layers = Set.copyOf(layers);
    this.workers = workers;
    for (TileBlock b : layout.blocks()) {
      tiles.add(
          new AnalogueTile(
              path,
              b.rows(),
              b.columns(),
              device.antiparallelConductance(),
              device.parallelConductance(),
              seed,
              b.tile()));
    }
    fresh = new boolean[tiles.size()];
    reads = new int[layout.byLayer().size()];
  }

  /**
   * Says that walls may have moved and that a mini-batch, or a test after it, begins.
   *
   * @param number number of the mini-batch, 0 to 2^19 - 1; noise repeats after that [1]
   */
  public void begin(long number) {
    miniBatch = number;
    Arrays.fill(fresh, false);
    Arrays.fill(reads, 0);
  }

  @Override
  public boolean reads(int layer) {
    return layers.contains(layer);
  }

  @Override
  public void forward(int layer, float[] inputs, int vectors, float[] outputs) {
    reads[layer]++;
    read(layer, false, inputs, vectors, outputs);
  }

  @Override
  public void backward(int layer, float[] errors, int vectors, float[] inputErrors) {
    read(layer, true, errors, vectors, inputErrors);
  }

  /** Returns how many conversions were beyond full scale so far [1]. */
  public long clipped() {
    return tiles.stream().mapToLong(AnalogueTile::clipped).sum();
  }

  /** Returns how many conversions of a layer there were, and how many beyond full scale [1]. */
  public long[] conversions(int layer) {
    long[] counts = new long[2];
    for (int tile : layout.byLayer().get(layer)) {
      counts[0] += tiles.get(tile).converted();
      counts[1] += tiles.get(tile).clipped();
    }
    return counts;
  }

  /**
   * Measures what wires take from the reads of a layer's largest tile, the lowest number of equals,
   * with its present conductances.
   */
  public WireError wireError(int layer) {
    TileBlock largest = null;
    for (int tile : layout.byLayer().get(layer)) {
      TileBlock b = layout.blocks().get(tile);
      largest = largest == null || b.cells() > largest.cells() ? b : largest;
    }
    float[][] g = conductances(largest.tile());
    int lines = 2 * largest.columns();
    double[] crossings = new double[largest.rows() * lines];
    for (int c = 0; c < largest.columns(); c++) {
      for (int r = 0; r < largest.rows(); r++) {
        crossings[r * lines + 2 * c] = g[0][c * largest.rows() + r];
        crossings[r * lines + 2 * c + 1] = g[1][c * largest.rows() + r];
      }
    }
    return WireError.of(path, largest.rows(), lines, crossings);
  }

  @Override
  public void save(StateWriter out) throws IOException {
    for (AnalogueTile tile : tiles) {
      tile.save(out);
    }
  }

  @Override
  public void restore(StateReader in) throws IOException {
    for (AnalogueTile tile : tiles) {
      tile.restore(in);
    }
  }

  private void read(int layer, boolean transposed, float[] in, int vectors, float[] out) {
    List<Integer> mine = layout.byLayer().get(layer);
    TileBlock first = layout.blocks().get(mine.get(0));
    int rows = first.layerRows();
    int columns = in.length / vectors;
    int inLength = transposed ? columns : rows;
    int outLength = out.length / vectors;
    float scale = encode(in, vectors * inLength);
    Arrays.fill(out, 0, vectors * outLength, 0);
    if (scale == 0) {
      return;
    }
    long number = (miniBatch * READS + reads[layer] % READS) * planes() % (1L << 31);
    float[][] sums = new float[mine.size()][];
    workers.forEach(
        mine.size(),
        (worker, i) ->
            sums[i] = tileSums(mine.get(i), transposed, in, inLength, vectors, scale, number));
    for (int i = 0; i < sums.length; i++) {
      TileBlock b = layout.blocks().get(mine.get(i));
      int at = transposed ? b.rowStart() : b.columnStart();
      int n = transposed ? b.rows() : b.columns();
      for (int v = 0; v < vectors; v++) {
        for (int k = 0; k < n; k++) {
          out[v * outLength + at + k] += scale * sums[i][v * n + k];
        }
      }
    }
  }

  /**
   * Rounds values to what the inputs' codes stand for.
   *
   * @return the value that drives full scale, 0 if all are 0
   */
  private float encode(float[] values, int n) {
    float largest = 0;
    boolean signed = false;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
      signed |= values[i] < 0;
    }
    float scale = path.inputRange() > 0 ? (float) path.inputRange() : largest;
    if (scale == 0) {
      return 0;
    }
    int levels = levels(signed);
    for (int i = 0; i < n; i++) {
      float code = (float) Math.rint(values[i] / scale * levels);
      values[i] = Math.max(-levels, Math.min(levels, code)) / levels * scale;
    }
    return scale;
  }

  private int planes() {
    return path.inputs() == ReadPath.Inputs.BIT_SERIAL ? Math.max(1, path.inputBits() - 1) : 1;
  }

  private int levels(boolean signed) {
    boolean serial = path.inputs() == ReadPath.Inputs.BIT_SERIAL;
    return Math.max(1, (1 << (signed || serial ? path.inputBits() - 1 : path.inputBits())) - 1);
  }

  private float[] tileSums(
      int tile,
      boolean transposed,
      float[] in,
      int inLength,
      int vectors,
      float scale,
      long number) {
    TileBlock b = layout.blocks().get(tile);
    AnalogueTile circuit = tiles.get(tile);
    if (!fresh[tile]) {
      float[][] g = conductances(tile);
      circuit.conductances(g[0], g[1]);
      fresh[tile] = true;
    }
    int at = transposed ? b.columnStart() : b.rowStart();
    int n = transposed ? b.columns() : b.rows();
    float[] drives = new float[vectors * n];
    for (int v = 0; v < vectors; v++) {
      for (int k = 0; k < n; k++) {
        drives[v * n + k] = in[v * inLength + at + k] / scale;
      }
    }
    float[] sums = new float[vectors * (transposed ? b.rows() : b.columns())];
    if (path.inputs() == ReadPath.Inputs.VOLTAGE) {
      circuit.read(transposed, drives, vectors, number, sums);
    } else {
      bitPlanes(circuit, transposed, drives, vectors, number, sums);
    }
    return sums;
  }

  /** One read per bit of the magnitude, from the highest to the lowest. */
  private void bitPlanes(
      AnalogueTile circuit,
      boolean transposed,
      float[] drives,
      int vectors,
      long number,
      float[] sums) {
    int levels = levels(true);
    float[] plane = new float[drives.length];
    float[] part = new float[sums.length];
    for (int bit = planes() - 1; bit >= 0; bit--) {
      for (int i = 0; i < drives.length; i++) {
        int code = Math.round(drives[i] * levels);
        int set = (Math.abs(code) >> bit) & 1;
        plane[i] = code < 0 ? -set : set;
      }
      circuit.read(transposed, plane, vectors, number + bit, part);
      float weight = (float) (1 << bit) / levels;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weight * part[i];
      }
    }
  }

  /** Conductances of a tile's plus and minus devices, each [column][row] [S]. */
  private float[][] conductances(int tile) {
    CellArray array = cells.get(tile);
    float[] plus = new float[array.size()];
    float[] minus = new float[array.size()];
    float off = (float) device.antiparallelConductance();
    float range = (float) (device.parallelConductance() - device.antiparallelConductance());
    for (int i = 0; i < plus.length; i++) {
      plus[i] = off + range * array.plus()[i];
      minus[i] = off + range * array.minus()[i];
      if (array.plusVariation() != null) {
        plus[i] *= array.plusVariation().conductance(i);
        minus[i] *= array.minusVariation().conductance(i);
      }
    }
    return new float[][] {plus, minus};
  }
}
