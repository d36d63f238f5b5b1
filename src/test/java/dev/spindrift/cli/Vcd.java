package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A strict reader of value change dumps: what the standard does not allow is a failed test. */
final class Vcd {
  /** A signal's changes: times, and values (1 and 0 for bits; NaN for x). */
  static final class Signal {
    final String type;
    final List<Long> times = new ArrayList<>();
    final List<Double> values = new ArrayList<>();

    Signal(String type) {
      this.type = type;
    }

    /** Integral over time. */
    double integral() {
      double sum = 0;
      for (int i = 0; i + 1 < times.size(); i++) {
        sum += values.get(i) * (times.get(i + 1) - times.get(i));
      }
      return sum;
    }

    long rises() {
      return values.stream().skip(1).filter(v -> v == 1).count();
    }

    double last() {
      return values.get(values.size() - 1);
    }
  }

  final Map<String, Signal> signals = new LinkedHashMap<>();
  long last;

  Vcd(String text) {
    Map<String, Signal> byCode = new HashMap<>();
    Deque<String> scopes = new ArrayDeque<>();
    boolean declaring = true;
    boolean dumping = false;
    long now = -1;
    int dumped = 0;
    for (String line : text.split("\n")) {
      String[] words = line.split(" ");
      if (declaring) {
        assertEquals("$end", words[words.length - 1], line);
        switch (words[0]) {
          case "$version", "$comment" -> {}
          case "$timescale" -> assertEquals("$timescale 1 ps $end", line);
          case "$scope" -> {
            assertTrue(words[2].matches("[A-Za-z_][A-Za-z0-9_]*"), line);
            scopes.addLast(words[2]);
          }
          case "$upscope" -> scopes.removeLast();
          case "$var" -> {
            assertTrue(words[3].matches("[!-~]+"), line);
            assertTrue(words[4].matches("[A-Za-z_][A-Za-z0-9_]*"), line);
            Signal s = new Signal(words[1]);
            assertNull(byCode.put(words[3], s), "one code, two signals: " + line);
            String name = String.join(".", scopes) + "." + words[4];
            assertNull(signals.put(name, s), "one name, two signals: " + line);
          }
          case "$enddefinitions" -> {
            assertTrue(scopes.isEmpty());
            declaring = false;
          }
          default -> throw new AssertionError(line);
        }
      } else if (line.equals("$dumpvars")) {
        dumping = true;
      } else if (line.equals("$end")) {
        assertTrue(dumping);
        assertEquals(signals.size(), dumped, "every signal has a first value");
        dumping = false;
      } else if (line.startsWith("#")) {
        long time = Long.parseLong(line.substring(1));
        assertTrue(time > now, "time goes on: " + line + " after " + now);
        now = time;
      } else {
        boolean scalar = words.length == 1;
        Signal s = byCode.get(scalar ? line.substring(1) : words[1]);
        assertNotNull(s, "undeclared: " + line);
        String value = scalar ? line.substring(0, 1) : words[0];
        s.times.add(now);
        s.values.add(value(s, value));
        dumped += dumping ? 1 : 0;
      }
    }
    last = now;
  }

  private static double value(Signal s, String text) {
    return switch (s.type) {
      case "wire" -> {
        assertTrue(text.matches("[01]"), text);
        yield Double.parseDouble(text);
      }
      case "real" -> {
        assertTrue(text.startsWith("r"), text);
        yield Double.parseDouble(text.substring(1));
      }
      case "reg" -> {
        assertTrue(text.matches("b([01]{1,32}|x)"), text);
        yield text.equals("bx") ? Double.NaN : Long.parseLong(text.substring(1), 2);
      }
      default -> throw new AssertionError(s.type);
    };
  }

  Signal of(String name) {
    assertNotNull(signals.get(name), name + " is not among " + signals.keySet());
    return signals.get(name);
  }
}
