package dev.spindrift.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of mistake is told with its exact place. */
class InputFileTest {

  private static final double ANY = Double.MAX_VALUE;

  enum Grain {
    PAIR,
    SINGLE_PULSE
  }

  private static String complaint(String name, String text, Consumer<InputNode> reader) {
    return assertThrows(
            InputException.class,
            () -> {
              Problems problems = new Problems();
              reader.accept(InputFile.parse(name, text, problems));
              problems.throwIfAny();
            })
        .getMessage();
  }

  private static String yaml(String text, Consumer<InputNode> reader) {
    return complaint("f.yaml", text, reader);
  }

  @Test
  void aValidFileIsReadWithoutAnyComplaint() {
    Problems problems = new Problems();
    InputNode root =
        InputFile.parse(
            "f.yaml",
            """
            # a comment
            name: quick start
            grain: single-pulse
            rows: 64
            rate: 2e-5
            log: true
            width: {value: 5 ns, source: "Table 1"}
            widths: [1 ns, 2 ns]
            tiles:
              - {name: a}
              - name: b
            """,
            problems);
    assertEquals("quick start", root.text("name"));
    assertEquals(Grain.SINGLE_PULSE, root.choice("grain", Grain.class));
    assertEquals(64, root.integer("rows", 1, 100));
    assertEquals(2e-5, root.number("rate", 0, 1));
    assertTrue(root.flag("log", false));
    assertFalse(root.flag("absent", false));
    assertEquals(
        new Quantity(5e-9, "5 ns", "Table 1"), root.quantity("width", Dimension.TIME, 0, 1));
    List<InputNode> widths = root.child("widths").items();
    assertEquals(2e-9, widths.get(1).asQuantity(Dimension.TIME, 0, 1).si());
    InputNode second = root.child("tiles").items().get(1);
    assertEquals("b", second.text("name"));
    assertEquals("/tiles/1 11:5", second.pointer() + " " + second.line() + ":" + second.column());
    root.finish();
    second.finish();
    problems.throwIfAny();
  }

  @Test
  void allMistakesOfAFileAreListedInTheOrderOfTheFile() {
    String message =
        yaml(
            """
            name: [a]
            grain: pari
            rwos: 64
            rate: 2
            width: 5
            """,
            root -> {
              root.quantity("width", Dimension.TIME, 0, 1);
              root.number("rate", 0, 1);
              root.integer("rows", 1, 100);
              root.choice("grain", Grain.class);
              root.text("name");
              root.finish();
            });
    assertEquals(
        """
        f.yaml:1:1: no key "rows"; allowed: "rows" is required here
        f.yaml:1:7 /name: a sequence; allowed: text
        f.yaml:2:8 /grain: "pari"; allowed: pair, single-pulse; did you mean "pair"?
        f.yaml:3:1 /rwos: unknown key "rwos"; allowed: width, rate, rows, grain, name; \
        did you mean "rows"?
        f.yaml:4:7 /rate: 2; allowed: a number from 0 to 1
        f.yaml:5:8 /width: the bare number 5 without a unit; allowed: a time, e.g. "5 ns" \
        (in SI units: "5 s")""",
        message);
  }

  @Test
  void problemsOfSeveralFilesAreListedFileByFileInTheOrderOfReading() {
    Problems problems = new Problems();
    InputNode first = InputFile.parse("z.yaml", "a: 1\nb: 2\n", problems);
    InputNode second = InputFile.parse("a.yaml", "c: 1\n", problems);
    second.finish();
    first.finish();
    List<Problem> all = assertThrows(InputException.class, problems::throwIfAny).problems();
    assertEquals(
        List.of("z.yaml/a", "z.yaml/b", "a.yaml/c"),
        all.stream().map(problem -> problem.file() + problem.pointer()).toList());
  }

  @Test
  void placesAreRightInFlowStyleAndInJson() {
    assertEquals(
        "f.yaml:1:18 /a/1/b: \"x\"; allowed: an integer from 0 to 9",
        yaml(
            "{a: [{b: 1}, {b: x}]}",
            root -> root.child("a").items().forEach(item -> item.integer("b", 0, 9))));
    assertEquals(
        "f.json:3:12 /a/1/b: \"x\"; allowed: an integer from 0 to 9",
        complaint(
            "f.json",
            "{\n  \"a\": [{\"b\": 1},\n\t {\"b\":    \"x\"}]\n}",
            root -> root.child("a").items().forEach(item -> item.integer("b", 0, 9))));
    assertEquals(
        "f.json:2:3 /c: unknown key \"c\"; allowed: a",
        complaint(
            "f.json",
            "{\"a\": 1,\n  \"c\": 2}",
            root -> {
              root.integer("a", 0, 9);
              root.finish();
            }));
  }

  @Test
  void aMissingMappingIsToldOnceAndItsMissingContentIsNot() {
    assertEquals(
        "f.yaml:1:1: no key \"chip\"; allowed: \"chip\" is required here",
        yaml(
            "a: 1\n",
            root -> {
              InputNode tile = root.child("chip").child("tile");
              assertEquals(1, tile.integer("rows", 1, 9));
              assertEquals(0, tile.child("banks").items().size());
              assertEquals(0, tile.quantity("width", Dimension.TIME, 0, 1).si());
              assertEquals(Grain.PAIR, tile.choice("grain", Grain.class));
            }));
  }

  @Test
  void aMissingKeyIsToldAtTheKeyOfItsMapping() {
    assertEquals(
        "f.yaml:2:3 /a/b: no key \"d\"; allowed: \"d\" is required here",
        yaml("a:\n  b:\n    c: 1\n", root -> root.child("a").child("b").text("d")));
  }

  @Test
  void wrongKindsAndNothingAreTold() {
    assertEquals(
        """
        f.yaml:1:4 /a: a mapping; allowed: a sequence
        f.yaml:2:4 /b: "1"; allowed: a mapping
        f.yaml:3:3 /c: nothing; allowed: a time, e.g. "5 ns"
        f.yaml:4:4 /d: "yes"; allowed: true or false""",
        yaml(
            "a: {x: 1}\nb: 1\nc:\nd: yes\n",
            root -> {
              root.child("a").items();
              root.child("b").entries();
              root.quantity("c", Dimension.TIME, 0, 1);
              root.flag("d", true);
            }));
  }

  @Test
  void numbersThatAreNotFiniteOrDoNotFitAreTold() {
    assertEquals(
        """
        f.yaml:1:4 /a: ".inf"; allowed: a finite number
        f.yaml:2:4 /b: 1e400; allowed: a finite number
        f.yaml:3:4 /c: 9223372036854775808; allowed: an integer
        f.yaml:4:4 /d: 1.5; allowed: an integer at least 1
        f.yaml:5:4 /e: "1e400 s"; allowed: a finite time
        f.yaml:6:4 /f: "NaN"; allowed: a number greater than 0
        f.yaml:7:4 /g: "0 s"; allowed: a time greater than 0 and at most 1 s
        f.yaml:8:4 /h: 1e9999; allowed: an integer""",
        yaml(
            """
            a: .inf
            b: 1e400
            c: 9223372036854775808
            d: 1.5
            e: 1e400 s
            f: NaN
            g: 0 s
            h: 1e9999
            """,
            root -> {
              root.number("a", -ANY, ANY);
              root.number("b", -ANY, ANY);
              root.integer("c", Long.MIN_VALUE, Long.MAX_VALUE);
              root.integer("d", 1, Long.MAX_VALUE);
              root.quantity("e", Dimension.TIME, -ANY, ANY);
              root.number("f", InputNode.POSITIVE, ANY);
              root.quantity("g", Dimension.TIME, InputNode.POSITIVE, 1);
              root.integer("h", Long.MIN_VALUE, Long.MAX_VALUE);
            }));
  }

  @Test
  void aKeyGivenTwiceIsTold() {
    assertEquals(
        "f.yaml:3:3 /a/b: key \"b\" a second time; allowed: each key once (first in line 2)",
        yaml("a:\n  b: 1\n  b: 2\n", root -> {}));
    assertEquals(
        "f.json:1:10 /b: key \"b\" a second time; allowed: each key once (first in line 1)",
        complaint("f.json", "{\"b\": 1, \"b\": 2}", root -> {}));
  }

  @Test
  void anchorsAliasesAndTagsAreRefused() {
    assertEquals(
        """
        f.yaml:1:4 /a: a YAML anchor (&x); allowed: values written out where they are used
        f.yaml:2:4 /b: a YAML alias (*x); allowed: values written out where they are used
        f.yaml:3:4 /c: a YAML tag (!foo); allowed: values written out where they are used""",
        yaml("a: &x {p: 1}\nb: *x\nc: !foo bar\n", root -> {}));
  }

  @Test
  void brokenSyntaxIsToldAtOnce() {
    assertTrue(yaml("a:\n\tb: 1\n", root -> {}).startsWith("f.yaml:2:1: malformed YAML: "));
    assertTrue(yaml("a:\n\tb: 1\n", root -> {}).endsWith("allowed: spaces for indentation"));
    assertTrue(yaml("a: [1, 2\nb: 3\n", root -> {}).startsWith("f.yaml:2:2: malformed YAML: "));
    assertTrue(
        complaint("f.json", "{\"a\": 1,\n }", root -> {})
            .startsWith("f.json:2:2: malformed JSON: "));
    assertEquals(
        "f.yaml:1:1: an empty file; allowed: a mapping of keys to values",
        yaml("# nothing\n", root -> {}));
    assertEquals(
        "f.yaml:3:1: a second document; allowed: one document per file",
        yaml("a: 1\n---\nb: 2\n", root -> {}));
  }

  @Test
  void charactersThatNobodySeesAreTold() {
    assertEquals(
        "f.yaml:2:4: the character U+0000; allowed: printable characters",
        yaml("a: 1\nb: \u0000\n", root -> {}));
  }

  @Test
  void nestingAndSizeAreBounded() {
    assertEquals(
        "f.yaml:1:66: nesting deeper than 64 levels; allowed: at most 64",
        yaml("[".repeat(100_000), root -> {}));
    assertEquals(
        "f.json:1:66: nesting deeper than 64 levels; allowed: at most 64",
        complaint("f.json", "[".repeat(100_000), root -> {}));
    assertEquals(
        "f.yaml: 16777217 characters; allowed: at most 16777216",
        yaml("#".repeat((16 << 20) + 1), root -> {}));
  }

  @Test
  void filesThatCannotBeReadAreTold(@TempDir Path directory) throws IOException {
    Path missing = directory.resolve("none.yaml");
    Path binary = directory.resolve("binary.yaml");
    Files.write(binary, new byte[] {'a', (byte) 0xff, 0});
    Path good = directory.resolve("good.yaml");
    Files.writeString(good, "\ufeffa: \u00b5\n", StandardCharsets.UTF_8);
    for (var expected :
        List.of(
            List.of(missing, "no such file; allowed: an existing YAML or JSON file"),
            List.of(binary, "bytes that are not UTF-8 text; allowed: a YAML or JSON file in UTF-8"),
            List.of(directory, "a directory; allowed: a readable YAML or JSON file"))) {
      Path file = (Path) expected.get(0);
      InputException e =
          assertThrows(InputException.class, () -> InputFile.read(file, new Problems()));
      assertEquals(file + ": " + expected.get(1), e.getMessage());
    }
    assertEquals("\u00b5", InputFile.read(good, new Problems()).text("a"));
  }
}
