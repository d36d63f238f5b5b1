package dev.spindrift.input;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/** Writes JSON, for summaries and reports. */
public final class JsonText {

  private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(numbers());

  private JsonText() {}

  /**
   * Writes a value.
   *
   * @param value maps (in iteration order), lists, arrays, records, strings, numbers, booleans and
   *     nulls; numbers that are not finite are written as null
   * @param pretty whether to indent; a pretty text ends in a line feed
   * @return JSON; doubles as the shortest decimal that reads back as the same double
   */
  public static String write(Object value, boolean pretty) {
    ObjectWriter writer = pretty ? MAPPER.writerWithDefaultPrettyPrinter() : MAPPER.writer();
    try {
      String text = writer.writeValueAsString(value);
      return pretty ? text.replace("\r\n", "\n") + "\n" : text;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a tree of maps, lists and scalars", e);
    }
  }

  private static SimpleModule numbers() {
    SimpleModule module = new SimpleModule();
    FiniteOrNull finite = new FiniteOrNull();
    module.addSerializer(Double.class, finite);
    module.addSerializer(double.class, finite);
    module.addSerializer(double[].class, new Doubles());
    return module;
  }

  private static final class FiniteOrNull extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      write(value, out);
    }

    static void write(double value, JsonGenerator out) throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }

  private static final class Doubles extends JsonSerializer<double[]> {
    @Override
    public void serialize(double[] values, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeStartArray();
      for (double value : values) {
        FiniteOrNull.write(value, out);
      }
      out.writeEndArray();
    }
  }
}
