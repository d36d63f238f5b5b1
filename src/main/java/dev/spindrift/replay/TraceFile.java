package dev.spindrift.replay;

import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.trace.TraceReader;
import java.util.ArrayList;
import java.util.List;

/** What the header of a trace says, understood. */
public final class TraceFile {
  private TraceFile() {}

  /**
   * Reads how a trace was made.
   *
   * @throws dev.spindrift.input.InputException if the header lacks something
   */
  public static Setup setup(TraceReader trace) {
    Problems problems = new Problems();
    String name = trace.file() + " (setup)";
    Setup setup = Setup.read(InputFile.parse(name, trace.header().setup(), problems));
    problems.throwIfAny();
    return setup;
  }

  /**
   * Reads the netlist component of each instance.
   *
   * @throws dev.spindrift.input.InputException if the header lacks something
   */
  public static List<String> kinds(TraceReader trace) {
    Problems problems = new Problems();
    String name = trace.file() + " (components)";
    InputNode root = InputFile.parse(name, trace.header().components(), problems);
    List<String> kinds = new ArrayList<>();
    root.child("kinds").items().forEach(k -> kinds.add(k.asText()));
    List<String> out = new ArrayList<>();
    for (InputNode k : root.child("kindOf").items()) {
      int index = (int) k.asInteger(0, Math.max(0, kinds.size() - 1));
      out.add(kinds.isEmpty() ? "" : kinds.get(index));
    }
    if (out.size() != trace.components().size()) {
      problems.add(name, out.size() + " kinds", trace.components().size() + ", one an instance");
    }
    problems.throwIfAny();
    return out;
  }
}
