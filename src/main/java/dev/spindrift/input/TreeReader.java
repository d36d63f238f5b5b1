package dev.spindrift.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Builds a {@link Tree} from Jackson's token stream. */
final class TreeReader {

  /** Deepest nesting; a netlist needs about six levels. */
  static final int MAX_DEPTH = 64;

  /** Longest file [character]; larger data belongs into trace or data files, not into YAML. */
  static final int MAX_LENGTH = 16 << 20;

  private static final Set<String> FLAGS = Set.of("true", "false");
  private static final JsonFactory JSON = new JsonFactory();
  private static final YAMLFactory YAML = yaml();

  private final String file;
  private final Problems problems;
  private JsonParser parser;

  private TreeReader(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  private static YAMLFactory yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_LENGTH);
    return YAMLFactory.builder()
        .loaderOptions(options)
        // Of plain nothing only; quoted empty text stays text. A default that the builder forgets.
        .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
        .build();
  }

  /**
   * Reads a document.
   *
   * @param file name for messages
   * @param text the document
   * @param json whether it is JSON, else YAML
   * @param problems receives duplicate keys, anchors and tags
   * @throws InputException if the document cannot be understood as a tree
   */
  static Tree read(String file, String text, boolean json, Problems problems) {
    return new TreeReader(file, problems).document(text, json);
  }

  private Tree document(String text, boolean json) {
    if (text.length() > MAX_LENGTH) {
      throw fatal(0, 0, text.length() + " characters", "at most " + MAX_LENGTH);
    }
    checkCharacters(text);
    try (JsonParser p = (json ? JSON : YAML).createParser(text)) {
      parser = p;
      if (p.nextToken() == null) {
        throw fatal(1, 1, "an empty file", "a mapping of keys to values");
      }
      JsonLocation start = p.currentTokenLocation();
      Tree tree = node(start, "", 0);
      if (p.nextToken() != null) {
        JsonLocation more = p.currentTokenLocation();
        throw fatal(
            more.getLineNr(), more.getColumnNr(), "a second document", "one document per file");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw malformed(e, json);
    } catch (YAMLException e) {
      // Jackson lets some of the scanner's exceptions through unlocated.
      throw fatal(1, 1, "malformed YAML: " + summary(e.getMessage()), "");
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** Builds the node at the current token. */
  private Tree node(JsonLocation key, String pointer, int depth) throws IOException {
    JsonLocation at = parser.currentTokenLocation();
    if (depth > MAX_DEPTH) {
      throw fatal(
          at.getLineNr(),
          at.getColumnNr(),
          "nesting deeper than " + MAX_DEPTH + " levels",
          "at most " + MAX_DEPTH);
    }
    if (!isPlain(pointer, at)) {
      parser.skipChildren();
      return tree(Tree.Kind.MISSING, key, at, null, Map.of(), List.of());
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT ->
          tree(Tree.Kind.MAPPING, key, at, null, entries(pointer, depth), List.of());
      case START_ARRAY -> tree(Tree.Kind.SEQUENCE, key, at, null, Map.of(), items(pointer, depth));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(Tree.Kind.NUMBER, key, at);
      // YAML 1.1 also takes yes, no, on and off for flags; to us they are words.
      case VALUE_TRUE, VALUE_FALSE ->
          scalar(FLAGS.contains(parser.getText()) ? Tree.Kind.FLAG : Tree.Kind.TEXT, key, at);
      case VALUE_NULL -> tree(Tree.Kind.NOTHING, key, at, null, Map.of(), List.of());
      case VALUE_STRING -> scalar(Tree.Kind.TEXT, key, at);
      default -> throw fatal(at.getLineNr(), at.getColumnNr(), "unexpected " + token, "a value");
    };
  }

  private List<Tree> items(String pointer, int depth) throws IOException {
    List<Tree> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(parser.currentTokenLocation(), pointer + "/" + items.size(), depth + 1));
    }
    return List.copyOf(items);
  }

  private Map<String, Tree> entries(String pointer, int depth) throws IOException {
    Map<String, Tree> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      JsonLocation key = parser.currentTokenLocation();
      String name = parser.currentName();
      String child = pointer + "/" + InputNode.escape(name);
      isPlain(child, key);
      parser.nextToken();
      Tree value = node(key, child, depth + 1);
      Tree first = entries.putIfAbsent(name, value);
      if (first != null) {
        problems.add(
            problem(
                key,
                child,
                "key \"" + name + "\" a second time",
                "each key once (first in line " + first.keyLine() + ")"));
      }
    }
    return java.util.Collections.unmodifiableMap(entries);
  }

  /** Reports anchors, aliases and tags: a file's reader should see what stands there. */
  private boolean isPlain(String pointer, JsonLocation at) throws IOException {
    if (parser instanceof YAMLParser yaml) {
      String what = null;
      if (yaml.isCurrentAlias()) {
        what = "a YAML alias (*" + yaml.getText() + ")";
      } else if (yaml.getObjectId() != null) {
        what = "a YAML anchor (&" + yaml.getObjectId() + ")";
      } else if (yaml.getTypeId() != null) {
        what = "a YAML tag (!" + yaml.getTypeId() + ")";
      }
      if (what != null) {
        problems.add(problem(at, pointer, what, "values written out where they are used"));
        return false;
      }
    }
    return true;
  }

  private Tree scalar(Tree.Kind kind, JsonLocation key, JsonLocation at) throws IOException {
    return tree(kind, key, at, parser.getText(), Map.of(), List.of());
  }

  private Tree tree(
      Tree.Kind kind,
      JsonLocation key,
      JsonLocation at,
      String text,
      Map<String, Tree> entries,
      List<Tree> items) {
    return new Tree(
        kind,
        file,
        at.getLineNr(),
        at.getColumnNr(),
        key.getLineNr(),
        key.getColumnNr(),
        text,
        entries,
        items);
  }

  private Problem problem(JsonLocation at, String pointer, String found, String allowed) {
    return new Problem(file, at.getLineNr(), at.getColumnNr(), pointer, found, allowed, null);
  }

  private InputException fatal(int line, int column, String found, String allowed) {
    problems.add(new Problem(file, line, column, "", found, allowed, null));
    return new InputException(problems.list());
  }

  private InputException malformed(JsonProcessingException e, boolean json) {
    // SnakeYAML knows the place; Jackson's own location is that of the last good token.
    if (e.getCause() instanceof MarkedYAMLException cause && cause.getProblemMark() != null) {
      Mark mark = cause.getProblemMark();
      String context = cause.getContext() == null ? "" : cause.getContext() + ", ";
      return fatal(
          mark.getLine() + 1,
          mark.getColumn() + 1,
          "malformed YAML: " + context + summary(cause.getProblem()),
          cause.getProblem().contains("TAB") ? "spaces for indentation" : "");
    }
    JsonLocation at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
    String message = summary(e.getOriginalMessage());
    return fatal(
        Math.max(1, at.getLineNr()),
        Math.max(1, at.getColumnNr()),
        (json ? "malformed JSON: " : "malformed YAML: ") + message,
        message.startsWith("Expected a field name") ? "plain words as keys" : "");
  }

  /** Refuses characters that no editor shows; SnakeYAML would refuse them without a place. */
  private void checkCharacters(String text) {
    int line = 1;
    int column = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      column++;
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if ((c < ' ' && c != '\t' && c != '\n' && c != '\r')
          || (c >= 0x7f && c < 0xa0 && c != 0x85)
          || (Character.isSurrogate(c) && !pair)
          || c >= 0xfffe
          || c == 0xfeff) {
        throw fatal(
            line, column, String.format("the character U+%04X", (int) c), "printable characters");
      }
      if (pair) {
        i++;
      }
      if (c == '\n') {
        line++;
        column = 0;
      }
    }
  }

  /** Keeps what the parser says, drops its copy of the text and its own location. */
  private static String summary(String message) {
    return String.valueOf(message)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" "))
        .limit(3)
        .collect(Collectors.joining(", "));
  }
}
