package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.device.Endurance;
import dev.spindrift.device.Endurance.Distribution;
import dev.spindrift.input.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walls that no longer move after so many pulses or metres. */
class EnduranceTest {
  private static final String[] TEN = {
    "device:endurance.pulses=10", "device:endurance.shape=0.5", "device:endurance.source=test"
  };

  @TempDir Path temp;

  private TinyRun.Outcome run(String name, int threads, String[] endurance, String... more)
      throws IOException {
    Path scenario = TinyRun.write(temp);
    List<String> settings = new ArrayList<>(Arrays.asList(endurance));
    settings.addAll(Arrays.asList(more));
    return TinyRun.run(scenario, temp.resolve(name), threads, settings.toArray(new String[0]));
  }

  private static long worn(TinyRun.Outcome o) {
    return o.result().hardware().wear().stream().mapToLong(RunResult.TileWear::worn).sum();
  }

  @Test
  void livesHaveTheMedianOrTheCharacteristicValueThatTheFileStates() {
    Endurance lognormal = new Endurance(10, 1, Distribution.LOGNORMAL, 0.5);
    assertEquals(1, lognormal.factor(0), 1e-15);
    assertEquals(Math.exp(0.5), lognormal.factor(1), 1e-15);
    Endurance weibull = new Endurance(10, 1, Distribution.WEIBULL, 2);
    // the median of a Weibull distribution of scale 1 and shape 2: sqrt(ln 2)
    assertEquals(Math.sqrt(Math.log(2)), weibull.factor(0), 1e-12);
    // 100,000 devices: the share below the characteristic life is 63.2 %, sd 0.15 %; 5 sd
    java.util.Random random = new java.util.Random(1);
    long below =
        IntStream.range(0, 100_000).filter(i -> weibull.factor(random.nextGaussian()) < 1).count();
    assertEquals(1 - Math.exp(-1), below / 1e5, 5 * 0.0015);
  }

  @Test
  void devicesThatReachedTheirLifeAreCountedAndTheSameOnAnyNumberOfThreadsAndAtEitherDetail()
      throws IOException {
    Chips.crowded(temp, 3);
    TinyRun.Outcome one = run("one", 1, TEN, "learning.miniBatches=9");
    TinyRun.Outcome two = run("two", 2, TEN, "learning.miniBatches=9");
    assertTrue(worn(one) > 100, "" + worn(one));
    assertTrue(
        one.result().warnings().stream().anyMatch(w -> w.contains("reached their life")),
        one.result().warnings().toString());
    assertEquals(one.parameterBits(), two.parameterBits());
    assertEquals(one.joules(), two.joules());
    assertEquals(one.result().hardware(), two.result().hardware());
    TinyRun.Outcome fine = run("fine", 1, TEN, "learning.miniBatches=9", "events.detail=pulse");
    assertEquals(one.parameterBits(), fine.parameterBits());
    assertEquals(one.result().hardware(), fine.result().hardware());
  }

  @Test
  void aWornWallStaysWhereItIs() throws IOException {
    Chips.crowded(temp, 3);
    // All devices alike and worn by the first pair, of which every cell has one.
    String[] once = {"device:endurance.pulses=2", "device:endurance.source=test"};
    String[] neverStores = {"thinning.threshold=100", "learning.digitalRate=0"};
    TinyRun.Outcome first = run("a", 1, once, append(neverStores, "learning.miniBatches=1"));
    TinyRun.Outcome sixth = run("b", 1, once, append(neverStores, "learning.miniBatches=6"));
    TinyRun.Outcome never =
        run("c", 1, new String[0], append(neverStores, "learning.miniBatches=6"));
    int same = 0;
    int free = 0;
    for (int i = 0; i < first.parameterBits().size(); i++) {
      same += first.parameterBits().get(i).equals(sixth.parameterBits().get(i)) ? 1 : 0;
      free += first.parameterBits().get(i).equals(never.parameterBits().get(i)) ? 1 : 0;
    }
    // Crossing zero brings the other, fresh device into play: few cells do that in 1 + 2 updates.
    assertTrue(
        same > 0.8 * first.parameterBits().size(), same + " of " + first.parameterBits().size());
    assertTrue(free < 0.2 * first.parameterBits().size(), "" + free);
  }

  private static String[] append(String[] a, String b) {
    String[] all = Arrays.copyOf(a, a.length + 1);
    all[a.length] = b;
    return all;
  }

  @Test
  void aLifeThatNobodyReachesChangesNoPulse() throws IOException {
    Chips.crowded(temp, 3);
    String[] longLived = {"device:endurance.way=1 km", "device:endurance.source=test"};
    TinyRun.Outcome off = run("off", 1, new String[0], "wear=true");
    TinyRun.Outcome on = run("on", 1, longLived);
    assertEquals(0, worn(on));
    assertEquals(off.end(), on.end());
    assertEquals(
        off.result().hardware().wear().stream().mapToLong(RunResult.TileWear::pulses).sum(),
        on.result().hardware().wear().stream().mapToLong(RunResult.TileWear::pulses).sum());
    assertNotEquals(List.of(), on.result().hardware().wear());
  }

  @Test
  void endurancesThatMeanNothingAreRefused() throws IOException {
    Chips.crowded(temp, 3);
    Path scenario = TinyRun.write(temp);
    for (String[] bad :
        new String[][] {
          {"device:endurance.source=x", "neither pulses nor way"},
          {"device:endurance.pulses=-3", "/endurance/pulses"},
          {"device:endurance.way=3 s", "/endurance/way"},
          {"device:endurance.distribution=normal", "lognormal"},
        }) {
      InputException e =
          assertThrows(
              InputException.class, () -> ScenarioFile.read(scenario, List.of(bad[0])), bad[0]);
      assertTrue(e.getMessage().contains(bad[1]), e.getMessage());
    }
  }
}
