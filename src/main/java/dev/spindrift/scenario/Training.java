package dev.spindrift.scenario;

import dev.spindrift.chip.Die;
import dev.spindrift.dataset.BatchSequence;
import dev.spindrift.dataset.Dataset;
import dev.spindrift.dataset.ImageSet;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.energy.PowerTimeline;
import dev.spindrift.engine.Engine;
import dev.spindrift.engine.RandomStreams;
import dev.spindrift.engine.Workers;
import dev.spindrift.input.Problems;
import dev.spindrift.learning.Increment;
import dev.spindrift.learning.MetropolisKernel;
import dev.spindrift.mapping.ChipUpdater;
import dev.spindrift.mapping.Layout;
import dev.spindrift.mapping.MiniBatchTiming;
import dev.spindrift.mapping.ProposalRatio;
import dev.spindrift.mapping.PulseTiming;
import dev.spindrift.mapping.PushPull;
import dev.spindrift.mapping.RealisedIncrement;
import dev.spindrift.mapping.TileReader;
import dev.spindrift.mapping.TrainingController;
import dev.spindrift.network.NativeMath;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.posterior.Calibration;
import dev.spindrift.posterior.SampleBanks;
import dev.spindrift.posterior.StoredSample;
import dev.spindrift.posterior.ThinningCounter;
import dev.spindrift.replay.Recording;
import dev.spindrift.replay.Setup;
import dev.spindrift.replay.TraceRecorder;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.trace.ActionListener;
import dev.spindrift.trace.Announcer;
import dev.spindrift.trace.Components;
import dev.spindrift.trace.Work;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One training run: a network learns on a die, mini-batch by mini-batch, event by event.
 *
 * <p>Per mini-batch: the network's gradient beside the die's forward, backward and gradient events;
 * the increment becomes pulses and walls move; the die's row programs and thinning counter, beside
 * the next gradient; digital parameters; and, when a sample was stored, the hand-over of the chain
 * to the next bank. Events occur on one thread in one order, whatever the other does.
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
  private final Announcer announcer;
  private TraceRecorder recorder;
  final TrainingController controller;
  final ChipUpdater updater;
  final TileReader reader;
  final TrainableNetwork network;
  final Tester tester;
  final Posterior posterior;
  final FloatReference reference;
  final DeviceParameters device;
  final RunBooks books = new RunBooks();
  final Checkpoints checkpoints;
  final RailRecording rails;

  final ChainRecord record;
  final MetropolisRun metropolis;
  private final ChipProposals proposals;
  private final JudgedImages judged;
  private final EventThread events = new EventThread();
  private volatile double seconds;
  private volatile double joules;
  private boolean kept;
  private int keptIndex;
  private final boolean diffuses;
  private final DigitalParameters digital;
  private final ThinningCounter thinning;
  private final SampleBanks banks;
  private final BatchSequence sequence;
  private final ImageSet train;
  private final double[] conductances;
  private boolean eventless;
  private volatile boolean stopAsked;

  /**
   * Builds everything that a run without checkpoints needs.
   *
   * @param prepared the checked scenario with its data
   * @param folder where stored samples go
   * @param threads worker threads for device updates; results do not depend on it [1]
   */
  public Training(Prepared prepared, Path folder, int threads, ProgressListener progress) {
    this(prepared, folder, threads, progress, null);
  }

  /**
   * Builds everything that a run needs, in the state of its newest checkpoint.
   *
   * @param prepared the checked scenario with its data
   * @param folder where stored samples go
   * @param threads worker threads for device updates; results do not depend on it [1]
   * @param checkpoints the run's checkpoints, or null: none are taken; closed by the caller
   */
  public Training(
      Prepared prepared,
      Path folder,
      int threads,
      ProgressListener progress,
      Checkpoints checkpoints) {
    this.prepared = prepared;
    this.scenario = prepared.scenario();
    this.progress = progress;
    this.checkpoints = checkpoints;
    NativeMath.prepare(scenario.mathThreads());
    RandomStreams streams = new RandomStreams(scenario.seed());
    Dataset data = prepared.data();
    train = data.train();
    tester = new Tester(data.test());
    sequence =
        new BatchSequence(train.size(), scenario.learning().batch(), streams.stream("batch-order"));
    device = prepared.device();
    workers = new Workers(threads);
    Layout layout = prepared.layout();
    updater =
        new ChipUpdater(
            layout,
            scenario.netlist(),
            device,
            mode(),
            scenario.detail() == Scenario.Detail.PULSE,
            scenario.seed(),
            workers);
    if (scenario.wear()) {
      updater.countWear(scenario.netlist().banks());
    }
    reader =
        prepared.readPath() == null
            ? null
            : updater.reader(prepared.readPath(), prepared.readLayers());
    network = NetworkState.create(prepared, reader);
    ledger = new EnergyLedger(components, scenario.netlist()::price, prepared.layers().size());
    power = new PowerTimeline(components, scenario.netlist()::price, 4096, 20);
    announcer = new Announcer(components, ledger, power);
    die = new Die(scenario.netlist(), layout.blocks().size(), components, engine, announcer);
    controller =
        new TrainingController(
            die, network.layers(), layout, scenario.learning().batch(), scenario.burstImages());
    updater.initialise(network.parameters());
    diffuses = device.betweenPulses().restDiffusion() > 0;
    conductances = new double[layout.blocks().size()];
    digital =
        new DigitalParameters(
            network, scenario.learning().digitalRate(), scenario.learning().batch());
    posterior = new Posterior(tester);
    Scenario.Thinning t = scenario.thinning();
    thinning = t == null ? null : new ThinningCounter(t.cycle(), t.windowStart(), t.threshold());
    Path samples = folder.resolve("posterior");
    int size = network.parameters().limit();
    banks =
        checkpoints != null && checkpoints.resumed()
            ? SampleBanks.reopen(samples, scenario.netlist().banks(), size)
            : new SampleBanks(samples, scenario.netlist().banks(), size);
    reference =
        scenario.floatReference()
            ? new FloatReference(
                NetworkState.create(prepared),
                scenario.seed(),
                scenario.learning().digitalRate(),
                scenario.learning().batch(),
                tester)
            : null;
    rails = new RailRecording(die);
    record = new ChainRecord(prepared.miniBatches(), data.test(), network, updater);
    if (scenario.learning().kernel() instanceof MetropolisKernel kernel) {
      judged = new JudgedImages(train, scenario.learning().batch(), kernel.acceptance());
      proposals = proposals(kernel);
      metropolis = new MetropolisRun(scenario.seed(), kernel, proposals);
      if (reference != null) {
        reference.judge(kernel, scenario.seed(), judged);
      }
    } else {
      judged = null;
      proposals = null;
      metropolis = null;
    }
    if (checkpoints != null) {
      checkpoints.restore(parts());
    }
  }

  /**
   * Records the run; to be called before {@link #run}.
   *
   * @param file the trace to be written
   * @param force whether an existing file may be replaced
   * @throws IOException if it is there already or cannot be written
   */
  public void record(Recording recording, Path file, boolean force) throws IOException {
    record(recording, file, force, 0);
  }

  /**
   * Goes on with the recording of the interrupted run that this one continues.
   *
   * @param file the trace that was being written, or its name when it is whole
   * @throws IOException if what was recorded up to the checkpoint is not there
   */
  public void resumeRecording(Recording recording, Path file) throws IOException {
    record(recording, file, true, checkpoints.saved());
  }

  private void record(Recording recording, Path file, boolean force, long done) throws IOException {
    if (metropolis != null) {
      Problems problems = new Problems();
      problems.add(
          "--trace",
          "a trace of a kernel that accepts or rejects",
          "no trace: rejected proposals could not be replayed from one");
      problems.throwIfAny();
    }
    if (device.spread().wearsOut()) {
      Problems problems = new Problems();
      problems.add(
          "--trace",
          "a trace of devices with an endurance",
          "no trace: which walls are worn out could not be replayed from one");
      problems.throwIfAny();
    }
    Setup setup =
        new Setup(
            scenario.name(),
            scenario.seed(),
            scenario.learning().batch(),
            scenario.burstImages(),
            mode(),
            device.grain(),
            scenario.handOverError(),
            prepared.spec(),
            scenario.netlist().pulses().timeStep(),
            recording);
    recorder =
        new TraceRecorder(
            file,
            force,
            setup,
            scenario.inputs(),
            die,
            components,
            network.layers(),
            updater,
            done);
    announcer.add(recorder);
  }

  private ChipProposals proposals(MetropolisKernel kernel) {
    return new ChipProposals(
        kernel,
        device,
        network,
        updater,
        controller,
        engine,
        judged,
        new ProposalRatio(device, PulseTiming.of(scenario.netlist().pulses()), mode()),
        scenario.netlist().banks(),
        books::add);
  }

  /** Lets a listener hear every action of the run; to be called before {@link #run}. */
  void listen(ActionListener listener) {
    announcer.add(listener);
  }

  /** Compares the realised increments of the last mini-batch with the wanted ones. */
  List<RealisedIncrement> audit() {
    long last = prepared.miniBatches();
    int batch = scenario.learning().batch();
    Increment increment = scenario.learning().kernel().increment(batch, last);
    return updater.audit(last, network.gradients(), increment);
  }

  /** Returns the mini-batch that was learnt last, to be timed again. */
  MiniBatchTiming lastMiniBatch() {
    return new MiniBatchTiming(
        network.layers(),
        updater.layout(),
        scenario.learning().batch(),
        scenario.burstImages(),
        conductances,
        updater::sequence);
  }

  private PushPull mode() {
    return new PushPull(
        scenario.update().crossing(),
        scenario.order(),
        scenario.update().widths(),
        scenario.update().offset());
  }

  /**
   * Everything whose state a later mini-batch depends on, name to part: what a checkpoint holds.
   * Parts are in a state to be saved when all events of a mini-batch have occurred.
   */
  Map<String, Checkpointed> parts() {
    Map<String, Checkpointed> parts = new LinkedHashMap<>();
    parts.put("books", books);
    parts.put("engine", engine);
    parts.put("ledger", ledger);
    parts.put("power", power);
    parts.put("die", die);
    parts.put("bank", new NetworkState.Bank(controller));
    parts.put("devices", updater);
    if (updater.wear() != null) {
      parts.put("wear", updater.wear());
    }
    parts.put("parameters", new NetworkState(network));
    parts.put("mini-batches", sequence);
    if (reader != null) {
      parts.put("reads", reader);
    }
    parts.put("chain", record);
    if (metropolis != null) {
      parts.put("metropolis", metropolis);
    }
    if (thinning != null) {
      parts.put("thinning", thinning);
    }
    parts.put("samples", banks);
    parts.put("predictions", posterior);
    if (reference != null) {
      parts.put("float reference", reference);
    }
    return parts;
  }

  /** Asks the run to stop after the mini-batch under way; may be called by any thread. */
  public void stop() {
    stopAsked = true;
  }

  /**
   * Learns all mini-batches that are left and returns what the run yields.
   *
   * @throws RunStopped if the run was asked to {@link #stop()}; a checkpoint was taken then
   * @throws ArithmeticException if a number is not finite; names mini-batch, layer and the newest
   *     checkpoint
   */
  public RunResult run() {
    long total = prepared.miniBatches();
    int batch = scenario.learning().batch();
    float[] pixels = new float[batch * train.imageLength()];
    int[] labels = new int[batch];
    long from = checkpoints == null ? 0 : checkpoints.saved();
    for (long k = from + 1; k <= total; k++) {
      if (stopAsked) {
        throw stopped(k - 1);
      }
      Increment increment = scenario.learning().kernel().increment(batch, k);
      int[] indices = sequence.next();
      train.copy(indices, 0, batch, pixels);
      train.copyLabels(indices, 0, batch, labels);
      double loss;
      try {
        loss =
            metropolis == null
                ? learn(k, total, pixels, labels, increment)
                : judge(k, total, indices);
        if (reference != null) {
          reference.step(k, pixels, labels, batch, increment);
        }
      } catch (ArithmeticException e) {
        throw failed(k, e);
      }
      record.note(k, loss, metropolis == null ? Double.NaN : metropolis.acceptance());
      if (kept) {
        events.await();
        keep(k, k == total);
      }
      boolean test =
          k == total
              || (scenario.evaluation().every() > 0 && k % scenario.evaluation().every() == 0);
      double floatAccuracy = Double.NaN;
      if (test) {
        books.accuracy = tester.test(network).accuracy();
        floatAccuracy = reference == null ? Double.NaN : reference.accuracy();
      }
      note(k, k == total, loss, test ? books.accuracy : Double.NaN, floatAccuracy);
      progress.miniBatch(k, total, seconds, joules, loss, books.accuracy);
      if (checkpoints != null && k < total && checkpoints.due(k)) {
        events.await();
        flushTrace();
        checkpoints.save(k, parts());
      }
    }
    events.await();
    if (checkpoints != null) {
      checkpoints.await();
    }
    if (recorder != null) {
      recorder.finish(engine.now());
    }
    readStored();
    return new Results(this, prepared).assemble();
  }

  /**
   * Learns one mini-batch for an {@link Estimate}: exactly as {@link #run} does, but without tests,
   * samples and hand-overs, and, if asked, without the die's events: walls move all the same.
   *
   * @param k its number, from 1 [1]
   * @param pixels its images; not modified
   * @param labels their classes; not modified
   */
  void walk(long k, float[] pixels, int[] labels, Increment increment, boolean withEvents) {
    eventless = !withEvents;
    try {
      learn(k, Long.MAX_VALUE, pixels, labels, increment);
      events.await();
    } catch (ArithmeticException e) {
      throw failed(k, e);
    } finally {
      eventless = false;
    }
  }

  private void flushTrace() {
    if (recorder != null) {
      recorder.flush();
    }
  }

  private RunStopped stopped(long done) {
    events.await();
    flushTrace();
    return new RunStopped(done, checkpoints == null ? 0 : checkpoints.saveLast(done, parts()));
  }

  private ArithmeticException failed(long k, ArithmeticException e) {
    return new ArithmeticException(
        String.format(
            "mini-batch %d, simulated time %.6g s: %s%s%s",
            k,
            seconds,
            e.getMessage(),
            NetworkState.notFinite(network),
            checkpoints == null ? "" : checkpoints.lastOne()));
  }

  /**
   * One mini-batch. The die's forward and backward events depend on the walls only, and its row
   * programs on the widths only, so they occur on the event thread while the network computes: the
   * update's events beside the next gradient.
   */
  private double learn(long k, long total, float[] pixels, int[] labels, Increment increment) {
    if (recorder != null && recorder.needsQuiet(k)) {
      events.await();
      recorder.before(k, engine.now(), controller.bank());
    }
    long t0 = System.nanoTime();
    rest(); // since the last update
    updater.conductances(conductances);
    long t1 = System.nanoTime();
    beginReads(2 * k);
    if (k == total) {
      events.submit(rails::start);
    }
    if (!eventless) {
      events.submit(timed(() -> gradientEvents(k)));
    }
    double loss = network.computeGradient(pixels, labels, labels.length);
    long t2 = System.nanoTime();
    events.await(); // the previous update's row programs are read until here
    long t3 = System.nanoTime();
    rest();
    updater.plan(k, network.gradients(), network.parameters(), increment);
    long t4 = System.nanoTime();
    ThinningCounter.Step step = thinning == null ? null : thinning.afterMiniBatch(k);
    if (!eventless) {
      events.submit(timed(() -> updateEvents(step != null && step.ticked())));
    }
    if (updater.movesWithEvents()) {
      events.await(); // walls move in the course of events
    }
    digital.update();
    beginReads(2 * k + 1); // tests of this mini-batch's walls
    kept = step != null && step.store();
    keptIndex = kept ? step.index() : -1;
    books.network.add(t2 - t1);
    books.devices.add(t1 - t0 + t4 - t3);
    books.waitNanos += t3 - t2;
    return loss;
  }

  private void beginReads(long number) {
    if (reader != null) {
      reader.begin(number);
    }
  }

  /** Walls that diffuse do so for the time since they last did, for which one waits for the die. */
  private void rest() {
    if (diffuses) {
      events.await();
      long now = engine.now();
      updater.rest((now - books.restedUntil) * 1e-12, books.rests++, network.parameters());
      books.restedUntil = now;
    }
  }

  /** One step of a chain that accepts or rejects; its events occur as it goes along. */
  private double judge(long k, long total, int[] indices) {
    events.await();
    if (k == total) {
      rails.start();
    }
    long t0 = System.nanoTime();
    judged.choose(indices, sequence::next);
    double loss = metropolis.step(k);
    ThinningCounter.Step step = thinning == null ? null : thinning.afterMiniBatch(k);
    if (step != null && step.ticked()) {
      long from = engine.now();
      controller.tick();
      books.add(Work.CONTROL, engine.now() - from);
    }
    kept = step != null && step.store();
    keptIndex = kept ? step.index() : -1;
    books.network.add(System.nanoTime() - t0);
    return loss;
  }

  private Runnable timed(Runnable task) {
    return () -> {
      long t0 = System.nanoTime();
      task.run();
      books.engine.add(System.nanoTime() - t0);
    };
  }

  private void gradientEvents(long k) {
    if (recorder != null) {
      recorder.miniBatch(k, engine.now());
    }
    TrainingController.Instants i = controller.runGradient(conductances);
    books.add(Work.FORWARD, i.forward() - i.start());
    books.add(Work.BACKWARD, i.backward() - i.forward());
    books.add(Work.GRADIENT, i.gradient() - i.backward());
  }

  private void updateEvents(boolean tick) {
    long from = engine.now();
    long end = controller.runUpdate(updater::sequence);
    books.add(Work.UPDATE, end - from);
    if (tick) {
      controller.tick();
      books.add(Work.CONTROL, engine.now() - end);
    }
  }

  /** Books a mini-batch when its events have occurred. */
  private void note(long k, boolean last, double loss, double accuracy, double floatAccuracy) {
    double epoch = sequence.epoch();
    events.submit(
        () -> {
          seconds = engine.now() * 1e-12;
          joules = ledger.total();
          books.history.add(
              new RunResult.HistoryPoint(k, epoch, seconds, joules, loss, accuracy, floatAccuracy));
          if (last) {
            rails.stop();
          }
        });
    if (last) {
      events.await();
    }
  }

  /** The model is kept: its bank is frozen, and the chain goes on in the next one. */
  private void keep(long k, boolean last) {
    banks.store(keptIndex, k, network.parameters());
    books.storedAt.put(keptIndex, engine.now());
    books.samplesStored++;
    int held = heldAtMost();
    // A sample whose bank will be reused before the end says nothing in the end.
    if (keptIndex >= thinning.storesWithin(prepared.miniBatches()) - held) {
      posterior.add(network);
      posterior.limit(held);
      if (reference != null) {
        reference.store(held);
      }
    }
    if (!last) {
      long t0 = System.nanoTime();
      handOver(k, keptIndex + 1, held);
      books.handOverNanos += System.nanoTime() - t0;
    }
  }

  /** Samples that banks hold when the chain stops; when it goes on, one less. */
  private int heldAtMost() {
    return scenario.netlist().banks() - (metropolis == null ? 0 : 1); // one for proposals
  }

  /** The chain goes on in the next bank; what was stored there is gone. */
  private void handOver(long k, int nextIndex, int held) {
    long from = engine.now();
    int total = scenario.netlist().banks();
    int next = nextIndex % total;
    banks.discard(next);
    if (metropolis != null) {
      banks.discard((nextIndex + 1) % total); // proposals go there
      proposals.freeze();
      next = proposals.freeBank();
    }
    updater.conductances(conductances);
    if (recorder != null) {
      recorder.handOver(next, from);
    }
    controller.runHandOver(next, conductances, updater.handOver(next, network.parameters())::get);
    if (scenario.handOverError() && held > 1) {
      updater.disturb(k, network.parameters());
    }
    posterior.limit(held - 1);
    if (reference != null) {
      reference.limit(held - 1);
    }
    books.add(Work.HANDOVER, engine.now() - from);
  }

  /** The banks are read again at the end: their walls have diffused since they were stored. */
  private void readStored() {
    if (!diffuses) {
      return;
    }
    FloatBuffer parameters = network.parameters();
    float[] current = new float[parameters.limit()];
    parameters.get(0, current);
    posterior.clear();
    for (StoredSample sample : banks.samplesOldestFirst()) {
      banks.load(sample, parameters);
      double age = (engine.now() - books.storedAt.get(sample.sampleIndex())) * 1e-12;
      updater.restStored(age, sample.sampleIndex(), parameters);
      posterior.add(network);
    }
    parameters.put(0, current);
  }

  @Override
  public void close() {
    events.close();
    if (recorder != null) {
      recorder.close();
    }
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
