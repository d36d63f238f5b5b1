package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.state.Checkpointed;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.Buffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that changes in the course of a run is forgotten by its checkpoints. */
class CheckpointCompletenessTest {
  /** Classes that change and need not be saved, with the reason. */
  private static final Map<String, String> NOT_SAVED = new TreeMap<>();

  static {
    String anew = "filled anew in each mini-batch";
    String scratch = "scratch memory";
    String wiring = "set when the run is built, never after";
    String folded = "its owner saves it";
    NOT_SAVED.put("Training", "asked to stop or not; parts() names what it consists of");
    NOT_SAVED.put("ChipEvents", "conductances, time and energy of the mini-batch: " + anew);
    NOT_SAVED.put("ChainSamples", "what the thinning counter said of the mini-batch: " + anew);
    NOT_SAVED.put("RunTrace", "whether there is one: " + wiring);
    NOT_SAVED.put("EventThread", "no task is left between mini-batches");
    NOT_SAVED.put("RailRecording", "records the last mini-batch only");
    NOT_SAVED.put("TrainingController", "NetworkState.Bank saves its bank; the rest: " + anew);
    NOT_SAVED.put("LayerPasses", anew);
    NOT_SAVED.put("GraphNetwork", "NetworkState saves its parameters; gradients: " + anew);
    NOT_SAVED.put("DigitalParameters", "views of the network's parameters");
    NOT_SAVED.put("Tester", scratch);
    NOT_SAVED.put("TileUnit", "idle; what it holds is told anew by Training and controller");
    NOT_SAVED.put("RowPrograms", anew);
    NOT_SAVED.put("TileUpdate", scratch);
    NOT_SAVED.put("TileKernel", scratch);
    NOT_SAVED.put("PlainPairs", scratch);
    NOT_SAVED.put("PositionSum", "taken at the end of every tile's update");
    NOT_SAVED.put("WallPositions", "CellArray saves them");
    NOT_SAVED.put("SimulatedChip", "a view of the network's parameters; the rest: " + wiring);
    NOT_SAVED.put("BankMoves", "views of what ChipUpdater saves; the rest: " + scratch);
    NOT_SAVED.put("PlannedWrites", "views of what ChipUpdater saves; the rest: " + scratch);
    NOT_SAVED.put("CounterNoise", scratch);
    NOT_SAVED.put("LaneCounts", "settled into UpdateStatistics before it is saved");
    NOT_SAVED.put("Engine$Clock", folded);
    NOT_SAVED.put("Engine$PooledEvent", "recycled, holds nothing");
    NOT_SAVED.put("HeapEventList", "empty between mini-batches");
    NOT_SAVED.put("Workers", "threads, idle between calls");
    NOT_SAVED.put("Workers$Helper", "a thread, idle between calls");
    NOT_SAVED.put("Components", wiring);
    NOT_SAVED.put("Prices", "cache of the table");
    NOT_SAVED.put("Announcer", wiring);
    NOT_SAVED.put("JudgedImages", "chosen anew for each proposal");
    NOT_SAVED.put("MetropolisRun$Target", scratch);
    NOT_SAVED.put("ImageSet", "data, named by checksum in RunIdentity");
    NOT_SAVED.put("FloatChain", scratch);
    NOT_SAVED.put("StepRecord", "what RailRecording recorded of the last mini-batch");
    NOT_SAVED.put("TechnologyTable", "prices, an input");
    NOT_SAVED.put("BoxMuller", scratch);
    NOT_SAVED.put("FloatBits", scratch);
    NOT_SAVED.put("RestingWalls", scratch + "; RunBooks saves until when walls rested");
    NOT_SAVED.put("CellMover", scratch);
    NOT_SAVED.put("PulsePair", scratch);
    NOT_SAVED.put("PulsePlanner", "cache of the last increment's arithmetic");
    NOT_SAVED.put("Blueprint", "the network's plan, an input");
    NOT_SAVED.put("DigitalGraph", wiring);
    NOT_SAVED.put("MatrixProduct", scratch);
    NOT_SAVED.put("Normalization", "its blocks");
    NOT_SAVED.put("NormalizationBlock", "activations of the mini-batch under way");
  }

  @TempDir Path temp;

  @Test
  void everyClassOfARunThatChangesIsSavedOrListedWithItsReason() throws Exception {
    Chips.crowded(temp, 3);
    Path scenario = TinyRun.write(temp, "seed: 3", "seed: 3\nfloatReference: true");
    TreeSet<String> forgotten = new TreeSet<>();
    TreeSet<String> met = new TreeSet<>();
    visit(TinyRun.prepare(scenario), forgotten, met);
    String mala = "learning={batch: 50, miniBatches: 4, kernel: mala, tau: 2e-5, eta: 200}";
    visit(TinyRun.prepare(scenario, mala), forgotten, met);
    assertEquals(
        new TreeSet<>(),
        forgotten,
        "classes with fields that change: let them implement Checkpointed and put them into"
            + " Training.parts(), or list them here with the reason why they need not be saved");
    TreeSet<String> stale = new TreeSet<>(NOT_SAVED.keySet());
    stale.removeAll(met);
    assertEquals(new TreeSet<>(), stale, "listed without need");
  }

  private void visit(Prepared prepared, Set<String> forgotten, Set<String> met)
      throws IllegalAccessException {
    Path folder = temp.resolve("r" + met.size());
    try (Training t = new Training(prepared, folder, 2, (a, b, c, d, e, f) -> {})) {
      t.run();
      for (Object o : reachable(t)) {
        if (changes(o.getClass()) && !(o instanceof Checkpointed)) {
          met.add(name(o));
          if (!NOT_SAVED.containsKey(name(o))) {
            forgotten.add(o.getClass().getName());
          }
        }
      }
      Set<Object> parts = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Checkpointed part : t.parts().values()) {
        parts.addAll(reachable(part));
      }
      for (Object o : reachable(t)) {
        assertTrue(!(o instanceof Checkpointed) || parts.contains(o), name(o) + " is in no part");
      }
    }
  }

  private static String name(Object o) {
    String full = o.getClass().getName();
    return full.substring(full.lastIndexOf('.') + 1);
  }

  /** All objects of this program's classes that can be reached from one. */
  private static Set<Object> reachable(Object root) throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Object> ours = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> todo = new ArrayDeque<>();
    todo.add(root);
    while (!todo.isEmpty()) {
      Object o = todo.pop();
      if (!seen.add(o)) {
        continue;
      }
      if (o instanceof Object[] array) {
        for (Object item : array) {
          add(item, todo);
        }
      } else if (o instanceof Collection<?> items) {
        items.forEach(item -> add(item, todo));
      } else if (o instanceof Map<?, ?> map) {
        map.values().forEach(item -> add(item, todo));
      } else if (o.getClass().getName().startsWith("dev.spindrift.")
          && !o.getClass().getName().startsWith("dev.spindrift.input.")) {
        ours.add(o);
        for (Class<?> c = o.getClass();
            c.getName().startsWith("dev.spindrift");
            c = c.getSuperclass()) {
          for (Field f : c.getDeclaredFields()) {
            if (!Modifier.isStatic(f.getModifiers()) && !f.getType().isPrimitive()) {
              f.setAccessible(true);
              add(f.get(o), todo);
            }
          }
        }
      }
    }
    return ours;
  }

  private static void add(Object o, Deque<Object> todo) {
    if (o != null && !(o instanceof Enum<?>) && !o.getClass().isSynthetic()) {
      todo.add(o);
    }
  }

  /** Whether a class has fields that can change: not final, or arrays, buffers, collections. */
  private static boolean changes(Class<?> c) {
    if (c.isRecord() || c.isSynthetic()) {
      return false;
    }
    for (Field f : c.getDeclaredFields()) {
      Class<?> type = f.getType();
      boolean holds =
          type.isArray()
              || Buffer.class.isAssignableFrom(type)
              || Collection.class.isAssignableFrom(type)
              || Map.class.isAssignableFrom(type);
      if (!Modifier.isStatic(f.getModifiers()) && (!Modifier.isFinal(f.getModifiers()) || holds)) {
        return true;
      }
    }
    return false;
  }
}
