package dev.spindrift.scenario;

import dev.spindrift.input.YamlText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A scenario written out in full: what the file said, what was set, and every default. */
final class ResolvedScenario {
  private ResolvedScenario() {}

  /**
   * Returns a scenario file that says the same with nothing left out; its netlist is the copy that
   * lies beside it.
   */
  static String text(Scenario s) {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("spindrift", "scenario/1");
    m.put("name", s.name());
    m.put("title", s.title());
    m.put("netlist", "netlist.yaml");
    m.put("seed", s.seed());
    Map<String, Object> data = section(m, "data");
    data.put("set", s.data().set());
    putPositive(data, "trainImages", s.data().trainImages());
    putPositive(data, "testImages", s.data().testImages());
    Map<String, Object> network = section(m, "network");
    network.put("name", s.network().name());
    if (!s.network().widths().isEmpty()) {
      network.put("widths", s.network().widths());
    }
    network.put("logitScale", s.network().logitScale());
    if (s.network().start() != null) {
      network.put("start", s.network().start().toString());
    }
    LearningSection.write(s.learning(), section(m, "learning"));
    Map<String, Object> update = section(m, "update");
    update.put("crossing", spelled(s.update().crossing()));
    update.put("order", spelled(s.order()));
    update.put("offset", spelled(s.update().offset()));
    // The gap is not repeated here: the netlist beside it has it, with update.gap if that was
    // given.
    update.put("widths", spelled(s.update().widths()));
    update.put(
        "grain",
        spelled(s.update().grain() == null ? s.netlist().device().grain() : s.update().grain()));
    if (s.thinning() != null) {
      Map<String, Object> thinning = section(m, "thinning");
      thinning.put("cycle", s.thinning().cycle());
      thinning.put("windowStart", s.thinning().windowStart());
      thinning.put("threshold", s.thinning().threshold());
    }
    section(m, "evaluation").put("every", s.evaluation().every());
    m.put("floatReference", s.floatReference());
    Map<String, Object> events = section(m, "events");
    events.put("detail", spelled(s.detail()));
    events.put("burstImages", s.burstImages());
    m.put("handOverError", s.handOverError());
    section(m, "threads").put("math", s.mathThreads());
    Map<String, Object> checkpoint = section(m, "checkpoint");
    checkpoint.put("every", s.checkpoint().every());
    checkpoint.put("minutes", s.checkpoint().minutes());
    checkpoint.put("keep", s.checkpoint().keep());
    if (s.trace() != null) {
      Map<String, Object> trace = section(m, "trace");
      trace.put("grain", spelled(s.trace().grain()));
      if (!s.trace().tiles().isEmpty()) {
        trace.put("tiles", s.trace().tiles());
      }
      if (!s.trace().layers().isEmpty()) {
        trace.put("layers", s.trace().layers());
      }
      trace.put("from", s.trace().from());
      trace.put("to", s.trace().to());
    }
    if (s.read() != null) {
      Map<String, Object> read = section(m, "read");
      read.put("mode", "analogue");
      read.put("lines", spelled(s.read().lines()));
      read.put("thermalNoise", s.read().thermalNoise());
      read.put("shotNoise", s.read().shotNoise());
      if (!s.read().ideal().isEmpty()) {
        read.put("ideal", s.read().ideal());
      }
    }
    if (s.wear()) {
      m.put("wear", true);
    }
    return YamlText.write(m);
  }

  private static Map<String, Object> section(Map<String, Object> parent, String key) {
    Map<String, Object> child = new LinkedHashMap<>();
    parent.put(key, child);
    return child;
  }

  private static void putPositive(Map<String, Object> m, String key, long value) {
    if (value > 0) {
      m.put(key, value);
    }
  }

  /** Returns a choice as files spell it. */
  static String spelled(Enum<?> e) {
    return e.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
