package dev.spindrift.scenario;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.learning.Increment;
import dev.spindrift.mapping.ChipUpdater;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/**
 * What a mini-batch costs, side by side in one run, since machines drift: (a) the network's
 * gradient alone, (b) the same and every device's update, (c) a whole run's mini-batch with all its
 * events, energy and reports, (d) PyTorch's gradient and a plain push-pull update of two devices a
 * weight. Parts take turns, a round of each after the other; medians over all rounds.
 *
 * <pre>{@code
 * OMP_WAIT_POLICY=passive GOMP_SPINCOUNT=1000 mvn -q -P bench test-compile exec:exec \
 *   -Dbench.main=dev.spindrift.scenario.StepSpeed -Dbench="scenarios/cifar10-resnet18-smoke.yaml /usr/bin/python3"
 * }</pre>
 *
 * <p>Arguments: a scenario (no sample is stored), and a Python with torch and torchvision, or none.
 */
public final class StepSpeed {
  private static final int ROUNDS = 4;
  private static final int STEPS = 12;
  private static final int WARM_UP = 12;

  private final Prepared prepared;
  private final List<Double> gradient = new ArrayList<>();
  private final List<Double> updated = new ArrayList<>();
  private final List<Double> simulated = new ArrayList<>();
  private final List<Double> torch = new ArrayList<>();

  private StepSpeed(Prepared prepared) {
    this.prepared = prepared;
  }

  /** Measures and prints a table. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int total = WARM_UP + ROUNDS * STEPS;
    Scenario scenario =
        ScenarioFile.read(
            Path.of(args[0]),
            List.of(
                "learning.miniBatches=" + (total + 1),
                "thinning={cycle: 10000, windowStart: 9000, threshold: 4}",
                "evaluation.every=0",
                "floatReference=false"));
    new StepSpeed(Prepared.of(scenario, DataCache.user())).measure(args.length > 1 ? args[1] : "");
  }

  private void measure(String python) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("step-speed");
    Semaphore go = new Semaphore(0);
    Semaphore done = new Semaphore(0);
    Thread run = new Thread(() -> simulate(folder, go, done), "run");
    run.setDaemon(true);
    run.start();
    go.release(WARM_UP);
    done.acquire(WARM_UP);
    simulated.clear();
    try (Training parts = new Training(prepared, folder, 2, (d, t, s, j, l, a) -> {})) {
      steps(parts, WARM_UP, false);
      steps(parts, WARM_UP, true);
      gradient.clear();
      updated.clear();
      for (int round = 0; round < ROUNDS; round++) {
        steps(parts, STEPS, false);
        steps(parts, STEPS, true);
        go.release(STEPS);
        done.acquire(STEPS);
        if (!python.isEmpty()) {
          plainScript(python);
        }
      }
    }
    double a = median(gradient);
    print("(a) gradient alone", gradient, a);
    print("(b) and device updates", updated, a);
    print("(c) whole simulation", simulated, a);
    print("(d) PyTorch, plain script", torch, a);
    System.exit(0); // the run waits for mini-batches that nobody wants
  }

  private void simulate(Path folder, Semaphore go, Semaphore done) {
    long[] last = {0};
    go.acquireUninterruptibly();
    last[0] = System.nanoTime();
    try (Training training =
        new Training(
            prepared,
            folder.resolve("run"),
            2,
            (k, t, s, j, l, a) -> {
              simulated.add((System.nanoTime() - last[0]) / 1e6);
              done.release();
              go.acquireUninterruptibly();
              last[0] = System.nanoTime();
            })) {
      training.run();
    }
  }

  /** Gradients of one mini-batch, alone or followed by what the chip's devices make of them. */
  private void steps(Training parts, int n, boolean update) {
    int batch = prepared.scenario().learning().batch();
    var train = prepared.data().train();
    float[] pixels = new float[batch * train.imageLength()];
    int[] labels = new int[batch];
    int[] indices = new int[batch];
    Arrays.setAll(indices, i -> i);
    train.copy(indices, 0, batch, pixels);
    train.copyLabels(indices, 0, batch, labels);
    ChipUpdater chip = parts.updater;
    double[] conductances = new double[chip.layout().blocks().size()];
    for (int i = 0; i < n; i++) {
      long start = System.nanoTime();
      if (update) {
        chip.conductances(conductances);
      }
      parts.network.computeGradient(pixels, labels, batch);
      if (update) {
        long k = updated.size() + 1L;
        Increment increment = prepared.scenario().learning().kernel().increment(batch, k);
        chip.plan(k, parts.network.gradients(), parts.chip.weights, increment);
      }
      (update ? updated : gradient).add((System.nanoTime() - start) / 1e6);
    }
  }

  private void plainScript(String python) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                python, "src/test/python/plain_push_pull_step.py", "2", Integer.toString(STEPS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the plain script failed");
    }
    for (String time : out.trim().split("\\s+")) {
      torch.add(Double.parseDouble(time));
    }
  }

  private static double median(List<Double> times) {
    double[] sorted = times.stream().mapToDouble(t -> t).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  private static void print(String what, List<Double> times, double unit) {
    double[] sorted = times.stream().mapToDouble(t -> t).sorted().toArray();
    if (sorted.length == 0) {
      System.out.printf("%-26s not measured%n", what);
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "%-26s min %6.1f  quartile %6.1f  median %6.1f ms  %.2f of (a)  (%d steps)%n",
        what,
        sorted[0],
        sorted[sorted.length / 4],
        median(times),
        median(times) / unit,
        sorted.length);
  }
}
