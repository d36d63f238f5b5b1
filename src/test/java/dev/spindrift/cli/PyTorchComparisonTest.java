package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.dataset.Datasets;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Losses of the float chain against an independent PyTorch script: {@code mvn verify -P pytorch},
 * with a Python that has numpy, torch and torchvision ({@code -Dpytorch.python=...}).
 */
@Tag("pytorch")
class PyTorchComparisonTest {
  @TempDir private Path temp;

  /**
   * Has the script judge an export: losses and parameters may differ from PyTorch's float64 by four
   * times what PyTorch's own float32 differs, or 1e-6.
   */
  private void agree(String scenario, int steps) throws IOException, InterruptedException {
    String folder = temp.resolve("export-" + steps).toString();
    assertEquals(
        0, Main.run("export", scenario, "--steps", Integer.toString(steps), "--out", folder));
    Process script =
        new ProcessBuilder(
                System.getProperty("pytorch.python", "python3"),
                "src/test/python/compare_float_sgld.py",
                folder)
            .inheritIO()
            .start();
    assertEquals(0, script.waitFor());
  }

  @Test
  void theDigitsNetworkAgrees() throws IOException, InterruptedException {
    agree("scenarios/quickstart.yaml", 10);
  }

  @Test
  void everyGradientOfResNet18Agrees() throws IOException, InterruptedException {
    assumeTrue(Datasets.isAvailable("cifar10", DataCache.user()));
    agree("scenarios/cifar10-resnet18-smoke.yaml", 1);
  }

  @Test
  void resNet18DriftsFromFloat64NoFasterThanPyTorchDoes() throws IOException, InterruptedException {
    assumeTrue(Datasets.isAvailable("cifar10", DataCache.user()));
    agree("scenarios/cifar10-resnet18-smoke.yaml", 10);
  }
}
