package dev.spindrift.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Values set on the command line. */
class InputOverrideTest {

  private static final String FILE =
      """
      chip: {tile: {rows: 8}, width: 5 ns}
      layers:
        - name: a
        - name: b
      """;

  private final Problems problems = new Problems();

  private InputNode set(String... assignments) {
    return InputOverride.apply(InputFile.parse("f.yaml", FILE, problems), List.of(assignments));
  }

  @Test
  void valuesAreSetByDotsAndByPointersAndTheResolvedTextShowsThem() {
    InputNode root =
        set("chip.tile.rows=64", "/layers/1/name=c", "chip.width=7 ns", "extra.deep=[1, x]");
    problems.throwIfAny();
    assertEquals(64, root.child("chip").child("tile").integer("rows", 1, 99));
    assertEquals(
        """
        chip:
          tile:
            rows: 64
          width: 7 ns
        layers:
          - name: a
          - name: c
        extra:
          deep:
            - 1
            - x
        """,
        root.toYaml());
  }

  @Test
  void aWrongValueIsToldAtItsAssignment() {
    InputNode root = set("chip.tile.rows=zero");
    root.child("chip").child("tile").integer("rows", 1, 99);
    assertEquals(
        "--set chip.tile.rows=zero:1:1 /chip/tile/rows: \"zero\"; allowed: an integer from 1 to"
            + " 99",
        assertThrows(InputException.class, problems::throwIfAny).getMessage());
  }

  @Test
  void anUnknownKeyIsToldWithTheNearestOne() {
    InputNode root = set("chip.tiel.rows=9");
    InputNode chip = root.child("chip");
    chip.child("tile");
    chip.child("width");
    chip.finish();
    assertEquals(
        "--set chip.tiel.rows=9:1:1 /chip/tiel: unknown key \"tiel\"; allowed: tile, width; did"
            + " you mean \"tile\"?",
        assertThrows(InputException.class, problems::throwIfAny).getMessage());
  }

  @Test
  void pathsThatLeadNowhereAreTold() {
    set("layers.2.name=x", "chip.width.unit=s", "chip", "chip.width=");
    assertEquals(
        """
        --set layers.2.name=x:1:1 /layers: no item "2"; allowed: 2 items, counted from 0
        --set chip.width.unit=s:1:1 /chip/width: a path through "5 ns" to "unit"; allowed: a path \
        of mappings
        --set chip: no "path=value"; allowed: e.g. --set learning.miniBatches=100
        --set chip.width=: no "path=value"; allowed: e.g. --set learning.miniBatches=100""",
        assertThrows(InputException.class, problems::throwIfAny).getMessage());
  }
}
