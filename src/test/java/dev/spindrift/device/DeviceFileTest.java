package dev.spindrift.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.input.InputFile;
import dev.spindrift.input.Problem;
import dev.spindrift.input.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeviceFileTest {
  private static final Path FOLDER = Path.of("netlists/devices");

  private static DeviceParameters shipped(String name) {
    Problems problems = new Problems();
    DeviceParameters device = DeviceFile.read(FOLDER.resolve(name + ".yaml"), problems);
    problems.throwIfAny();
    return device;
  }

  /** Problems of the shipped file after replacing one text, each as "line pointer: found". */
  private static List<String> problemsOf(String text, String replacement) throws IOException {
    String file = Files.readString(FOLDER.resolve("dw-copd-4um.yaml"));
    assertTrue(file.contains(text), text);
    Problems problems = new Problems();
    DeviceParameters device =
        DeviceFile.read(
            InputFile.parse("d.yaml", file.replace(text, replacement), problems), problems);
    assertNull(device);
    return problems.list().stream().map(DeviceFileTest::told).toList();
  }

  private static String told(Problem p) {
    return p.line() + " " + p.pointer() + ": " + p.found();
  }

  @Test
  void everyShippedFileLoads() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertTrue(all.size() >= 3);
      for (Path file : all) {
        Problems problems = new Problems();
        DeviceParameters device = DeviceFile.read(file, problems);
        problems.throwIfAny();
        assertEquals(file.getFileName().toString(), device.name() + ".yaml");
      }
    }
  }

  @Test
  void thePapersDeviceHasItsNumbers() {
    DeviceParameters device = shipped("dw-copd-4um");
    // 1e12 A/m^2 x 60 nm x 7.5 nm; I^2 x 2 kohm. Products of doubles: a few roundings.
    assertEquals(0.45e-3, device.pulseCurrent(), 1e-18);
    assertEquals(0.405e-3, device.pulsePower(), 1e-18);
    assertEquals(98e-6, device.conductance(0.5), 1e-18);
    LinearLaw law = (LinearLaw) device.law();
    assertEquals(34.10, law.velocity());
    // Standard deviation at 5 ns of the integrated equations: 37.1 nm, whose printed digits allow
    // 0.05.
    assertEquals(37.1e-9, Math.sqrt(law.variance(5e-9)), 0.05e-9);
    assertEquals(6.2, device.updatePrecisionBits(5e-9), 0.05);
    assertEquals(6.7, shipped("dw-copd-4um-fdt").updatePrecisionBits(5e-9), 0.05);
    assertEquals(5.8, shipped("dw-copd-4um-cmtj").updatePrecisionBits(5e-9), 0.05);
    assertTrue(device.covers(0.5e-9, 50e-9));
    assertFalse(device.covers(0.4e-9, 50e-9));
    assertFalse(device.covers(0.5e-9, 51e-9));
  }

  @Test
  void assumptionsAreListedWithPlaceValueAndReason() {
    List<Assumed> assumed = shipped("dw-copd-4um").assumed();
    assertEquals(2, assumed.size()); // track.resistance, displacement.meanOffset
    assertTrue(
        assumed.stream()
            .anyMatch(
                a ->
                    a.what().equals("dw-copd-4um: track.resistance")
                        && a.value().equals("2 kohm")
                        && a.source().startsWith("assumed: ")));
  }

  @Test
  void memoryOfPairsAndDiffusionAtRestAreReadAndInterpolated() {
    BetweenPulses fitted = shipped("dw-copd-4um-cmtj-fitted").betweenPulses();
    assertEquals(3.92e-9, fitted.bias(0), 1e-15);
    assertEquals((3.92e-9 + 3.567e-9) / 2, fitted.bias(0.125e-9), 1e-15);
    assertEquals(0, fitted.bias(1e-9));
    assertEquals(231.3e-18, fitted.addedVariance(1), 1e-24, "beyond the longest gap");
    assertEquals(0, fitted.restDiffusion());
    assertEquals(16.86e-9, shipped("dw-copd-4um-cmtj-idle").betweenPulses().restDiffusion(), 1e-15);
    assertEquals(BetweenPulses.NONE, shipped("dw-copd-4um").betweenPulses());
  }

  @Test
  void mistakesInMemoryAndDiffusionAreLocated() throws IOException {
    String gap =
        "pair: {source: x, memory: [{gap: %s, bias: 1 nm, addedVariance: %s}]}\ngrain: pair";
    assertEquals(
        List.of("5 /pair/memory: 1 gaps"),
        problemsOf("grain: pair", String.format(gap, "1 ns", "0 nm^2")));
    assertEquals(1, problemsOf("grain: pair", String.format(gap, "0 ns", "-400 nm^2")).size());
    assertEquals(1, problemsOf("grain: pair", String.format(gap, "0 nm", "0 nm^2")).size());
    assertEquals(
        1,
        problemsOf("grain: pair", "idle: {source: x, diffusion: -1 nm^2/ns}\ngrain: pair").size());
    assertEquals(
        List.of("5 /idle/diffusion: a constant without a source"),
        problemsOf("grain: pair", "idle: {diffusion: 1 nm^2/ns}\ngrain: pair"));
  }

  @Test
  void mistakesAreLocated() throws IOException {
    assertEquals(
        List.of("20 /displacement/velocty: unknown key \"velocty\""),
        problemsOf("velocity:", "velocty:").stream().filter(p -> p.contains("velocty")).toList());
    assertEquals(
        List.of("10 /track/width: the bare number 60 without a unit"),
        problemsOf("width: 60 nm", "width: 60"));
    assertEquals(1, problemsOf("width: 60 nm", "width: 60 ns").size());
    assertEquals(1, problemsOf("parallel: 145 uS", "parallel: 15 uS").size());
    assertEquals(1, problemsOf("longest: 50 ns", "longest: 50 ps").size());
    assertEquals(1, problemsOf("device/1", "device/2").size());
    assertEquals(1, problemsOf("grain: pair", "grain: par").size());
    assertEquals(1, problemsOf("law: linear", "law: lineer").size());
    assertEquals(
        List.of("6 /temperature: a constant without a source"),
        problemsOf(
            "{value: 300 K, source: \"Dalgaty et al., supplement: simulation parameters\"}",
            "300 K"));
  }

  @Test
  void aTableLawIsReadAndItsOrderChecked() throws IOException {
    String text = Files.readString(FOLDER.resolve("dw-copd-4um.yaml"));
    int from = text.indexOf("law: linear");
    int to = text.indexOf("shortest:", from);
    for (String mean : List.of("172 nm", "30 nm")) {
      String file =
          text.substring(0, from)
              + "law: table\n"
              + "  points:\n"
              + "    - {width: 1 ns, mean: 35 nm, variance: 220 nm^2}\n"
              + "    - {width: 5 ns, mean: "
              + mean
              + ", variance: 1370 nm^2}\n  "
              + text.substring(to);
      Problems problems = new Problems();
      DeviceParameters device =
          DeviceFile.read(InputFile.parse("t.yaml", file, problems), problems);
      if (mean.equals("172 nm")) {
        problems.throwIfAny();
        assertEquals(0.5 * (35e-9 + 172e-9), device.law().mean(3e-9), 1e-20);
      } else {
        assertNull(device);
        assertEquals("/displacement/points", problems.list().get(0).pointer());
      }
    }
  }

  private static List<String> problemsOfModel(String file, String... changes) throws IOException {
    String text = Files.readString(FOLDER.resolve(file + ".yaml"));
    for (int i = 0; i < changes.length; i += 2) {
      assertTrue(text.contains(changes[i]), changes[i]);
      text = text.replace(changes[i], changes[i + 1]);
    }
    Problems problems = new Problems();
    String place = FOLDER.resolve("variant.yaml").toString();
    DeviceParameters device = DeviceFile.read(InputFile.parse(place, text, problems), problems);
    assertEquals(problems.isEmpty(), device != null);
    return problems.list().stream().map(p -> p.pointer()).toList();
  }

  @Test
  void eachModelReadsWhatItNeedsAndRefusesWhatItCannotDo() throws IOException {
    LlgModel llg = (LlgModel) shipped("dw-copd-4um-llg-cmtj").model();
    assertEquals("copd-cmtj", llg.physics());
    assertEquals(4e-6, llg.wall().strip().length());
    assertEquals(2500, llg.steps(5e-9));
    FilamentModel filament = (FilamentModel) shipped("filament-milo-chip").model();
    assertEquals(200e-9, filament.cycle(), 1e-20);
    // Both devices at 137.5 uS: sqrt(2) (4.782321 - 0.009107 x 137.5) uS over 175 uS.
    assertEquals(Math.sqrt(2) * 3.5301085 / 175, Math.sqrt(filament.variance(0)), 1e-9);
    assertEquals(120e-6, shipped("filament-milo-chip").pulsePower(), 1e-18);

    String walls = "dw-copd-4um-llg";
    assertEquals(List.of(), problemsOfModel(walls, "scheme: heun", "scheme: euler-maruyama"));
    assertEquals(List.of("/llg/wall"), problemsOfModel(walls, "copd-nopin", "copd-nopinn"));
    assertEquals(List.of("/llg/dt"), problemsOfModel(walls, "dt: 2 ps", "dt: 100 ps"));
    assertEquals(List.of("/llg/settle"), problemsOfModel(walls, "value: 0 ns", "value: 3 ps"));
    assertEquals(List.of("/llg/wall"), problemsOfModel(walls, "1e12 A/m^2", "2e12 A/m^2"));
    assertEquals(List.of("/llg"), problemsOfModel(walls, "model: llg", "model: law"));
    assertEquals(List.of("/model", "/llg"), problemsOfModel(walls, "model: llg", "model: llgg"));
    String cell = "filament-milo-chip";
    assertEquals(List.of("/filament/law"), problemsOfModel(cell, "milo-hfo2", "milo"));
    assertEquals(List.of("/filament"), problemsOfModel(cell, "  set: 100 ns\n", ""));
    assertEquals(
        List.of("/grain"),
        problemsOfModel(cell, "model: filament", "model: filament\ngrain: pair"));
  }
}
