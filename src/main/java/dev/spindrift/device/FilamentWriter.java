package dev.spindrift.device;

import dev.spindrift.engine.CounterNoise;

/** Programs the filaments of cells, see {@link FilamentModel}. The widths do not count. */
public final class FilamentWriter implements CellWriter {
  private static final int CHUNK = 256;

  private final FilamentModel model;
  private final CounterNoise noise;
  private final int[] numbers = new int[CHUNK];
  private final float[] plusNormals = new float[CHUNK];
  private final float[] minusNormals = new float[CHUNK];

  /**
   * Makes a writer.
   *
   * @param model the filaments
   * @param seed root seed of the noise
   */
  public FilamentWriter(FilamentModel model, long seed) {
    this.model = model;
    noise = new CounterNoise(seed, "device filament");
  }

  @Override
  public void write(CellArray cells, long update, boolean pushFirst, WriteBatch batch) {
    for (int from = 0; from < batch.size(); from += CHUNK) {
      int n = Math.min(CHUNK, batch.size() - from);
      for (int j = 0; j < n; j++) {
        numbers[j] = (int) (cells.firstDevice() + batch.cell(from + j));
      }
      noise.pairs(update, numbers, n, plusNormals, minusNormals);
      for (int j = 0; j < n; j++) {
        int i = from + j;
        if (batch.push(i) + batch.pull(i) > 0) {
          batch.end(i, program(cells, batch.cell(i), batch.drift(i), j));
        }
      }
    }
  }

  private boolean program(CellArray cells, int cell, float drift, int j) {
    double mean = Math.max(-1, Math.min(1, (double) cells.weight(cell) + drift));
    double plus = 0.5 + 0.5 * mean;
    double minus = 0.5 - 0.5 * mean;
    plus += model.spread(plus) * plusNormals[j];
    minus += model.spread(minus) * minusNormals[j];
    cells.plus()[cell] = (float) Math.max(0, Math.min(1, plus));
    cells.minus()[cell] = (float) Math.max(0, Math.min(1, minus));
    return !(plus >= 0 && plus <= 1 && minus >= 0 && minus <= 1);
  }
}
