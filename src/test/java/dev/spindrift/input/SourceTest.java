package dev.spindrift.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Where constants come from. */
class SourceTest {

  private static Quantity time(InputNode node, String key) {
    return node.quantity(key, Dimension.TIME, 0, 1);
  }

  @Test
  void aQuantityWithoutItsOwnSourceTakesTheNearestEnclosingOne() {
    Problems problems = new Problems();
    InputNode root =
        InputFile.parse(
            "f.yaml",
            """
            source: whole file
            a: {value: 1 ns, source: own}
            b: 1 ns
            c:
              source: Assumed, a typical value
              d: {value: 1 ns}
              e: [1 ns]
            """,
            problems);
    InputNode c = root.child("c");
    assertEquals("own", time(root, "a").source());
    assertEquals("whole file", time(root, "b").source());
    assertEquals("Assumed, a typical value", time(c, "d").source());
    assertTrue(time(c, "d").assumed());
    assertEquals(
        "Assumed, a typical value",
        c.child("e").items().get(0).asQuantity(Dimension.TIME, 0, 1).source());
    root.finish();
    c.finish();
    problems.throwIfAny();
  }

  @Test
  void aConstantWithoutAnySourceIsAProblemOnlyWhereSourcesAreDemanded() {
    Problems problems = new Problems();
    InputNode root = InputFile.parse("f.yaml", "a: {b: 1 ns}\nc: {d: 1 ns}\n", problems);
    root.requireSources(true);
    root.child("c").requireSources(false);
    assertNull(time(root.child("a"), "b").source());
    assertNull(time(root.child("c"), "d").source());
    assertEquals(
        "f.yaml:1:8 /a/b: a constant without a source; allowed: every constant here needs a"
            + " source: write {value: ..., source: \"...\"} or give an enclosing mapping a source",
        problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n")));
  }

  @Test
  void theSourceOfAMappingWithFreeNamesIsNoEntry() {
    Problems problems = new Problems();
    InputNode root = InputFile.parse("f.yaml", "source: x\nadc: {e: 1}\n", problems);
    assertEquals("[adc]", root.entries().keySet().toString());
  }
}
