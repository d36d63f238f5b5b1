package dev.spindrift.scenario;

import dev.spindrift.chip.Die;
import dev.spindrift.circuit.StepRecord;
import dev.spindrift.dataset.BatchSequence;
import dev.spindrift.dataset.Dataset;
import dev.spindrift.dataset.ImageSet;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.energy.PowerTimeline;
import dev.spindrift.engine.Engine;
import dev.spindrift.engine.RandomStreams;
import dev.spindrift.engine.Workers;
import dev.spindrift.learning.Increment;
import dev.spindrift.mapping.ChipUpdater;
import dev.spindrift.mapping.Layout;
import dev.spindrift.mapping.PushPull;
import dev.spindrift.mapping.TrainingController;
import dev.spindrift.network.NativeMath;
import dev.spindrift.network.Networks;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.posterior.Calibration;
import dev.spindrift.posterior.SampleBanks;
import dev.spindrift.posterior.ThinningCounter;
import dev.spindrift.trace.Announcer;
import dev.spindrift.trace.Components;
import dev.spindrift.trace.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One training run: a network learns on a die, mini-batch by mini-batch, event by event.
 *
 * <p>Per mini-batch: the network's gradient; the die's forward, backward and gradient events; the
 * increment becomes pulses and walls move; the die's row programs; digital parameters; the thinning
 * counter; and, when a sample was stored, the hand-over of the chain to the next bank.
 */
public final class Training implements AutoCloseable {
  private final Scenario scenario;
  private final Prepared prepared;
  private final Workers workers;
  private final ProgressListener progress;

  final Components components = new Components();
  final Engine engine = new Engine();
  final EnergyLedger ledger;
  final PowerTimeline power;
  final Die die;
  final TrainingController controller;
  final ChipUpdater updater;
  final TrainableNetwork network;
  final Tester tester;
  final Posterior posterior;
  final FloatReference reference;
  final DeviceParameters device;
  final Map<Work, Long> phaseTime = new EnumMap<>(Work.class);
  final List<RunResult.HistoryPoint> history = new ArrayList<>();
  final StepRecord[] railRecords;
  long recordFrom;
  long recordTo;
  final List<Long> networkNanosOf = new ArrayList<>();
  final List<Long> deviceNanosOf = new ArrayList<>();
  final List<Long> engineNanosOf = new ArrayList<>();
  long networkNanos;
  long deviceNanos;
  long engineNanos;
  long startNanos;
  int samplesStored;

  private final DigitalParameters digital;
  private final ThinningCounter thinning;
  private final SampleBanks banks;
  private final BatchSequence sequence;
  private final ImageSet train;
  private final double[] conductances;

  /**
   * Builds everything that a run needs.
   *
   * @param prepared the checked scenario with its data
   * @param folder where stored samples go
   * @param threads worker threads for device updates; results do not depend on it [1]
   */
  public Training(Prepared prepared, Path folder, int threads, ProgressListener progress) {
    this.prepared = prepared;
    this.scenario = prepared.scenario();
    this.progress = progress;
    startNanos = System.nanoTime();
    NativeMath.prepare(scenario.mathThreads());
    RandomStreams streams = new RandomStreams(scenario.seed());
    network =
        Networks.create(prepared.spec(), streams.stream("initial-weights"), scenario.mathThreads());
    Dataset data = prepared.data();
    train = data.train();
    tester = new Tester(data.test());
    sequence =
        new BatchSequence(train.size(), scenario.learning().batch(), streams.stream("batch-order"));
    device = prepared.device();
    workers = new Workers(threads);
    Layout layout = prepared.layout();
    ledger = new EnergyLedger(components, scenario.netlist()::price, network.layers().size());
    power = new PowerTimeline(components, scenario.netlist()::price, 4096, 20);
    Announcer announcer = new Announcer(components, ledger, power);
    die = new Die(scenario.netlist(), layout.blocks().size(), components, engine, announcer);
    controller =
        new TrainingController(
            die, network.layers(), layout, scenario.learning().batch(), scenario.burstImages());
    updater =
        new ChipUpdater(
            layout,
            scenario.netlist(),
            device,
            new PushPull(
                scenario.update().crossing(), prepared.order(), scenario.update().widths()),
            scenario.detail() == Scenario.Detail.PULSE,
            scenario.seed(),
            workers);
    updater.initialise(network.parameters());
    conductances = new double[layout.blocks().size()];
    digital =
        new DigitalParameters(
            network, scenario.learning().digitalRate(), scenario.learning().batch());
    posterior = new Posterior(tester);
    Scenario.Thinning t = scenario.thinning();
    thinning = t == null ? null : new ThinningCounter(t.cycle(), t.windowStart(), t.threshold());
    banks =
        new SampleBanks(
            folder.resolve("posterior"), scenario.netlist().banks(), network.parameters().limit());
    reference =
        scenario.floatReference()
            ? new FloatReference(
                Networks.create(
                    prepared.spec(),
                    new RandomStreams(scenario.seed()).stream("initial-weights"),
                    scenario.mathThreads()),
                scenario.seed(),
                scenario.learning().digitalRate(),
                scenario.learning().batch(),
                tester)
            : null;
    railRecords = new StepRecord[die.rails().size()];
    for (Work w : Work.values()) {
      phaseTime.put(w, 0L);
    }
  }

  /** Learns all mini-batches and returns what the run yields. */
  public RunResult run() {
    long total = prepared.miniBatches();
    int batch = scenario.learning().batch();
    Increment increment = scenario.learning().kernel().increment(batch);
    float[] pixels = new float[batch * train.imageLength()];
    int[] labels = new int[batch];
    double accuracy = Double.NaN;
    for (long k = 1; k <= total; k++) {
      int[] indices = sequence.next();
      train.copy(indices, 0, batch, pixels);
      train.copyLabels(indices, 0, batch, labels);
      if (k == total) {
        startRecording();
      }
      double loss;
      try {
        loss = learn(k, pixels, labels, increment);
      } catch (ArithmeticException e) {
        throw new ArithmeticException(
            String.format(
                "mini-batch %d, simulated time %.6g s: %s",
                k, engine.now() * 1e-12, e.getMessage()));
      }
      if (reference != null) {
        reference.step(k, pixels, labels, batch, increment);
      }
      keep(k, k == total);
      boolean test =
          k == total
              || (scenario.evaluation().every() > 0 && k % scenario.evaluation().every() == 0);
      double floatAccuracy = Double.NaN;
      if (test) {
        accuracy = tester.test(network).accuracy();
        floatAccuracy = reference == null ? Double.NaN : reference.accuracy();
      }
      double seconds = engine.now() * 1e-12;
      double joules = ledger.total();
      history.add(
          new RunResult.HistoryPoint(
              k,
              sequence.epoch(),
              seconds,
              joules,
              loss,
              test ? accuracy : Double.NaN,
              floatAccuracy));
      progress.miniBatch(k, total, seconds, joules, loss, accuracy);
    }
    return new Results(this, prepared).assemble();
  }

  /** One mini-batch: gradient, events, moved walls, digital parameters. */
  private double learn(long k, float[] pixels, int[] labels, Increment increment) {
    long t0 = System.nanoTime();
    double loss = network.computeGradient(pixels, labels, labels.length);
    long t1 = System.nanoTime();
    updater.conductances(conductances);
    long t2 = System.nanoTime();
    TrainingController.Instants i = controller.runGradient(conductances);
    long t3 = System.nanoTime();
    updater.plan(k, network.gradients(), network.parameters(), increment);
    long t4 = System.nanoTime();
    long end = controller.runUpdate(updater::sequence);
    long t5 = System.nanoTime();
    digital.update();
    networkNanosOf.add(t1 - t0);
    deviceNanosOf.add(t2 - t1 + t4 - t3);
    engineNanosOf.add(t3 - t2 + t5 - t4);
    networkNanos += t1 - t0;
    deviceNanos += t2 - t1 + t4 - t3;
    engineNanos += t3 - t2 + t5 - t4;
    add(Work.FORWARD, i.forward() - i.start());
    add(Work.BACKWARD, i.backward() - i.forward());
    add(Work.GRADIENT, i.gradient() - i.backward());
    add(Work.UPDATE, end - i.gradient());
    return loss;
  }

  private void add(Work work, long duration) {
    phaseTime.merge(work, duration, Long::sum);
  }

  /** The thinning counter, and what follows when it says that the model is to be kept. */
  private void keep(long k, boolean last) {
    if (thinning == null) {
      stopRecording(last);
      return;
    }
    ThinningCounter.Step step = thinning.afterMiniBatch(k);
    long t0 = System.nanoTime();
    long from = engine.now();
    if (step.ticked()) {
      controller.tick();
      add(Work.CONTROL, engine.now() - from);
    }
    stopRecording(last);
    if (!step.store()) {
      engineNanos += System.nanoTime() - t0;
      return;
    }
    banks.store(step.index(), k, network.parameters());
    samplesStored++;
    int held = scenario.netlist().banks();
    posterior.add(network);
    posterior.limit(held);
    if (reference != null) {
      reference.store(held);
    }
    long t1 = System.nanoTime();
    if (!last) {
      handOver(k, step.index() + 1, held);
    }
    engineNanos += System.nanoTime() - t1;
  }

  /** The chain goes on in the next bank; what was stored there is gone. */
  private void handOver(long k, int nextIndex, int held) {
    long from = engine.now();
    banks.discard(nextIndex % held);
    updater.conductances(conductances);
    controller.runHandOver(nextIndex % held, conductances, updater::handOver);
    if (scenario.handOverError() && held > 1) {
      updater.disturb(k, network.parameters());
    }
    posterior.limit(held - 1);
    if (reference != null) {
      reference.limit(held - 1);
    }
    add(Work.HANDOVER, engine.now() - from);
  }

  private void startRecording() {
    recordFrom = engine.now();
    for (int i = 0; i < railRecords.length; i++) {
      railRecords[i] = new StepRecord();
      die.rails().get(i).record(railRecords[i]);
    }
  }

  private void stopRecording(boolean last) {
    if (last) {
      recordTo = engine.now();
      die.rails().forEach(r -> r.record(null));
    }
  }

  @Override
  public void close() {
    workers.close();
    banks.close();
    if (reference != null) {
      reference.close();
    }
    network.close();
  }

  List<Calibration> ensembles() {
    return posterior.ensembles();
  }
}
