package dev.spindrift.trace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What describes a trace: the schema's metadata, text by key, in order. Other programs see it as
 * the metadata of the Arrow schema.
 *
 * <pre>
 *  spindrift.trace            version of the format: 1
 *  spindrift.version          version of the program that wrote it
 *  spindrift.setup            how it was made, JSON (package replay knows its keys)
 *  spindrift.components       netlist component of each instance, JSON
 *  spindrift.input.NAME       text of an input file as resolved
 *  spindrift.sha256.NAME      SHA-256 of that text
 * </pre>
 *
 * @param entries all entries, unmodifiable
 */
public record TraceHeader(Map<String, String> entries) {
  static final String VERSION = "spindrift.trace";
  private static final String PROGRAM = "spindrift.version";
  private static final String SETUP = "spindrift.setup";
  private static final String COMPONENTS = "spindrift.components";
  private static final String INPUT = "spindrift.input.";
  private static final String HASH = "spindrift.sha256.";

  /** Copies the map. */
  public TraceHeader {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /**
   * Makes a header of the present version.
   *
   * @param setup JSON
   * @param components JSON
   * @param inputs texts of the input files, by name
   */
  public static TraceHeader of(String setup, String components, Map<String, String> inputs) {
    Map<String, String> m = new LinkedHashMap<>();
    m.put(VERSION, Integer.toString(TraceFormat.VERSION));
    String program = TraceHeader.class.getPackage().getImplementationVersion();
    m.put(PROGRAM, program == null ? "development" : program);
    m.put(SETUP, setup);
    m.put(COMPONENTS, components);
    inputs.forEach(
        (name, text) -> {
          m.put(INPUT + name, text);
          m.put(HASH + name, sha256(text));
        });
    return new TraceHeader(m);
  }

  /** Returns the version of the program that wrote the trace. */
  public String program() {
    return entries.getOrDefault(PROGRAM, "unknown");
  }

  /** Returns how the trace was made, JSON. */
  public String setup() {
    return entries.getOrDefault(SETUP, "{}");
  }

  /** Returns the netlist component of each instance, JSON. */
  public String components() {
    return entries.getOrDefault(COMPONENTS, "{}");
  }

  /** Returns the input files, name to text. */
  public Map<String, String> inputs() {
    Map<String, String> out = new LinkedHashMap<>();
    entries.forEach(
        (key, text) -> {
          if (key.startsWith(INPUT)) {
            out.put(key.substring(INPUT.length()), text);
          }
        });
    return out;
  }

  /** Returns the SHA-256 of a text in UTF-8, in hexadecimal. */
  public static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
