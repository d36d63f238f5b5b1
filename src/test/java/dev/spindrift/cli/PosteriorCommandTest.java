package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.Chips;
import dev.spindrift.posterior.SampleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run stored can be looked at, predicted with, exported and started from. */
class PosteriorCommandTest {
  private static final String SCENARIO =
      """
      spindrift: scenario/1
      name: small
      netlist: chip.yaml
      data: {set: digits, trainImages: 96, testImages: 40}
      network: {name: lenet, widths: [2, 3, 5], logitScale: 0.3}
      learning: {kernel: sgld, batch: 8, tau: 2e-5, eta: 1e5, digitalRate: 0.02, miniBatches: 6}
      thinning: {cycle: 2, windowStart: 1, threshold: 1}
      handOverError: true
      """;

  @TempDir static Path temp;
  private static Path results;
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** One array of an archive. */
  private record Array(String type, List<Integer> shape, ByteBuffer data) {}

  @BeforeAll
  static void run() throws IOException {
    Chips.write(temp);
    Path scenario = Files.writeString(temp.resolve("small.yaml"), SCENARIO);
    results = temp.resolve("results");
    assertEquals(0, Main.run("run", scenario.toString(), "--out", results.toString(), "--quiet"));
  }

  @BeforeEach
  void catchOutput() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void predictingAgainGivesTheRunsOwnFiguresBitForBit() {
    assertEquals(0, Main.run("posterior", "predict", results.toString()), err());
    assertTrue(out().contains("equal to the run's own posterior.csv, bit for bit"), out());
    assertEquals(5, out().lines().count(), out());
    assertEquals(0, Main.run("posterior", "predict", results.toString(), "--samples", "1"), err());
    assertTrue(out().contains("equal") && !out().contains("NOT"), out());
    assertEquals(2, Main.run("posterior", "predict", results.toString(), "--samples", "4"));
    assertTrue(err().contains("from 1 to 3"), err());
  }

  @Test
  void infoListsEverySampleAndArray() {
    assertEquals(0, Main.run("posterior", "info", results.toString()), err());
    assertTrue(out().matches("(?s).*\\b2 +6 +bank-002\\.f32 .*whole.*"), out());
    assertTrue(out().contains("conv2.weight") && out().contains("[3, 2, 3, 3]"), out());
  }

  @Test
  void anExportHoldsEverySampleOfEveryParameterInPyTorchsShapes() throws IOException {
    Path file = temp.resolve("samples.npz");
    String[] words = {"posterior", "export", results.toString(), "--out", file.toString()};
    assertEquals(0, Main.run(words), err());
    Map<String, Array> arrays = read(file);
    List<SampleFile> samples = SampleFile.openAll(results.resolve("posterior"));
    assertEquals(3, samples.size());
    assertEquals(List.of(3, 2, 1, 3, 3), arrays.get("conv1.weight").shape());
    assertEquals(List.of(3, 3, 2, 3, 3), arrays.get("conv2.weight").shape());
    assertEquals(List.of(3, 5, 12), arrays.get("dense3.weight").shape());
    assertEquals(List.of(3, 10), arrays.get("fc.bias").shape());
    assertEquals(List.of(3, 2), arrays.get("bn1.running_var").shape());
    // All floats of a sample, array by array in the order of the flat vector, are the sample.
    int at = 0;
    for (String name : Files.readString(order(file)).split("\n")) {
      Array a = arrays.get(name);
      assertEquals("<f4", a.type());
      int n = a.shape().stream().skip(1).reduce(1, (x, y) -> x * y);
      for (int s = 0; s < 3; s++) {
        for (int i = 0; i < n; i++) {
          assertEquals(
              Float.floatToRawIntBits(samples.get(s).parameters().get(at + i)),
              Float.floatToRawIntBits(a.data().getFloat(4 * (s * n + i))),
              name);
        }
      }
      at += n;
    }
    assertEquals(samples.get(0).parameters().limit(), at);
    assertEquals(List.of(3), arrays.get("mini_batch").shape());
    assertEquals(2, arrays.get("mini_batch").data().getLong(0));
    assertEquals(6, arrays.get("mini_batch").data().getLong(16));
    StringBuilder metadata = new StringBuilder();
    Array m = arrays.get("metadata");
    for (int i = 0; i < m.data().limit(); i += 4) {
      metadata.appendCodePoint(m.data().getInt(i));
    }
    assertTrue(metadata.toString().contains("\"network\":\"lenet\""), metadata.toString());
    // refused, then replaced by the same bytes
    byte[] first = Files.readAllBytes(file);
    assertEquals(2, Main.run(words));
    String[] forced = Arrays.copyOf(words, words.length + 1);
    forced[words.length] = "--force";
    assertEquals(0, Main.run(forced), err());
    assertArrayEquals(first, Files.readAllBytes(file));
  }

  /** Names of the float arrays in the order of the archive, one a line. */
  private static Path order(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<String> names =
          zip.stream()
              .map(e -> e.getName().replaceAll("\\.npy$", ""))
              .filter(n -> !List.of("metadata", "sample_index", "mini_batch").contains(n))
              .toList();
      return Files.writeString(temp.resolve("order"), String.join("\n", names));
    }
  }

  /** Reads an archive as strictly as the format's description allows (numpy.lib.format, 1.0). */
  private static Map<String, Array> read(Path file) throws IOException {
    Pattern form =
        Pattern.compile(
            "\\{'descr': '(<(?:f4|i8|U\\d+))', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), \\} *\n");
    Map<String, Array> arrays = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry e : zip.stream().toList()) {
        byte[] bytes = zip.getInputStream(e).readAllBytes();
        assertTrue(e.getName().endsWith(".npy"));
        assertArrayEquals(
            new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, Arrays.copyOf(bytes, 8));
        int length = (bytes[8] & 0xff) | (bytes[9] & 0xff) << 8;
        assertEquals(0, (10 + length) % 64);
        Matcher header = form.matcher(new String(bytes, 10, length, StandardCharsets.US_ASCII));
        assertTrue(header.matches(), e.getName());
        List<Integer> shape =
            header.group(2).isBlank()
                ? List.of()
                : Arrays.stream(header.group(2).split(", *")).map(Integer::valueOf).toList();
        String type = header.group(1);
        int size =
            type.equals("<f4")
                ? 4
                : type.equals("<i8") ? 8 : 4 * Integer.parseInt(type.substring(2));
        assertEquals(
            shape.stream().reduce(size, (x, y) -> x * y), bytes.length - 10 - length, e.getName());
        ByteBuffer data =
            ByteBuffer.wrap(bytes, 10 + length, bytes.length - 10 - length)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        arrays.put(e.getName().replaceAll("\\.npy$", ""), new Array(type, shape, data));
      }
    }
    return arrays;
  }

  @Test
  void aRunStartsFromAStoredSampleAndRepeatsItselfFromItsOwnInputs() throws IOException {
    Path scenario = temp.resolve("small.yaml");
    Path first = temp.resolve("from-sample");
    String[] start = {
      "--set", "network.start=results/posterior/bank-001.f32", "--set", "learning.miniBatches=2"
    };
    assertEquals(
        0,
        Main.run(
            "run",
            scenario.toString(),
            "--quiet",
            "--out",
            first.toString(),
            start[0],
            start[1],
            start[2],
            start[3]),
        err());
    Path again = temp.resolve("again");
    Path inputs = first.resolve("inputs/scenario.yaml");
    assertEquals(0, Main.run("run", inputs.toString(), "--quiet", "--out", again.toString()));
    assertEquals(
        Files.readString(first.resolve("history.csv")),
        Files.readString(again.resolve("history.csv")));
    assertFalse(
        Files.readString(results.resolve("history.csv"))
            .startsWith(Files.readString(first.resolve("history.csv"))),
        "it started elsewhere");
  }

  @Test
  void whatIsNoPosteriorOrDamagedIsSaid() throws IOException {
    assertEquals(2, Main.run("posterior", "info", temp.toString()));
    assertTrue(err().contains("no inputs/scenario.yaml"), err());
    Path broken = temp.resolve("broken.f32");
    byte[] bytes = Files.readAllBytes(results.resolve("posterior/bank-000.f32"));
    bytes[100] ^= 1;
    Files.write(broken, bytes);
    assertEquals(
        2,
        Main.run(
            "run", temp.resolve("small.yaml").toString(), "--set", "network.start=broken.f32"));
    assertTrue(err().contains("do not match their checksum"), err());
    assertEquals(
        2,
        Main.run(
            "run",
            temp.resolve("small.yaml").toString(),
            "--set",
            "network.start=results/posterior/bank-000.f32",
            "--set",
            "network.widths=[2, 3, 6]"));
    assertTrue(err().contains("a sample of this network, which has"), err());
  }

  @Test
  void samplesThatRestLoseWhatTheyLearntAndTheTableIsWritten() throws IOException {
    String folder = results.toString();
    assertEquals(2, Main.run("posterior", "hold", folder, "--for", "1 h"));
    assertTrue(err().contains("idle.diffusion"), err()); // the device file says nothing
    Path csv = temp.resolve("held.csv");
    String wall = "netlists/devices/physics/copd-cmtj.yaml";
    String[] hold = {
      "posterior", "hold", folder, "--wall", wall, "--for", "1 ns, 1 day", "--out", csv.toString()
    };
    assertEquals(0, Main.run(hold), err());
    List<String> lines = Files.readAllLines(csv);
    assertEquals(4, lines.size());
    double[] before = numbers(lines.get(1));
    double[] soon = numbers(lines.get(2));
    double[] late = numbers(lines.get(3));
    assertEquals(0, before[0]);
    assertEquals(86400, late[0]);
    assertEquals(Math.sqrt(late[0] / soon[0]), late[3] / soon[3], 1e-6 * late[3] / soon[3]);
    // After a day walls are anywhere on their tracks: predictions must have changed.
    assertTrue(late[5] != before[5], lines.toString());
    assertEquals(2, Main.run(hold), "the file is there");
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
  }
}
