package dev.spindrift.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.input.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes of laboratories' files, each with its place. */
class BadMeasurementsTest {
  private static final String HEAD =
      "polarity,width_ns,conductance_before_uS,conductance_after_uS\n";

  @TempDir private Path temp;

  private static PulseCsv.Options few(int least) {
    double nan = Double.NaN;
    return new PulseCsv.Options(nan, nan, nan, nan, nan, least, Set.of());
  }

  private String mistakes(String text, PulseCsv.Options options) throws IOException {
    Path file = Files.writeString(temp.resolve("p.csv"), text);
    Problems problems = new Problems();
    assertNull(PulseCsv.read(file, options, problems));
    String messages =
        problems.list().stream().map(Object::toString).collect(Collectors.joining("\n"));
    return messages.replace(temp.toString(), "");
  }

  @Test
  void anUnknownColumnIsReportedWithTheNearestName() throws IOException {
    String said = mistakes("polarty,width_ns,position_before,position_after\n", few(2));
    assertTrue(said.startsWith("/p.csv:1:1: the column \"polarty\""), said);
    assertTrue(said.contains("did you mean \"polarity\"?"), said);
    assertTrue(said.contains("no column for polarity"), said);
  }

  @Test
  void everyBadCellIsReportedWithLineAndColumn() throws IOException {
    String said =
        mistakes(
            "# made up\n"
                + HEAD
                + "up,5,50,60\n"
                + "+,-5,50,60\n"
                + "+,5,nan,60\n"
                + "-,5,50,\n"
                + "-,5\n"
                + "-,5,-50,60\n",
            few(2));
    assertTrue(said.contains("/p.csv:3:1: polarity \"up\"; allowed: +, +1, 1, - or -1"), said);
    assertTrue(said.contains("/p.csv:4:3: width \"-5\""), said);
    assertTrue(said.contains("/p.csv:5:5: CONDUCTANCE before \"nan\""), said);
    assertTrue(said.contains("/p.csv:6:8: CONDUCTANCE after \"\""), said);
    assertTrue(said.contains("/p.csv:7:1: 2 cells"), said);
    assertTrue(said.contains("/p.csv:8:5: CONDUCTANCE before \"-50\""), said);
  }

  @Test
  void tooFewPulsesAndMixedConditionsAreRefused() throws IOException {
    String said = mistakes(HEAD + "+,5,50,60\n+,5,50,60\n-,5,60,50\n", few(2));
    assertTrue(said.contains("1 pulses of width 5.0E-9 s and polarity -"), said);
    String mixed = mistakes("temperature_K," + HEAD + "300,+,5,50,60\n350,-,5,60,50\n", few(1));
    assertTrue(mixed.contains("2 values of temperature") && mixed.contains("--temperature"), mixed);
  }

  @Test
  void timesThatRunBackwardsAndReadingsOffTheTrackAreRefused() throws IOException {
    String said = mistakes("time_us," + HEAD + "2,+,5,50,60\n1,-,5,60,50\n", few(1));
    assertTrue(said.contains("/p.csv:3:1: time \"1\"") && said.contains("the last was 2"), said);
    String off =
        mistakes("polarity,width_ns,position_before,position_after\n+,5,0.5,1.2\n", few(0));
    assertTrue(off.contains("0.5 -> 1.2") && off.contains("readings on the track"), off);
    String metres =
        mistakes("polarity,width_ns,position_before_nm,position_after_nm\n+,5,1,2\n", few(0));
    assertTrue(metres.contains("--length"), metres);
  }

  @Test
  void manyMistakesAreCountedNotListed() throws IOException {
    String said = mistakes(HEAD + "x,5,50,60\n".repeat(100), few(2));
    assertEquals(21, said.lines().count());
    assertTrue(said.contains("80 more mistakes"), said);
  }

  @Test
  void unitsAreThoseOfTheColumnNames() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("u.csv"),
            """
            width_us,polarity,conductance_before_mS,conductance_after_mS,note
            0.1,+1,0.1,0.2,"a, b"
            0.1,-1,0.2,0.1,
            """);
    double nan = Double.NaN;
    Problems problems = new Problems();
    PulseData data =
        PulseCsv.read(
            file, new PulseCsv.Options(0, 4e-4, nan, nan, nan, 1, Set.of("note")), problems);
    problems.throwIfAny();
    assertNotNull(data);
    Pulse first = data.pulses().get(0);
    assertEquals(1e-7, first.width());
    assertEquals(0.25, first.before(), 1e-15);
    assertEquals(0.25, first.displacement(), 1e-15);
    assertEquals(-1, data.pulses().get(1).polarity());
    assertEquals(0.25, data.pulses().get(1).displacement(), 1e-15);
  }

  @Test
  void brokenTablesAreRefusedWithThePlace() throws IOException {
    Path up =
        Files.writeString(temp.resolve("up.txt"), "head\n1e-6,2e-6\n0,0.5,1\n0,0\n1,x\n2,2,2\n");
    Path down =
        Files.writeString(temp.resolve("down.txt"), "head\n2e-6,1e-6\n0,1\n-1e-7,0\n-1e-8,0\n");
    Problems problems = new Problems();
    assertNull(StepTable.read(up, down, problems));
    String said =
        problems.list().stream()
            .map(p -> p.toString().replace(temp.toString(), ""))
            .collect(Collectors.joining("\n"));
    assertTrue(said.contains("/up.txt:5:3: \"x\"; allowed: a finite number"), said);
    assertTrue(said.contains("/down.txt:2:6: 1.0E-6 S after 2.0E-6 S"), said);
  }
}
