package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.input.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DiagnoseCommandTest {
  @TempDir private Path temp;

  private Path run(String name, int seed, String tau, int values) throws IOException {
    Path folder = Files.createDirectories(temp.resolve(name));
    Files.createDirectories(folder.resolve("inputs"));
    Files.writeString(
        folder.resolve("inputs/scenario.yaml"),
        "spindrift: scenario/1\nseed: " + seed + "\nlearning:\n  tau: " + tau + "\n");
    StringBuilder csv = new StringBuilder("mini_batch,log_likelihood\n");
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 1; i <= values; i++) {
      csv.append(i).append(',').append(random.nextDouble()).append('\n');
    }
    Files.writeString(folder.resolve("chain.csv"), csv);
    return folder;
  }

  private static String diagnose(Object... arguments) {
    StringWriter out = new StringWriter();
    int code =
        new CommandLine(new DiagnoseCommand())
            .setOut(new PrintWriter(out, true))
            .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    assertEquals(0, code);
    return out.toString();
  }

  private static String refused(Object... arguments) {
    Exception[] thrown = new Exception[1];
    new CommandLine(new DiagnoseCommand())
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              thrown[0] = e;
              return 1;
            })
        .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return assertInstanceOf(InputException.class, thrown[0]).getMessage();
  }

  @Test
  void chainsOfTwoSeedsAreCompared() throws IOException {
    String out = diagnose(run("a", 1, "2e-5", 200), run("b", 2, "2e-5", 200));
    assertTrue(out.contains("2 chains, values 101 to 200"), out);
  }

  @Test
  void theSameChainTwiceIsRefused() throws IOException {
    Path a = run("a", 1, "2e-5", 200);
    String out = refused(a, a);
    assertTrue(out.contains("the same seed: 1 as"), out);
  }

  @Test
  void runsOfAnotherScenarioAreRefused() throws IOException {
    String out = refused(run("a", 1, "2e-5", 200), run("b", 2, "3e-5", 200));
    assertTrue(out.contains("scenario.yaml") && out.contains("another text"), out);
  }

  @Test
  void chainsThatAreTooShortAreRefused() throws IOException {
    String out = refused(run("a", 1, "2e-5", 6), run("b", 2, "2e-5", 6));
    assertTrue(out.contains("3 values of each are left") && out.contains("8 or more"), out);
  }
}
