package dev.spindrift.explore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Writes what an exploration yields. */
public final class ExplorationResults {
  private ExplorationResults() {}

  /**
   * Writes the exploration as it was read, the table of all rows, plots and the page. All of them
   * appear together when the last one is complete; until then those of an earlier time stay.
   *
   * @param rows not modified
   * @param stopped asked between files; once it says so, nothing is changed
   * @return whether the files were written
   * @throws UncheckedIOException if they cannot be written
   */
  public static boolean write(
      Exploration e, PointStore store, List<ResultRow> rows, BooleanSupplier stopped) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("exploration.yaml", utf8(e.text()));
    CsvTable table = CsvTable.of(e, rows);
    files.put("table.csv", utf8(table.csv()));
    Map<String, String> about =
        Map.of("exploration", e.text(), "program", ProgramVersion.text(), "title", e.title());
    files.put("table.parquet", ParquetTable.of(table, about));
    for (StaticPlots.Plot plot : StaticPlots.of(e, rows)) {
      if (stopped.getAsBoolean()) {
        return false;
      }
      files.put("plots/" + plot.name() + ".png", plot.png());
      files.put("plots/" + plot.name() + ".svg", plot.svg());
    }
    files.put("explore.html", utf8(Page.of(e, rows)));
    return store.replace(files, stale(store.folder(), files), stopped);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Plots of objectives or axes that the exploration no longer has. */
  private static List<Path> stale(Path folder, Map<String, byte[]> files) {
    Path plots = folder.resolve("plots");
    if (!Files.isDirectory(plots)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(plots)) {
      return list.filter(f -> f.getFileName().toString().matches("[a-z].*\\.(png|svg)"))
          .filter(f -> !files.containsKey("plots/" + f.getFileName()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + plots + " cannot be read", e);
    }
  }
}
