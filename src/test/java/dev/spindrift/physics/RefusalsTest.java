package dev.spindrift.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.engine.Workers;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.Problem;
import dev.spindrift.input.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final Path FILES = Path.of("netlists/devices/physics");

  private static String refusal(Runnable what) {
    return assertThrows(IllegalArgumentException.class, what::run).getMessage();
  }

  @Test
  void nonPhysicalMagnetsAreRefusedWithEveryReasonAtOnce() {
    String message =
        refusal(() -> new WallParameters.Magnet(-0.07, 0.06, 0, 0, 5e-9, -1, 2.2e5, 2, 0));
    assertTrue(message.contains("alpha must be positive and finite, was -0.07"), message);
    assertTrue(message.contains("saturation must be positive and finite, was 0.0 A/m"), message);
    assertTrue(message.contains("anisotropyField must be 0 or more"), message);
    assertTrue(message.contains("spinHallAngle must be within -1.0 to 1.0, was 2.0"), message);
    assertTrue(message.contains("beta = 0.06 needs a spin-polarized current"), message);
    assertTrue(refusal(() -> new WallParameters.Strip(60e-9, Double.NaN, 0)).contains("thickness"));
    assertTrue(refusal(() -> new WallParameters.Pinning(1e-20, 30e-9, 0.6)).contains("roughness"));
    assertTrue(
        refusal(() -> Walls.cold("nopin").withTemperature(-1)).contains("temperature must be 0"));
  }

  @Test
  void aStepThatIsTooLongForTheWallOrTheCurrentIsRefusedWithTheLimit() {
    WallParameters strong = Walls.of("strong", NoiseConvention.FDT);
    double longest = new WallTheory(strong).longestStep(0);
    String message =
        refusal(() -> new WallEnsemble(strong, Scheme.HEUN, 1.01 * longest, 1, "x", 1));
    assertTrue(message.contains(String.format(java.util.Locale.ROOT, "%.4g", longest)), message);
    WallEnsemble fine = new WallEnsemble(strong, Scheme.HEUN, longest, 1, "x", 1);
    // A thousandfold current turns the phase faster than the well vibrates.
    try (Workers workers = new Workers(1)) {
      String current = refusal(() -> fine.run(CurrentWaveform.pulse(1e-9, 1e15), workers));
      assertTrue(current.contains("1.00e+15 A/m^2"), current);
    }
  }

  @Test
  void atTheLongestAcceptedStepHeunStillFollowsTheMotion() {
    // Heun lags a vibration by (omega dt)^2/6 = 0.7 % of its phase: 0.04 rad in the one period,
    // 0.42
    // ns, followed here. So the error stays below 5 % of the largest excursion.
    WallParameters wall = Walls.cold("strong");
    double longest = new WallTheory(wall).longestStep(1e12);
    WallEnsemble coarse = new WallEnsemble(wall, Scheme.HEUN, longest, 1, "x", 1);
    WallEnsemble fine = new WallEnsemble(wall, Scheme.HEUN, longest / 64, 1, "x", 1);
    double error = 0;
    double excursion = 0;
    try (Workers workers = new Workers(1)) {
      for (int i = 0; i < 32; i++) {
        CurrentWaveform piece = CurrentWaveform.pulse(longest, 1e12);
        coarse.run(piece, workers);
        fine.run(piece, workers);
        error = Math.max(error, Math.abs(coarse.position(0) - fine.position(0)));
        excursion = Math.max(excursion, Math.abs(fine.position(0)));
      }
    }
    assertTrue(error < 0.05 * excursion, error + " m of " + excursion + " m");
  }

  @Test
  void everyWallFileShippedIsReadAndDeclaresWhatWasAssumed() throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(FILES)) {
      files = list.sorted().toList();
    }
    assertEquals(3, files.size());
    for (Path file : files) {
      Problems problems = new Problems();
      WallFile.Wall wall = WallFile.read(file, problems);
      assertTrue(problems.isEmpty(), problems.list().toString());
      WallParameters p = wall.parameters();
      String set = file.getFileName().toString().replace("copd-", "").replace(".yaml", "");
      WallParameters expected = Walls.of(set, NoiseConvention.FDT).withLength(4e-6);
      assertEquals(expected.pinning(), p.pinning());
      assertEquals(expected.strip(), p.strip());
      assertEquals(1e12, wall.currentDensity());
      // The file has gamma = gamma0/mu0 with 12 digits.
      assertEquals(2.2105e5, p.magnet().gamma0(), 1e-6);
      assertEquals(expected.magnet().anisotropyField(), p.magnet().anisotropyField());
      assertTrue(wall.constants().get("magnet.anisotropyField").assumed());
      wall.constants().values().forEach(q -> assertNotNull(q.source()));
    }
  }

  @Test
  void everyMistakeOfAWallFileIsReportedInItsPlace() throws IOException {
    String text =
        Files.readString(FILES.resolve("copd-cmtj.yaml"))
            .replace("damping: 0.07", "damping: -0.07")
            .replace("polarization: 0.55", "polarization: 0")
            .replace("saturation: 8e5 A/m", "saturation: 0 A/m")
            .replace("period: 30 nm", "perod: 30 nm");
    Problems problems = new Problems();
    assertNull(WallFile.read(InputFile.parse("wall.yaml", text, problems), problems));
    List<String> pointers = problems.list().stream().map(Problem::pointer).toList();
    assertTrue(pointers.contains("/magnet/damping"), pointers.toString());
    assertTrue(pointers.contains("/magnet/saturation"), pointers.toString());
    assertTrue(pointers.contains("/magnet/nonAdiabaticity"), pointers.toString());
    assertTrue(pointers.contains("/pinning/perod"), pointers.toString());
    Problem unknown =
        problems.list().stream()
            .filter(p -> p.pointer().equals("/pinning/perod"))
            .findFirst()
            .get();
    assertEquals("period", unknown.suggestion());
  }

  @Test
  void aFileOfAnotherKindIsAProblemOfTheFileNotAFailure() {
    Problems problems = new Problems();
    assertNull(WallFile.read(Path.of("netlists/devices/dw-copd-4um.yaml"), problems));
    List<String> found = problems.list().stream().map(Problem::toString).toList();
    assertTrue(found.stream().anyMatch(p -> p.contains("wall/1")), found.toString());
    assertTrue(found.stream().anyMatch(p -> p.contains("magnet")), found.toString());
  }

  @Test
  void aPolarizationOutOfRangeIsNotAlsoCalledZero() throws IOException {
    String text =
        Files.readString(FILES.resolve("copd-cmtj.yaml"))
            .replace("polarization: 0.55", "polarization: 1.55");
    Problems problems = new Problems();
    assertNull(WallFile.read(InputFile.parse("wall.yaml", text, problems), problems));
    assertEquals(
        List.of("/magnet/polarization"), problems.list().stream().map(Problem::pointer).toList());
  }
}
