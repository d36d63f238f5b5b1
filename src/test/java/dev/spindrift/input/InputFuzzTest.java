package dev.spindrift.input;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged files give a tree or an {@link InputException}; never anything else, never a hang. */
class InputFuzzTest {

  private static final String YAML =
      """
      # A chip
      source: "Table 1, page 4"
      chip:
        name: demo chip
        grain: pair
        rows: 128
        rate: 2.0e-5
        log: true
        width: {value: 5 ns, source: "assumed: typical"}
        density: 1e12 A/m^2
        rates: [290 nm^2/ns, "1.5 um^2/s"]
      tiles:
        - {name: a, at: [1, 2, 3]}
        - name: b
          text: |
            two
            lines
      """;

  private static final String JSON =
      """
      {"source": "Table 1", "chip": {"name": "demo", "grain": "pair", "rows": 128,
       "rate": 2.0e-5, "log": true, "width": {"value": "5 ns"}, "density": "1e12 A/m^2",
       "rates": ["290 nm^2/ns", "1.5 um^2/s"]},
       "tiles": [{"name": "a", "at": [1, 2, 3]}, {"name": "b", "text": null}]}
      """;

  private static final String[] FRAGMENTS = {
    "\t",
    "\n",
    " ",
    "  ",
    ":",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"",
    "'",
    "&a ",
    "*a",
    "!x ",
    "!!int ",
    "|",
    ">",
    "%",
    "@",
    "`",
    "#",
    "? ",
    "---\n",
    "...\n",
    "<<: ",
    "\u0000",
    "\ud800",
    "\ufeff",
    "\u2028",
    "\\",
    "\\u12",
    "9".repeat(50),
    "1e999999999",
    "-",
    ".inf",
    ".nan",
    "0x1f",
    "null",
    "~",
    "m^99999999999",
    "((((((",
    "1/",
    "/",
    "^",
    "e",
    "=",
    "\r",
    "\u0085",
    "source: ",
  };

  enum Grain {
    PAIR,
    PULSE
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void twentyThousandDamagedFilesGiveATreeOrOneInputException() {
    SplittableRandom random = new SplittableRandom(20_260_101);
    int good = 0;
    int bad = 0;
    for (int i = 0; i < 20_000; i++) {
      boolean json = i % 4 == 3;
      String text = mutate(json ? JSON : YAML, random);
      Problems problems = new Problems();
      try {
        InputNode root = InputFile.parse(json ? "f.json" : "f.yaml", text, problems);
        root = InputOverride.apply(root, List.of("chip.rows=9", "/tiles/0/name=z"));
        readAll(root);
        String yaml = root.toYaml();
        problems.throwIfAny();
        InputFile.parse("again.yaml", yaml, problems);
        problems.throwIfAny();
        good++;
      } catch (InputException e) {
        assertTrue(e.problems().stream().allMatch(problem -> !problem.found().isEmpty()));
        bad++;
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("damaged file " + i + ":\n" + text, e);
      }
    }
    // Neither branch may be vacuous: small damage to a comment or a name leaves a valid file.
    assertTrue(good > 500 && bad > 5_000, good + " good, " + bad + " bad");
  }

  private static String mutate(String valid, SplittableRandom random) {
    StringBuilder text = new StringBuilder(valid);
    int damages = random.nextInt(1, 4);
    for (int i = 0; i < damages; i++) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(1, 12));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(from, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
        case 2 -> text.setCharAt(from, (char) random.nextInt(32, 127));
        case 3 -> text.insert(random.nextInt(text.length()), text.substring(from, to));
        default -> text.replace(from, to, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
      }
    }
    return text.toString();
  }

  private static void readAll(InputNode root) {
    root.requireSources(true);
    InputNode chip = root.child("chip");
    chip.text("name");
    chip.choice("grain", Grain.class);
    chip.integer("rows", 1, 1024);
    chip.number("rate", 0, 1);
    chip.flag("log", false);
    chip.quantity("width", Dimension.TIME, InputNode.POSITIVE, 1);
    chip.quantity("density", Dimension.CURRENT_DENSITY, 0, 1e14);
    chip.child("rates")
        .items()
        .forEach(rate -> rate.asQuantity(Dimension.VARIANCE_RATE, 0, Double.MAX_VALUE));
    chip.finish();
    for (InputNode tile : root.child("tiles").items()) {
      tile.choice("name", List.of("a", "b", "z"));
      tile.optional("text");
      tile.optional("at").ifPresent(at -> at.items().forEach(item -> item.asInteger(0, 9)));
      tile.finish();
    }
    root.finish();
  }
}
