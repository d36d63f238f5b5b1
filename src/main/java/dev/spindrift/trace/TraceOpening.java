package dev.spindrift.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;

/** What comes before a trace's first block: header and names, read and verified. */
final class TraceOpening {
  private final MessageReader messages;
  private final TraceHeader header;
  private final Map<Column, List<String>> names = new LinkedHashMap<>();
  private final List<ArrowMessages.Place> dictionaries = new ArrayList<>();
  private final Action[] actions;
  private final Marker[] markers;

  /**
   * Reads the opening.
   *
   * @param messages at the beginning of the file; afterwards before the first block
   * @throws IOException if it is no trace, of another version, or damaged
   */
  TraceOpening(MessageReader messages) throws IOException {
    this.messages = messages;
    if (!Arrays.equals(messages.start(), TraceFormat.START)) {
      throw new IOException("not an Arrow IPC file");
    }
    header = new TraceHeader(metadata(require(MessageHeader.Schema)));
    requireVersion();
    for (Column column : Column.named()) {
      MessageReader.Read d = require(MessageHeader.DictionaryBatch);
      String wrong = messages.check(d, 0);
      if (wrong != null) {
        throw new IOException("the header is damaged: " + wrong);
      }
      names.put(column, dictionary(d, column));
      dictionaries.add(d.place());
    }
    List<String> events = names.get(Column.EVENT);
    actions = new Action[events.size()];
    markers = new Marker[events.size()];
    for (int i = 0; i < actions.length; i++) {
      name(i, events.get(i));
    }
    List<String> works = names.get(Column.WORK);
    if (!works.equals(TraceFormat.names(Column.WORK, List.of(), List.of()))) {
      throw new IOException("kinds of work that this version does not know: " + works);
    }
  }

  TraceHeader header() {
    return header;
  }

  /** Returns the names by their numbers; columns in the order of the file. */
  Map<Column, List<String>> names() {
    return names;
  }

  List<ArrowMessages.Place> dictionaries() {
    return dictionaries;
  }

  /** Returns the action of each number of an event, null where it is a marker. */
  Action[] actions() {
    return actions;
  }

  /** Returns the marker of each number of an event, null where it is an action. */
  Marker[] markers() {
    return markers;
  }

  private void name(int i, String label) throws IOException {
    for (Action a : Action.values()) {
      if (a.label().equals(label)) {
        actions[i] = a;
      }
    }
    for (Marker m : Marker.values()) {
      if (m.label().equals(label)) {
        markers[i] = m;
      }
    }
    if (actions[i] == null && markers[i] == null) {
      throw new IOException("an event \"" + label + "\" that this version does not know");
    }
  }

  private MessageReader.Read require(byte type) throws IOException {
    MessageReader.Read read = messages.next();
    if (read == null || read.message().headerType() != type) {
      throw new IOException("the header is damaged or not Spindrift's");
    }
    return read;
  }

  private static Map<String, String> metadata(MessageReader.Read read) throws IOException {
    try {
      Schema schema = (Schema) read.message().header(new Schema());
      Map<String, String> out = new LinkedHashMap<>();
      if (schema.customMetadataLength() > TraceFormat.MOST_ENTRIES) {
        throw new IOException("a header of " + schema.customMetadataLength() + " entries");
      }
      for (int i = 0; i < schema.customMetadataLength(); i++) {
        KeyValue pair = schema.customMetadata(i);
        out.put(pair.key(), pair.value());
      }
      return out;
    } catch (RuntimeException e) {
      throw new IOException("the header is damaged", e);
    }
  }

  private void requireVersion() throws IOException {
    String version = header.entries().get(TraceHeader.VERSION);
    if (version == null) {
      throw new IOException("an Arrow IPC file, but not a Spindrift trace");
    }
    if (!version.equals(Integer.toString(TraceFormat.VERSION))) {
      throw new IOException(
          "version "
              + (version.length() > 20 ? version.substring(0, 20) : version)
              + " of the trace format; this program (version "
              + TraceFormat.VERSION
              + ") cannot read it, a newer Spindrift may");
    }
  }

  private static List<String> dictionary(MessageReader.Read read, Column column)
      throws IOException {
    try {
      DictionaryBatch d = (DictionaryBatch) read.message().header(new DictionaryBatch());
      RecordBatch data = d.data();
      int n = (int) data.length();
      byte[] body = read.body();
      ByteBuffer b = Lz4Frames.littleEndian(body);
      int offsets = (int) data.buffers(1).offset();
      int text = (int) data.buffers(2).offset();
      if (d.id() != column.ordinal() || n < 0 || n > body.length / 4) {
        throw new IOException("a dictionary out of order");
      }
      List<String> out = new ArrayList<>();
      int used = 0;
      for (int i = 0; i < n; i++) {
        int from = b.getInt(offsets + 4 * i);
        int to = b.getInt(offsets + 4 * (i + 1));
        if (from != used) {
          throw new IOException("a dictionary that overlaps itself");
        }
        used = to;
        out.add(TraceFormat.text(body, text + from, to - from));
      }
      return out;
    } catch (RuntimeException e) {
      throw new IOException("a damaged dictionary", e);
    }
  }
}
