package dev.spindrift.explore;

import dev.spindrift.input.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/**
 * A table as a Parquet file whose metadata tells units and origin: one row group, one plain
 * uncompressed page per column, optional doubles and UTF-8 texts. Headers and footer are written by
 * Parquet's own classes; a page of definition levels and plain values needs no library (Parquet
 * format, "Data Pages" and "Run Length Encoding / Bit-Packing Hybrid").
 */
final class ParquetTable {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private ParquetTable() {}

  /**
   * Returns the file's bytes.
   *
   * @param about key-value metadata, besides the columns' units; not modified
   */
  static byte[] of(CsvTable table, Map<String, String> about) {
    try {
      return bytes(table, about);
    } catch (IOException e) {
      throw new AssertionError("a byte array takes all bytes", e);
    }
  }

  private static byte[] bytes(CsvTable table, Map<String, String> about) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(MAGIC);
    int rows = table.rows().size();
    List<SchemaElement> schema = new ArrayList<>();
    SchemaElement root = new SchemaElement("exploration");
    root.setNum_children(table.columns().size());
    schema.add(root);
    List<ColumnChunk> chunks = new ArrayList<>();
    long total = 0;
    for (int c = 0; c < table.columns().size(); c++) {
      String name = table.columns().get(c).name();
      boolean number = table.columns().get(c).number();
      SchemaElement element = new SchemaElement(name);
      element.setType(number ? Type.DOUBLE : Type.BYTE_ARRAY);
      element.setRepetition_type(FieldRepetitionType.OPTIONAL);
      if (!number) {
        element.setConverted_type(ConvertedType.UTF8);
      }
      schema.add(element);
      byte[] page = page(table.rows(), c);
      PageHeader header = new PageHeader(PageType.DATA_PAGE, page.length, page.length);
      header.setData_page_header(
          new DataPageHeader(rows, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
      long at = out.size();
      Util.writePageHeader(header, out);
      out.write(page);
      long size = out.size() - at;
      total += size;
      ColumnChunk chunk = new ColumnChunk(at);
      chunk.setMeta_data(
          new ColumnMetaData(
              element.getType(),
              List.of(Encoding.PLAIN, Encoding.RLE),
              List.of(name),
              CompressionCodec.UNCOMPRESSED,
              rows,
              size,
              size,
              at));
      chunks.add(chunk);
    }
    FileMetaData meta =
        new FileMetaData(1, schema, rows, List.of(new RowGroup(chunks, total, rows)));
    meta.setCreated_by("spindrift");
    meta.setKey_value_metadata(metadata(table, about));
    int before = out.size();
    Util.writeFileMetaData(meta, out);
    int footer = out.size() - before;
    out.write(integer(footer));
    out.write(MAGIC);
    return out.toByteArray();
  }

  private static List<KeyValue> metadata(CsvTable table, Map<String, String> about) {
    Map<String, String> units = new LinkedHashMap<>();
    table.columns().stream()
        .filter(c -> !c.unit().isEmpty())
        .forEach(c -> units.put(c.name(), c.unit()));
    List<KeyValue> out = new ArrayList<>();
    about.forEach((key, value) -> out.add(new KeyValue(key).setValue(value)));
    out.add(new KeyValue("units").setValue(JsonText.write(units, false)));
    return out;
  }

  private static byte[] page(List<List<Object>> rows, int column) throws IOException {
    byte[] levels = new byte[(rows.size() + 7) / 8];
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    for (int r = 0; r < rows.size(); r++) {
      Object cell = rows.get(r).get(column);
      if (cell instanceof Double d && d.isNaN()) {
        continue;
      }
      levels[r / 8] |= (byte) (1 << (r % 8));
      if (cell instanceof Double d) {
        values.write(
            ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(d).array());
      } else {
        byte[] text = cell.toString().getBytes(StandardCharsets.UTF_8);
        values.write(integer(text.length));
        values.write(text);
      }
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int header = (levels.length << 1) | 1; header != 0; header >>>= 7) {
      packed.write(header > 0x7f ? (header & 0x7f) | 0x80 : header);
    }
    packed.write(levels);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.write(integer(packed.size()));
    packed.writeTo(page);
    values.writeTo(page);
    return page.toByteArray();
  }

  private static byte[] integer(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
