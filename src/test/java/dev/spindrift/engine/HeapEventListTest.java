package dev.spindrift.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.simevents.eventlist.DoublyLinked;
import umontreal.ssj.simevents.eventlist.EventList;
import umontreal.ssj.simevents.eventlist.SplayTree;

class HeapEventListTest {
  private final Simulator unused = new Simulator(new HeapEventList());

  private class Plain extends Event {
    Plain(double time, double priority) {
      super(unused);
      setPriority(priority);
      setTime(time);
    }

    @Override
    public void actions() {}
  }

  private final class Special extends Plain {
    Special(double time, double priority) {
      super(time, priority);
    }
  }

  /** What the order must be, kept by insertion into a plain list. */
  private record Entry(Event event, double time, double priority) {
    boolean follows(double otherTime, double otherPriority) {
      return time > otherTime || (time == otherTime && priority > otherPriority);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyOperationAgreesWithAPlainSortedList(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    HeapEventList list = new HeapEventList();
    List<Entry> model = new ArrayList<>();
    for (int step = 0; step < 4000; step++) {
      int operation = random.nextInt(model.isEmpty() ? 6 : 12);
      double time = random.nextInt(6);
      double priority = random.nextInt(3);
      Event event =
          random.nextInt(10) == 0 ? new Special(time, priority) : new Plain(time, priority);
      int at = model.isEmpty() ? 0 : random.nextInt(model.size());
      if (operation < 5) {
        list.add(event);
        int index = 0;
        while (index < model.size() && !model.get(index).follows(time, priority)) {
          index++;
        }
        model.add(index, new Entry(event, time, priority));
      } else if (operation == 5) {
        list.addFirst(event);
        model.add(0, new Entry(event, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY));
      } else if (operation == 6) {
        Entry other = model.get(at);
        list.addBefore(event, other.event());
        model.add(at, new Entry(event, other.time(), other.priority()));
      } else if (operation == 7) {
        Entry other = model.get(at);
        list.addAfter(event, other.event());
        model.add(at + 1, new Entry(event, other.time(), other.priority()));
      } else if (operation == 8) {
        assertTrue(list.remove(model.remove(at).event()));
      } else if (operation == 9) {
        assertFalse(list.remove(event), "an event that is not in the list");
      } else {
        assertSame(model.remove(0).event(), list.removeFirst());
      }
      assertEquals(model.size(), list.size());
      assertEquals(model.isEmpty(), list.isEmpty());
      assertSame(model.isEmpty() ? null : model.get(0).event(), list.getFirst());
      if (step % 50 == 0) {
        assertEquals(model.stream().map(Entry::event).toList(), all(list));
        Event special =
            model.stream()
                .map(Entry::event)
                .filter(e -> e.getClass() == Special.class)
                .findFirst()
                .orElse(null);
        assertSame(special, list.getFirstOfClass(Special.class));
        assertSame(special, list.getFirstOfClass(Special.class.getName()));
      }
    }
    while (!model.isEmpty()) {
      assertSame(model.remove(0).event(), list.removeFirst());
    }
    assertNull(list.removeFirst());
    assertNull(list.getFirst());
  }

  private static List<Event> all(EventList list) {
    List<Event> result = new ArrayList<>();
    list.iterator().forEachRemaining(result::add);
    return result;
  }

  @Test
  void aClearedListIsEmptyAndUsable() {
    HeapEventList list = new HeapEventList();
    for (int i = 0; i < 1000; i++) {
      list.add(new Plain(i, 1));
    }
    list.clear();
    assertTrue(list.isEmpty());
    assertNull(list.getFirstOfClass(Plain.class));
    Event event = new Plain(3, 1);
    list.add(event);
    assertSame(event, list.removeFirst());
  }

  @Test
  void anIteratorGoesBothWaysAndCannotChangeTheList() {
    HeapEventList list = new HeapEventList();
    Event late = new Plain(2, 1);
    Event early = new Plain(1, 1);
    list.add(late);
    list.add(early);
    ListIterator<Event> iterator = list.listIterator();
    assertSame(early, iterator.next());
    assertThrows(UnsupportedOperationException.class, iterator::remove);
    assertSame(late, iterator.next());
    assertFalse(iterator.hasNext());
    assertSame(late, iterator.previous());
    assertEquals(2, list.size());
  }

  @Test
  void aReferenceEventThatIsNotInTheListIsRefused() {
    HeapEventList list = new HeapEventList();
    Event stranger = new Plain(1, 1);
    assertThrows(IllegalArgumentException.class, () -> list.addBefore(new Plain(1, 1), stranger));
    assertThrows(IllegalArgumentException.class, () -> list.addAfter(new Plain(1, 1), stranger));
    assertTrue(list.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void allWaysToScheduleInSsjGiveTheSameRunAsSsjsOwnLists(long seed) {
    List<String> expected = run(new DoublyLinked(), seed);
    assertTrue(expected.size() > 2000, "events " + expected.size());
    assertEquals(expected, run(new SplayTree(), seed));
    assertEquals(expected, run(new HeapEventList(), seed));
  }

  /** A run in which events schedule, reschedule and cancel others at random. */
  private static List<String> run(EventList list, long seed) {
    Simulator simulator = new Simulator(list);
    SplittableRandom random = new SplittableRandom(seed);
    List<String> log = new ArrayList<>();
    List<Event> pending = new ArrayList<>();
    int[] number = {0};
    final class Noted extends Event {
      private final int id = number[0]++;

      Noted() {
        super(simulator);
        setPriority(random.nextInt(3));
      }

      @Override
      public void actions() {
        pending.remove(this);
        log.add(id + " at " + simulator.time());
        for (int k = 0; k < 2 && number[0] < 3000; k++) {
          Noted next = new Noted();
          Event other = pending.isEmpty() ? null : pending.get(random.nextInt(pending.size()));
          int way = random.nextInt(other == null ? 4 : 8);
          if (way < 3) {
            next.schedule(random.nextInt(4));
          } else if (way == 3) {
            next.scheduleNext();
          } else if (way == 4) {
            next.scheduleBefore(other);
          } else if (way == 5) {
            next.scheduleAfter(other);
          } else {
            next.schedule(random.nextInt(4));
            if (way == 6) {
              other.reschedule(random.nextInt(4));
            } else if (random.nextInt(4) == 0) {
              log.add("cancelled " + other.cancel());
              pending.remove(other);
            }
          }
          pending.add(next);
        }
      }
    }
    for (int i = 0; i < 100; i++) {
      Noted first = new Noted();
      first.schedule(random.nextInt(4));
      pending.add(first);
    }
    simulator.start();
    return log;
  }
}
