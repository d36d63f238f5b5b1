package dev.spindrift.trace;

/** The columns of a trace, in the order in which files hold them. */
enum Column {
  MINI_BATCH("mini_batch", Type.INT32),
  EVENT("event", Type.NAME8),
  COMPONENT("component", Type.NAME32),
  WORK("work", Type.NAME8),
  LAYER("layer", Type.NAME16),
  START("start_ps", Type.INT64),
  DURATION("duration_ps", Type.INT64),
  QUANTITY("quantity", Type.INT64),
  OWN_JOULES("own_joules", Type.DOUBLE),
  JOULES("joules", Type.DOUBLE),
  ROW("row", Type.INT32),
  COLUMN("column", Type.INT32),
  PUSH("push_steps", Type.LIST_UINT16),
  PULL("pull_steps", Type.LIST_UINT16),
  DRIFT("drift", Type.LIST_FLOAT),
  WALLS("walls", Type.LIST_FLOAT);

  /** What a column holds. */
  enum Type {
    NAME8(1, 0),
    NAME16(2, 0),
    NAME32(4, 0),
    INT32(4, 0),
    INT64(8, 0),
    DOUBLE(8, 0),
    LIST_UINT16(4, 2),
    LIST_FLOAT(4, 4);

    /** Bytes of one value, or of one list's end [byte]. */
    final int width;

    /** Bytes of an element of a list, 0 if it is none [byte]. */
    final int elementWidth;

    Type(int width, int elementWidth) {
      this.width = width;
      this.elementWidth = elementWidth;
    }

    boolean isName() {
      return this == NAME8 || this == NAME16 || this == NAME32;
    }

    boolean isList() {
      return elementWidth > 0;
    }
  }

  /** Name in the file. */
  final String label;

  final Type type;

  Column(String label, Type type) {
    this.label = label;
    this.type = type;
  }

  /** Returns the columns whose values are numbers of names, each with a dictionary of its own. */
  static Column[] named() {
    return new Column[] {EVENT, COMPONENT, WORK, LAYER};
  }
}
