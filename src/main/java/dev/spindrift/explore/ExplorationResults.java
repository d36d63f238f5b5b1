package dev.spindrift.explore;

import java.nio.file.Path;
import java.util.List;

/** Writes what an exploration yields. */
public final class ExplorationResults {
  private ExplorationResults() {}

  /**
   * Writes the exploration as it was read and the table of all rows; each file in one step.
   *
   * @param rows not modified
   */
  public static void write(Exploration e, PointStore store, List<ResultRow> rows) {
    Path folder = store.folder();
    store.write(folder.resolve("exploration.yaml"), e.text());
    CsvTable table = CsvTable.of(e, rows);
    store.write(folder.resolve("table.csv"), table.csv());
    store.write(folder.resolve("table.parquet"), ParquetTable.of(table));
    StaticPlots.of(e, rows)
        .forEach((name, content) -> store.write(folder.resolve("plots").resolve(name), content));
    store.write(folder.resolve("explore.html"), Page.of(e, rows));
  }
}
