package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DatasetCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void list_shows_every_set_with_its_state_and_attribution() {
    assertEquals(0, run("list"));
    for (String name : new String[] {"digits", "cifar10", "mnist", "fashion-mnist"}) {
      assertTrue(out.toString().lines().anyMatch(line -> line.startsWith(name + " ")), name);
    }
    assertTrue(out.toString().contains("CC BY 4.0"));
  }

  @Test
  void fetching_an_unknown_set_exits_with_2_and_names_the_sets() {
    assertEquals(2, run("fetch", "cifr10"));
    assertTrue(err.toString().contains("there are cifar10, mnist, fashion-mnist, all"));
  }

  @Test
  void the_embedded_set_needs_no_fetch() {
    assertEquals(0, run("fetch", "digits"));
    assertTrue(out.toString().contains("nothing to fetch"));
  }

  @Test
  void help_teaches_by_example() {
    assertEquals(0, run("fetch", "--help"));
    assertTrue(out.toString().contains("spindrift dataset fetch cifar10"));
  }

  @Test
  void a_log_line_tells_bytes_rate_and_time_left() {
    assertEquals(
        "  x: 25.0 of 100.0 MB, 5.00 MB/s, 15 s left",
        TransferBar.line("x", 25_000_000, 100_000_000, 5));
    assertEquals("  x: 25.0 MB, 5.00 MB/s", TransferBar.line("x", 25_000_000, -1, 5));
  }

  private int run(String... words) {
    return new CommandLine(new DatasetCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }
}
