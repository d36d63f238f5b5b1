package dev.spindrift.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads YAML and JSON files into located trees: the one way in for all input. */
public final class InputFile {

  private static final Pattern JSON_START = Pattern.compile("\\s*(\\[|\\{\\s*\")");

  private InputFile() {}

  /**
   * Reads a file.
   *
   * @param file a YAML file, or a JSON file if its name ends in {@code .json} or, for other names
   *     than {@code .yaml} and {@code .yml}, its text starts like JSON; UTF-8
   * @param problems receives all problems found now and by the accessors of the tree; referenced
   * @return the root, usually a mapping
   * @throws InputException at once if the file cannot be read or its syntax is broken
   */
  public static InputNode read(Path file, Problems problems) {
    String name = file.toString();
    try {
      // UTF-8 takes at most three bytes per char (UTF-16 unit).
      long size = Files.size(file);
      if (size > 3L * TreeReader.MAX_LENGTH) {
        throw fatal(problems, name, size + " bytes", "at most " + TreeReader.MAX_LENGTH);
      }
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(name, text, problems);
    } catch (CharacterCodingException e) {
      throw fatal(problems, name, "bytes that are not UTF-8 text", "a YAML or JSON file in UTF-8");
    } catch (NoSuchFileException e) {
      throw fatal(problems, name, "no such file", "an existing YAML or JSON file");
    } catch (IOException e) {
      String what = Files.isDirectory(file) ? "a directory" : "unreadable (" + e.getMessage() + ")";
      throw fatal(problems, name, what, "a readable YAML or JSON file");
    }
  }

  /**
   * Parses a text.
   *
   * @param name name for messages; its ending tells YAML from JSON as in {@link #read}
   * @param text the document
   * @param problems receives all problems; referenced
   * @return the root, usually a mapping
   * @throws InputException at once if the syntax is broken
   */
  public static InputNode parse(String name, String text, Problems problems) {
    problems.register(name);
    String content = text.startsWith("\ufeff") ? text.substring(1) : text;
    return InputNode.root(
        TreeReader.read(name, content, isJson(name, content), problems), problems);
  }

  private static boolean isJson(String name, String text) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
      return false;
    }
    return lower.endsWith(".json") || JSON_START.matcher(text).lookingAt();
  }

  private static InputException fatal(
      Problems problems, String file, String found, String allowed) {
    problems.add(file, found, allowed);
    return new InputException(problems.list());
  }
}
