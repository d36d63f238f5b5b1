package dev.spindrift.trace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What writer and reader of traces agree on: magic, version, names, ending. */
final class TraceFormat {
  /** The version that this program writes and reads. */
  static final int VERSION = 1;

  /** First eight bytes of an Arrow IPC file. */
  static final byte[] START = {'A', 'R', 'R', 'O', 'W', '1', 0, 0};

  /** Last six bytes of an Arrow IPC file. */
  static final byte[] MAGIC = {'A', 'R', 'R', 'O', 'W', '1'};

  /** Longest metadata of a message; a header with its netlist takes some 20 kB [byte]. */
  static final int LONGEST_METADATA = 16 << 20;

  /** Longest body of a message; the writer's stay below 16 MB [byte]. */
  static final int LONGEST_BODY = 256 << 20;

  /** Most entries of a header; inputs are a handful of files [1]. */
  static final int MOST_ENTRIES = 1000;

  /** Most records of a block [1]. */
  static final int MOST_RECORDS = 1 << 20;

  /** Most list elements of a block [1]. */
  static final int MOST_ELEMENTS = 64 << 20;

  private TraceFormat() {}

  /** Returns the number of a marker among the events: actions come first. */
  static int event(Marker marker) {
    return Action.values().length + marker.ordinal();
  }

  /** Returns a column's names; the first of components, works and layers is "none", empty. */
  static List<String> names(Column column, List<String> components, List<String> layers) {
    List<String> names = new ArrayList<>();
    if (column != Column.EVENT) {
      names.add("");
    }
    switch (column) {
      case EVENT -> {
        for (Action a : Action.values()) {
          names.add(a.label());
        }
        for (Marker m : Marker.values()) {
          names.add(m.label());
        }
      }
      case COMPONENT -> names.addAll(components);
      case WORK -> {
        for (Work w : Work.values()) {
          names.add(w.label());
        }
      }
      case LAYER -> names.addAll(layers);
      default -> throw new IllegalArgumentException(column + " has no names");
    }
    return names;
  }

  /** Returns what follows the last block: end of stream, footer, its length, magic. */
  static byte[] ending(
      Map<String, String> metadata,
      List<ArrowMessages.Place> dictionaries,
      List<ArrowMessages.Place> batches) {
    byte[] footer = ArrowMessages.footer(metadata, dictionaries, batches);
    byte[] out = new byte[8 + footer.length + 4 + MAGIC.length];
    ByteBuffer b = Lz4Frames.littleEndian(out);
    b.putInt(-1).putInt(0).put(footer).putInt(footer.length).put(MAGIC);
    return out;
  }

  static String text(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }
}
