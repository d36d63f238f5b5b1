package dev.spindrift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Variants of the shipped files, written to a folder, for tests of whoever reads them. */
public final class Chips {
  /** The shipped small chip. */
  public static final Path SMALL = Path.of("netlists/edge-28nm-small.yaml");

  private Chips() {}

  /**
   * Writes a variant of the small chip that uses the shipped device and technology files.
   *
   * @param folder where to
   * @param changes pairs of old text and new text; old text must be there
   * @return the netlist
   */
  public static Path write(Path folder, String... changes) throws IOException {
    String text = Files.readString(SMALL);
    for (String file : new String[] {"devices/dw-copd-4um.yaml", "technology/cmos-28nm.yaml"}) {
      text = change(text, file, Path.of("netlists", file).toAbsolutePath().toString());
    }
    return Files.writeString(folder.resolve("chip.yaml"), change(text, changes));
  }

  /**
   * Writes a chip of many small tiles (20 x 8 cells) in which everything is shared and scarce: two
   * tiles to a bank of converters and drivers, a write rail that feeds two rows at a time.
   */
  public static Path crowded(Path folder, int columnsPerDriver) throws IOException {
    return write(
        folder,
        "rows: 128",
        "rows: 20",
        "columns: 128",
        "columns: 8",
        "limit: 0.5 A",
        "limit: 8 mA",
        "limit: 2 A",
        "limit: 10 mA",
        "linesPerConverter: 8, tilesPerBank: 1",
        "linesPerConverter: 8, tilesPerBank: 2",
        "columnsPerDriver: 1\n    tilesPerBank: 1",
        "columnsPerDriver: " + columnsPerDriver + "\n    tilesPerBank: 2",
        "banks: 8",
        "banks: 3");
  }

  /** Replaces pieces of text; each must be there, or the test would test nothing. */
  public static String change(String text, String... changes) {
    String out = text;
    for (int i = 0; i < changes.length; i += 2) {
      if (!out.contains(changes[i])) {
        throw new IllegalArgumentException("no \"" + changes[i] + "\" in:\n" + out);
      }
      out = out.replace(changes[i], changes[i + 1]);
    }
    return out;
  }
}
