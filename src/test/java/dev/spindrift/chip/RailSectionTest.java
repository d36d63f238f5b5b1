package dev.spindrift.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.circuit.RailPolicy;
import dev.spindrift.circuit.Specs;
import dev.spindrift.input.Problem;
import dev.spindrift.input.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RailSectionTest {
  private static final String RAIL = "vwrite: {kind: rail, voltage: 1.0 V, limit: 0.5 A";

  @TempDir Path temp;

  private Netlist read(Problems problems, String more) throws IOException {
    return NetlistFile.read(Chips.write(temp, RAIL, RAIL + more), problems);
  }

  private Specs.Rail rail(String more) throws IOException {
    Problems problems = new Problems();
    Netlist n = read(problems, more);
    problems.throwIfAny();
    return n.rails().get("vwrite");
  }

  @Test
  void aRailServesFirstComersAndHasNoResistanceUnlessTheNetlistSaysOtherwise() throws IOException {
    assertEquals(RailPolicy.Kind.FIRST_COME, rail("").policy().kind());
    assertEquals(0, rail("").resistance(), 0);
    Specs.Rail p = rail(", policy: row-parallel, budget: 0.1 A, lookAhead: 8, resistance: 20 mohm");
    assertEquals(new RailPolicy(RailPolicy.Kind.ROW_PARALLEL, 100_000_000, 0, 8), p.policy());
    assertEquals(0.02, p.resistance(), 1e-15);
    assertEquals(500_000_000, rail(", policy: row-parallel").policy().budget(), "the limit");
    assertEquals(250_000_000, rail(", policy: power-capped, cap: 250 mW").policy().cap());
  }

  @Test
  void limitBudgetAndCapGrowTogetherAndWithoutLimitNothingOverflows() throws IOException {
    Specs.Rail twice = rail(", policy: row-parallel, budget: 0.1 A").scaled(2);
    assertEquals(1_000_000_000, twice.limit());
    assertEquals(200_000_000, twice.policy().budget());
    assertTrue(twice.serves(200_000_000) && !twice.serves(200_000_001));
    Specs.Rail capped = rail(", policy: power-capped, cap: 60 mW");
    assertTrue(capped.serves(57_600_000) && !capped.scaled(0.5).serves(57_600_000));
    Specs.Rail endless = twice.scaled(Double.POSITIVE_INFINITY);
    assertEquals(Specs.Rail.UNLIMITED, endless.limit());
    assertEquals(Specs.Rail.UNLIMITED, endless.policy().budget());
  }

  private void refused(String more, String... expected) throws IOException {
    Problems problems = new Problems();
    read(problems, more);
    List<Problem> list = problems.list();
    assertEquals(expected.length, list.size(), "" + list);
    for (int i = 0; i < expected.length; i++) {
      String text = list.get(i).toString();
      assertTrue(text.contains(expected[i]), text);
      assertTrue(text.contains("/components/vwrite"), text);
      assertTrue(list.get(i).line() > 1, text);
    }
  }

  @Test
  void onlyARailThatFeedsPulseDriversDroops() throws IOException {
    String vread = "vread: {kind: rail, voltage: 0.9 V, limit: 2 A";
    Problems problems = new Problems();
    NetlistFile.read(Chips.write(temp, vread, vread + ", resistance: 1 mohm"), problems);
    String text = problems.list().toString();
    assertTrue(text.contains("/components/vread/resistance"), text);
    assertTrue(text.contains("feeds no pulse drivers") && text.contains("rail vwrite"), text);
  }

  @Test
  void whatCannotWorkIsRefusedWithItsPlace() throws IOException {
    refused(", policy: row-paralel", "row-parallel");
    refused(", budget: 0.1 A", "a budget for a rail whose policy does not use it");
    refused(", cap: 1 W, lookAhead: 3", "a cap for a rail", "a lookAhead for a rail");
    refused(", policy: power-capped", "cap");
    // a row of 128 columns x 0.45 mA = 57.6 mA
    refused(", policy: row-parallel, budget: 50 mA", "one row draws up to 0.05760 A");
    refused(", policy: row-parallel, budget: 0.6 A", "a budget of 0.6000 A on a rail of 0.5000 A");
    refused(", policy: power-capped, cap: 50 mW", "one row takes up to 0.05760 W");
    refused(", policy: row-parallel, budget: 0.1 V", "0.1 V");
    refused(", resistance: -1 ohm", "-1 ohm");
    refused(", resistance: 2 ohm", "a droop of 1.000 V at the limit on a rail of 1.000 V");
  }
}
