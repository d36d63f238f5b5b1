package dev.spindrift.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InputOverlayTest {
  private static final String TEXT =
      """
      name: a
      learning: {rate: 1, batch: 48}
      list: [1, 2]
      scales:
        short:
          learning: {rate: 2}
          list: [3]
          name: null
      """;

  private final Problems problems = new Problems();

  private InputNode read(String text) {
    InputNode root = InputFile.parse("f.yaml", text, problems);
    return InputOverlay.apply(root, "scale", "scales", "full");
  }

  @Test
  void mappingsAreMergedOtherValuesReplacedAndNullTakesAway() {
    InputNode n = read("scale: short\n" + TEXT);
    assertEquals(2, n.child("learning").number("rate", 0, 9));
    assertEquals(48, n.child("learning").integer("batch", 0, 99));
    assertEquals(1, n.child("list").items().size());
    assertTrue(!n.has("name") && !n.has("scale") && !n.has("scales"));
    assertTrue(problems.isEmpty());
    // A mistake in the variant is found where it stands.
    n.child("learning").integer("rate", 5, 9);
    assertEquals(7, problems.list().get(0).line());
  }

  @Test
  void withoutAChoiceTheFileMeansWhatItSays() {
    for (String text : new String[] {TEXT, "scale: full\n" + TEXT}) {
      InputNode n = read(text);
      assertEquals("a", n.text("name"));
      assertEquals(1, n.child("learning").number("rate", 0, 9));
      assertTrue(problems.isEmpty());
    }
  }

  @Test
  void anUnknownVariantIsNamedWithThoseThereAre() {
    read("scale: shrt\n" + TEXT);
    String message = problems.list().toString();
    assertTrue(message.contains("short") && message.contains("full"), message);
  }

  @Test
  void aChoiceWithoutVariantsIsLeftToTheReader() {
    InputNode n = read("scale: short\nname: a\n");
    n.text("name");
    n.finish();
    assertTrue(problems.list().toString().contains("scale"), "" + problems.list());
  }
}
