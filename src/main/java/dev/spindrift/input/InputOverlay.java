package dev.spindrift.input;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Variants of a document within it: mappings that are laid over the rest when chosen.
 *
 * <pre>{@code
 * name: table1                       # as it stands: the variant called by the default
 * learning: {batch: 48, miniBatches: 520500}
 * scale: short                       # which one; may come from --set
 * scales:
 *   short: {learning: {miniBatches: 1000}}
 * }</pre>
 *
 * <p>Mappings are merged key by key, anything else replaces what it lies on, and {@code null} takes
 * a key away. Values keep the place where they stand in the file, for messages.
 */
public final class InputOverlay {
  private InputOverlay() {}

  /**
   * Lays the chosen variant over a document.
   *
   * @param root root of a tree that nothing was read from yet; not modified
   * @param choice key whose text names the variant
   * @param variants key of the mapping from names to variants
   * @param without name of the document as it stands, and what is meant if {@code choice} is absent
   * @return root of the new tree, without the two keys, with the same problems; a name that is not
   *     known is reported to them
   */
  public static InputNode apply(InputNode root, String choice, String variants, String without) {
    Tree tree = root.tree();
    if (tree.kind() != Tree.Kind.MAPPING || !tree.entries().containsKey(variants)) {
      return root; // a choice without variants is an unknown key to its reader
    }
    InputNode all = root.child(variants);
    List<String> names = new ArrayList<>(all.entries().keySet());
    names.add(0, without);
    String chosen = root.has(choice) ? root.choice(choice, names) : without;
    Map<String, Tree> entries = new LinkedHashMap<>(tree.entries());
    entries.remove(choice);
    entries.remove(variants);
    Tree base = tree.with(Collections.unmodifiableMap(entries), List.of());
    Tree over = all.tree().entries().get(chosen);
    return InputNode.root(over == null ? base : lay(base, over), root.problems());
  }

  private static Tree lay(Tree base, Tree over) {
    if (base.kind() != Tree.Kind.MAPPING || over.kind() != Tree.Kind.MAPPING) {
      return over;
    }
    Map<String, Tree> entries = new LinkedHashMap<>(base.entries());
    over.entries()
        .forEach(
            (key, value) -> {
              Tree below = entries.get(key);
              if (value.kind() == Tree.Kind.NOTHING) {
                entries.remove(key);
              } else {
                entries.put(key, below == null ? value : lay(below, value));
              }
            });
    return base.with(Collections.unmodifiableMap(entries), List.of());
  }
}
