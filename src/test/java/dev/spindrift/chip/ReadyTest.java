package dev.spindrift.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.circuit.Resource;
import dev.spindrift.circuit.Server;
import dev.spindrift.engine.Engine;
import dev.spindrift.engine.Phase;
import dev.spindrift.input.Problems;
import dev.spindrift.trace.Components;
import dev.spindrift.trace.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every shared resource that a die has, found by asking the die: whoever waits for it is served at
 * the instant t at which it is free again, not at t - 1 ps. (The tests of rails and tiles say the
 * same of each policy and of the dead time of drivers.)
 */
class ReadyTest {
  private static final int TILES = 6;

  @TempDir Path temp;
  private final Engine engine = new Engine();
  private Die die;

  @BeforeEach
  void wire() throws IOException {
    Problems problems = new Problems();
    Netlist netlist = NetlistFile.read(Chips.crowded(temp, 1), problems);
    problems.throwIfAny();
    die = new Die(netlist, TILES, new Components(), engine, (a, b, c, d, e, f, g, h) -> {});
  }

  @Test
  void everyRailBankOfConvertersOrDriversAndTileIsReadyAtTheInstantOfTheRelease() {
    List<Resource> all = new ArrayList<>(die.rails());
    all.addAll(die.sharedBanks());
    for (int bank = 0; bank < die.netlist().banks(); bank++) {
      all.addAll(die.ports(bank));
    }
    Set<String> kinds = new TreeSet<>();
    for (Resource r : all) {
      kinds.add(r.name().replaceAll("\\[.*", ""));
      long start = engine.now();
      List<Long> served = new ArrayList<>();
      r.request(r.capacity(), (a, b) -> {}, 0, 0);
      r.request(1, (a, b) -> served.add(engine.now()), 0, 0);
      engine.schedule(start + 777, Phase.RELEASE, (a, b) -> r.release(r.capacity()), 0, 0);
      engine.runUntil(start + 776);
      assertEquals(List.of(), served, r.name() + " at t - 1");
      engine.runUntil(start + 777);
      assertEquals(List.of(start + 777), served, r.name() + " at t");
      r.release(1);
    }
    assertEquals(Set.of("vwrite", "vread", "converters", "drivers", "tile"), kinds);
  }

  @Test
  void everyBusAndDigitalUnitStartsTheNextJobAtTheInstantTheLastOneEnds() {
    for (Server s : die.servers()) {
      long start = engine.now();
      long first = s.serviceTime(1_000);
      long both = first + s.serviceTime(70);
      List<Long> done = new ArrayList<>();
      s.submit(Work.FORWARD, 0, 1_000, (a, b) -> done.add(engine.now()), 0, 0);
      s.submit(Work.FORWARD, 0, 70, (a, b) -> done.add(engine.now()), 0, 0);
      engine.runUntil(start + first - 1);
      assertEquals(List.of(), done, s.name());
      engine.runUntil(start + both - 1);
      assertEquals(List.of(start + first), done, s.name());
      engine.runUntil(start + both);
      assertEquals(List.of(start + first, start + both), done, s.name());
      assertEquals(first, s.longestWait(), s.name());
      assertTrue(first > 0, s.name());
    }
    assertEquals(7, die.servers().size(), "a bus and six digital units");
  }
}
