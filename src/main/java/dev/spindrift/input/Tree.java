package dev.spindrift.input;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Immutable parsed document: what stood where.
 *
 * @param kind what the node is
 * @param file name of the file it comes from
 * @param line line of its first character, from 1 [1]
 * @param column column of its first character, from 1 [1]
 * @param keyLine line of the key that names it, or {@code line} [1]
 * @param keyColumn column of the key that names it, or {@code column} [1]
 * @param text text of a scalar, else null
 * @param entries entries of a mapping in file order, else empty
 * @param items items of a sequence, else empty
 */
record Tree(
    Kind kind,
    String file,
    int line,
    int column,
    int keyLine,
    int keyColumn,
    String text,
    Map<String, Tree> entries,
    List<Tree> items) {

  /** Kinds of nodes. */
  enum Kind {
    MAPPING("a mapping"),
    SEQUENCE("a sequence"),
    TEXT("text"),
    NUMBER("a number"),
    FLAG("true or false"),
    NOTHING("nothing"),
    /** Stands for what should be there and is not; already reported. */
    MISSING("nothing");

    final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  boolean isScalar() {
    return kind == Kind.TEXT || kind == Kind.NUMBER || kind == Kind.FLAG;
  }

  /** Returns this mapping or sequence with another content (unmodifiable). */
  Tree with(Map<String, Tree> newEntries, List<Tree> newItems) {
    return new Tree(kind, file, line, column, keyLine, keyColumn, text, newEntries, newItems);
  }

  /** Returns maps, lists, strings, numbers, booleans and null; numbers keep their value exactly. */
  Object toPlain() {
    return switch (kind) {
      case MAPPING -> {
        Map<String, Object> map = new LinkedHashMap<>();
        entries.forEach((key, value) -> map.put(key, value.toPlain()));
        yield map;
      }
      case SEQUENCE -> {
        List<Object> list = new ArrayList<>();
        items.forEach(item -> list.add(item.toPlain()));
        yield list;
      }
      case NUMBER -> NumberText.isInteger(text) ? new BigInteger(text) : number();
      case FLAG -> Boolean.valueOf(text);
      case TEXT -> text;
      case NOTHING, MISSING -> null;
    };
  }

  private Object number() {
    BigDecimal number = NumberText.parse(text);
    if (number == null) {
      return text;
    }
    // A double where it says the same, since it is written shorter: 2.0E-5, not 0.000020.
    double near = number.doubleValue();
    boolean same =
        Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(number) == 0;
    return same ? (Object) near : number;
  }
}
