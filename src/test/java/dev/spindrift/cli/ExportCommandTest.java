package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  @TempDir private Path temp;

  private int export(String out, String... more) {
    String[] args = new String[6 + more.length];
    args[0] = "export";
    args[1] = "scenarios/quickstart.yaml";
    args[2] = "--out";
    args[3] = temp.resolve(out).toString();
    args[4] = "--steps";
    args[5] = "12";
    System.arraycopy(more, 0, args, 6, more.length);
    return Main.run(args);
  }

  private double[] losses(String folder) throws IOException {
    byte[] bytes = Files.readAllBytes(temp.resolve(folder).resolve("losses.npy"));
    double[] losses = new double[12];
    ByteBuffer.wrap(bytes, bytes.length - 96, 96)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asDoubleBuffer()
        .get(losses);
    return losses;
  }

  @Test
  void theFirstStepsOfAScenarioAreExported() throws IOException {
    assertEquals(0, export("a"));
    double[] losses = losses("a");
    // Chance on ten classes is 2.3, and descent without noise goes down.
    assertTrue(losses[0] > 2 && losses[11] < 0.6 * losses[0], losses[0] + " to " + losses[11]);
    for (String name :
        new String[] {"initial.npz", "final.npz", "images.npy", "export.json", "COMPLETE"}) {
      assertTrue(Files.isRegularFile(temp.resolve("a").resolve(name)), name);
    }
    assertEquals(0, export("b"));
    for (String name : new String[] {"final.npz", "losses.npy", "batches.npy", "export.json"}) {
      assertEquals(
          -1, Files.mismatch(temp.resolve("a").resolve(name), temp.resolve("b").resolve(name)));
    }
  }

  @Test
  void mistakesAreBadInputAndLeaveNothing() throws IOException {
    assertEquals(2, export("c", "--set", "learning.tau=-1"));
    assertEquals(2, Main.run("export", "scenarios/quickstart.yaml", "--steps", "0"));
    assertEquals(2, Main.run("export", "scenarios/quickstart.yaml", "--steps", "2000000000"));
    try (var left = Files.list(temp)) {
      assertEquals(0, left.count());
    }
  }
}
