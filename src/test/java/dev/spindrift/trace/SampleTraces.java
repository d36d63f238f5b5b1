package dev.spindrift.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Small traces by formula. */
public final class SampleTraces {
  static final List<String> COMPONENTS = List.of("bus", "tile[0][0]");
  static final List<String> LAYERS = List.of("dense1");
  private static final int ROWS = 2;
  private static final int COLUMNS = 3;
  private static final float[] WALLS = {0.25f, 0.5f, 0.25f, 0.75f, 0f, 1f};

  private SampleTraces() {}

  static TraceWriter open(Path file, boolean force) throws IOException {
    TraceHeader header =
        TraceHeader.of("{\"name\": \"sample\"}", "{}", Map.of("scenario.yaml", "hello"));
    return new TraceWriter(file, force, header, COMPONENTS, LAYERS);
  }

  /** Writes a whole trace. */
  static Path write(Path file, int miniBatches) throws IOException {
    try (TraceWriter w = open(file, false)) {
      for (int r = 0; r < ROWS; r++) {
        w.walls(Marker.WALLS_PLUS, 1, 1, 0, 0, r, WALLS, ROWS, COLUMNS);
      }
      for (int k = 1; k <= miniBatches; k++) {
        miniBatch(w, k);
      }
      w.end(miniBatches, miniBatches * 1000L, 1e-9);
      return w.finish();
    }
  }

  static long records(int miniBatches) {
    return ROWS + 4L * miniBatches + 1;
  }

  static int push(long k, int row, int column) {
    return (int) (100 + k % 1000 + 10L * row + column);
  }

  static int pull(long k, int row, int column) {
    return column == 2 ? 0 : (int) (60_000 + k % 1000 - row);
  }

  static void miniBatch(TraceWriter w, int k) {
    w.marker(Marker.MINI_BATCH, k, k * 1000L, k);
    w.action(k, 0, Action.ADC_CONVERSION, Work.FORWARD, 0, k * 1000L, 5, 7, 1e-12, 8e-12, -1);
    char[] push = new char[ROWS * COLUMNS];
    char[] pull = new char[ROWS * COLUMNS];
    float[] drift = {0f, -0.5f, -1f, 0f, -0.5f, -1f};
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < COLUMNS; c++) {
        push[r * COLUMNS + c] = (char) push(k, r, c);
        pull[r * COLUMNS + c] = (char) pull(k, r, c);
      }
    }
    for (int r = 0; r < ROWS; r++) {
      w.rowProgram(
          k,
          1,
          Work.UPDATE,
          0,
          k * 1000L + 10,
          3,
          99,
          1e-15,
          r,
          push,
          pull,
          drift,
          r * COLUMNS,
          COLUMNS);
    }
  }
}
