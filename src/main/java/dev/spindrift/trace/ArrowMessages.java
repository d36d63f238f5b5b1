package dev.spindrift.trace;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.BodyCompressionMethod;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.DictionaryEncoding;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/**
 * The metadata of Arrow IPC messages, by Arrow's own flatbuffer classes: schema, dictionaries,
 * record batches, footer. The same arguments give the same bytes.
 */
final class ArrowMessages {
  private ArrowMessages() {}

  /** Where a message lies in the file. */
  record Place(long offset, int metadataLength, long bodyLength) {}

  /** Where a buffer lies in its body. */
  record Span(long offset, long length) {}

  /** Returns the schema message; the metadata keeps its order. */
  static byte[] schema(Map<String, String> metadata) {
    FlatBufferBuilder b = new FlatBufferBuilder(4096);
    int schema = addSchema(b, metadata);
    return message(b, MessageHeader.Schema, schema, 0);
  }

  private static int addSchema(FlatBufferBuilder b, Map<String, String> metadata) {
    Column[] columns = Column.values();
    int[] fields = new int[columns.length];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = field(b, columns[i]);
    }
    int vector = Schema.createFieldsVector(b, fields);
    int[] pairs = new int[metadata.size()];
    int n = 0;
    for (Map.Entry<String, String> e : metadata.entrySet()) {
      int key = b.createString(e.getKey());
      int value = b.createString(e.getValue());
      pairs[n++] = KeyValue.createKeyValue(b, key, value);
    }
    int custom = Schema.createCustomMetadataVector(b, pairs);
    Schema.startSchema(b);
    Schema.addEndianness(b, Endianness.Little);
    Schema.addFields(b, vector);
    Schema.addCustomMetadata(b, custom);
    return Schema.endSchema(b);
  }

  private static int field(FlatBufferBuilder b, Column column) {
    int name = b.createString(column.label);
    int dictionary = 0;
    int[] children = new int[0];
    byte type;
    int detail;
    if (column.type.isName()) {
      int index = Int.createInt(b, 8 * column.type.width, true);
      dictionary =
          DictionaryEncoding.createDictionaryEncoding(b, column.ordinal(), index, false, (short) 0);
      Utf8.startUtf8(b);
      detail = Utf8.endUtf8(b);
      type = Type.Utf8;
    } else if (column.type.isList()) {
      children = new int[] {element(b, column.type)};
      org.apache.arrow.flatbuf.List.startList(b);
      detail = org.apache.arrow.flatbuf.List.endList(b);
      type = Type.List;
    } else if (column.type == Column.Type.DOUBLE) {
      detail = FloatingPoint.createFloatingPoint(b, Precision.DOUBLE);
      type = Type.FloatingPoint;
    } else {
      detail = Int.createInt(b, 8 * column.type.width, true);
      type = Type.Int;
    }
    int vector = Field.createChildrenVector(b, children);
    return Field.createField(b, name, false, type, detail, dictionary, vector, 0);
  }

  private static int element(FlatBufferBuilder b, Column.Type list) {
    int name = b.createString("item");
    int none = Field.createChildrenVector(b, new int[0]);
    boolean real = list == Column.Type.LIST_FLOAT;
    int detail =
        real
            ? FloatingPoint.createFloatingPoint(b, Precision.SINGLE)
            : Int.createInt(b, 8 * list.elementWidth, false);
    byte type = real ? Type.FloatingPoint : Type.Int;
    return Field.createField(b, name, false, type, detail, 0, none, 0);
  }

  /** Returns the message of a dictionary of text: no validity, offsets, characters. */
  static byte[] dictionary(Column column, int names, List<Span> buffers, long body) {
    FlatBufferBuilder b = new FlatBufferBuilder(512);
    int data = batch(b, names, new long[] {names}, buffers, false);
    int header = DictionaryBatch.createDictionaryBatch(b, column.ordinal(), data, false);
    return message(b, MessageHeader.DictionaryBatch, header, body);
  }

  /**
   * Returns the message of a record batch.
   *
   * @param nodes lengths of all fields, lists followed by their elements
   */
  static byte[] records(int rows, long[] nodes, List<Span> buffers, long body) {
    FlatBufferBuilder b = new FlatBufferBuilder(2048);
    int header = batch(b, rows, nodes, buffers, true);
    return message(b, MessageHeader.RecordBatch, header, body);
  }

  private static int batch(
      FlatBufferBuilder b, int rows, long[] nodes, List<Span> buffers, boolean compressed) {
    int compression = 0;
    if (compressed) {
      compression =
          BodyCompression.createBodyCompression(
              b, CompressionType.LZ4_FRAME, BodyCompressionMethod.BUFFER);
    }
    RecordBatch.startNodesVector(b, nodes.length);
    for (int i = nodes.length - 1; i >= 0; i--) {
      FieldNode.createFieldNode(b, nodes[i], 0);
    }
    int nodeVector = b.endVector();
    RecordBatch.startBuffersVector(b, buffers.size());
    for (int i = buffers.size() - 1; i >= 0; i--) {
      Buffer.createBuffer(b, buffers.get(i).offset(), buffers.get(i).length());
    }
    int bufferVector = b.endVector();
    RecordBatch.startRecordBatch(b);
    RecordBatch.addLength(b, rows);
    RecordBatch.addNodes(b, nodeVector);
    RecordBatch.addBuffers(b, bufferVector);
    if (compressed) {
      RecordBatch.addCompression(b, compression);
    }
    return RecordBatch.endRecordBatch(b);
  }

  private static byte[] message(FlatBufferBuilder b, byte type, int header, long body) {
    Message.startMessage(b);
    Message.addVersion(b, MetadataVersion.V5);
    Message.addHeaderType(b, type);
    Message.addHeader(b, header);
    Message.addBodyLength(b, body);
    Message.finishMessageBuffer(b, Message.endMessage(b));
    return framed(b.sizedByteArray());
  }

  /** Puts the continuation mark and the length before a message and pads it to 8 bytes. */
  private static byte[] framed(byte[] message) {
    int padded = (message.length + 7) & ~7;
    byte[] out = new byte[8 + padded];
    ByteBuffer.wrap(out)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putInt(-1)
        .putInt(padded)
        .put(message);
    return out;
  }

  /** Returns the footer without its length and the closing magic. */
  static byte[] footer(
      Map<String, String> metadata, List<Place> dictionaries, List<Place> batches) {
    FlatBufferBuilder b = new FlatBufferBuilder(4096);
    int schema = addSchema(b, metadata);
    Footer.startDictionariesVector(b, dictionaries.size());
    addBlocks(b, dictionaries);
    int dictionaryVector = b.endVector();
    Footer.startRecordBatchesVector(b, batches.size());
    addBlocks(b, batches);
    int batchVector = b.endVector();
    Footer.startFooter(b);
    Footer.addVersion(b, MetadataVersion.V5);
    Footer.addSchema(b, schema);
    Footer.addDictionaries(b, dictionaryVector);
    Footer.addRecordBatches(b, batchVector);
    Footer.finishFooterBuffer(b, Footer.endFooter(b));
    byte[] all = b.sizedByteArray();
    return Arrays.copyOf(all, all.length);
  }

  private static void addBlocks(FlatBufferBuilder b, List<Place> places) {
    for (int i = places.size() - 1; i >= 0; i--) {
      Place p = places.get(i);
      Block.createBlock(b, p.offset(), p.metadataLength(), p.bodyLength());
    }
  }
}
