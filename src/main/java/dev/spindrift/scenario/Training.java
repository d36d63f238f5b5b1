package dev.spindrift.scenario;

import dev.spindrift.dataset.BatchSequence;
import dev.spindrift.dataset.Dataset;
import dev.spindrift.dataset.ImageSet;
import dev.spindrift.engine.RandomStreams;
import dev.spindrift.learning.Increment;
import dev.spindrift.learning.MetropolisKernel;
import dev.spindrift.mapping.ChipUpdater;
import dev.spindrift.mapping.MiniBatchTiming;
import dev.spindrift.mapping.RealisedIncrement;
import dev.spindrift.network.NativeMath;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.posterior.SampleBanks;
import dev.spindrift.replay.Recording;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.trace.ActionListener;
import java.io.IOException;
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
 * to the next bank. Here is the order of these things; {@link SimulatedChip} is what they happen
 * to, {@link ChipEvents} has the die's events on a thread of their own, {@link ChainSamples} keeps
 * the samples, {@link RunTrace} records.
 */
public final class Training implements AutoCloseable {
  private final Prepared prepared;
  private final Scenario scenario;
  private final ProgressListener progress;
  private final ImageSet train;
  private final BatchSequence sequence;

  final SimulatedChip chip;
  final ChipUpdater updater;
  final TrainableNetwork network;
  private final DigitalParameters digital;
  final RunBooks books = new RunBooks();
  private final RunTrace trace;
  final ChipEvents events;
  final ChainSamples samples;
  final ChainRecord record;
  final MetropolisRun metropolis;
  private final JudgedImages judged;
  final FloatReference reference;
  final Tester tester;
  final Checkpoints checkpoints;
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
    Dataset data = prepared.data();
    Scenario.Learning learning = scenario.learning();
    train = data.train();
    tester = new Tester(data.test());
    sequence =
        new BatchSequence(
            train.size(),
            learning.batch(),
            new RandomStreams(scenario.seed()).stream("batch-order"));
    chip = new SimulatedChip(prepared, threads);
    updater = chip.updater;
    network = chip.network;
    digital = new DigitalParameters(network, learning.digitalRate(), learning.batch());
    trace = new RunTrace(prepared, chip);
    events = new ChipEvents(chip, trace, books);
    SampleBanks banks = banks(folder.resolve("posterior"));
    reference =
        scenario.floatReference()
            ? new FloatReference(
                NetworkState.create(prepared),
                scenario.seed(),
                learning.digitalRate(),
                learning.batch(),
                tester)
            : null;
    record = new ChainRecord(prepared.miniBatches(), data.test(), network, updater);
    ChipProposals proposals = null;
    if (learning.kernel() instanceof MetropolisKernel kernel) {
      judged = new JudgedImages(train, learning.batch(), kernel.acceptance());
      proposals = new ChipProposals(kernel, scenario, chip, judged, books::add);
      metropolis = new MetropolisRun(scenario.seed(), kernel, proposals);
      if (reference != null) {
        reference.judge(kernel, scenario.seed(), judged);
      }
    } else {
      judged = null;
      metropolis = null;
    }
    samples = new ChainSamples(prepared, chip, events, banks, tester, proposals, reference, books);
    if (checkpoints != null) {
      checkpoints.restore(parts());
    }
  }

  private SampleBanks banks(Path place) {
    int banks = scenario.netlist().banks();
    int size = network.parameters().limit();
    return checkpoints != null && checkpoints.resumed()
        ? SampleBanks.reopen(place, banks, size)
        : new SampleBanks(place, banks, size);
  }

  /**
   * Records the run; to be called before {@link #run}.
   *
   * @param file the trace to be written
   * @param force whether an existing file may be replaced
   * @throws IOException if it is there already or cannot be written
   */
  public void record(Recording recording, Path file, boolean force) throws IOException {
    trace.record(recording, file, force, 0);
  }

  /**
   * Goes on with the recording of the interrupted run that this one continues.
   *
   * @param file the trace that was being written, or its name when it is whole
   * @throws IOException if what was recorded up to the checkpoint is not there
   */
  public void resumeRecording(Recording recording, Path file) throws IOException {
    trace.record(recording, file, true, checkpoints.saved());
  }

  /** Lets a listener hear every action of the run; to be called before {@link #run}. */
  void listen(ActionListener listener) {
    chip.listen(listener);
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
    return events.lastMiniBatch(scenario.learning().batch(), scenario.burstImages());
  }

  /**
   * Everything whose state a later mini-batch depends on, name to part: what a checkpoint holds.
   * Parts are in a state to be saved when all events of a mini-batch have occurred.
   */
  Map<String, Checkpointed> parts() {
    Map<String, Checkpointed> parts = new LinkedHashMap<>();
    parts.put("books", books);
    parts.putAll(chip.parts());
    parts.put("mini-batches", sequence);
    parts.put("chain", record);
    if (metropolis != null) {
      parts.put("metropolis", metropolis);
    }
    parts.putAll(samples.parts());
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
                ? learn(k, k == total, true, pixels, labels, increment)
                : judge(k, k == total, indices);
        if (reference != null) {
          reference.step(k, pixels, labels, batch, increment);
        }
      } catch (ArithmeticException e) {
        throw failed(k, e);
      }
      record.note(k, loss, metropolis == null ? Double.NaN : metropolis.acceptance());
      if (samples.due()) {
        events.await();
        samples.keep(k, k == total);
      }
      boolean test =
          k == total
              || (scenario.evaluation().every() > 0 && k % scenario.evaluation().every() == 0);
      double floatAccuracy = Double.NaN;
      if (test) {
        books.accuracy = tester.test(network).accuracy();
        floatAccuracy = reference == null ? Double.NaN : reference.accuracy();
      }
      double accuracy = test ? books.accuracy : Double.NaN;
      events.submitNote(k, k == total, sequence.epoch(), loss, accuracy, floatAccuracy);
      if (k == total) {
        events.await();
      }
      progress.miniBatch(k, total, events.seconds(), events.joules(), loss, books.accuracy);
      if (checkpoints != null && k < total && checkpoints.due(k)) {
        events.await();
        trace.flush();
        checkpoints.save(k, parts());
      }
    }
    events.await();
    if (checkpoints != null) {
      checkpoints.await();
    }
    trace.finish();
    samples.readAgain();
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
    try {
      learn(k, false, withEvents, pixels, labels, increment);
      events.await();
    } catch (ArithmeticException e) {
      throw failed(k, e);
    }
  }

  private RunStopped stopped(long done) {
    events.await();
    trace.flush();
    return new RunStopped(done, checkpoints == null ? 0 : checkpoints.saveLast(done, parts()));
  }

  private ArithmeticException failed(long k, ArithmeticException e) {
    return new ArithmeticException(
        String.format(
            "mini-batch %d, simulated time %.6g s: %s%s%s",
            k,
            events.seconds(),
            e.getMessage(),
            NetworkState.notFinite(network),
            checkpoints == null ? "" : checkpoints.lastOne()));
  }

  /**
   * One mini-batch: the die's forward and backward events occur while the network computes its
   * gradient, and the update's beside the next gradient.
   *
   * @param withEvents whether the die has any
   */
  private double learn(
      long k, boolean last, boolean withEvents, float[] pixels, int[] labels, Increment increment) {
    events.begin(k);
    long t0 = System.nanoTime();
    events.rest(); // since the last update
    events.sumConductances();
    long t1 = System.nanoTime();
    chip.beginReads(2 * k);
    if (last) {
      events.submitRails();
    }
    if (withEvents) {
      events.submitGradient(k);
    }
    double loss = network.computeGradient(pixels, labels, labels.length);
    long t2 = System.nanoTime();
    events.await(); // the previous update's row programs are read until here
    long t3 = System.nanoTime();
    events.rest();
    updater.plan(k, network.gradients(), chip.weights, increment);
    long t4 = System.nanoTime();
    boolean tick = samples.advance(k);
    if (withEvents) {
      events.submitUpdate(tick);
    }
    if (updater.movesWithEvents()) {
      events.await(); // walls move in the course of events
    }
    digital.update();
    chip.beginReads(2 * k + 1); // tests of this mini-batch's walls
    books.network.add(t2 - t1);
    books.devices.add(t1 - t0 + t4 - t3);
    books.waitNanos += t3 - t2;
    return loss;
  }

  /** One step of a chain that accepts or rejects; its events occur as it goes along. */
  private double judge(long k, boolean last, int[] indices) {
    if (last) {
      events.submitRails();
    }
    events.await();
    long t0 = System.nanoTime();
    judged.choose(indices, sequence::next);
    double loss = metropolis.step(k);
    if (samples.advance(k)) {
      events.tick();
    }
    books.network.add(System.nanoTime() - t0);
    return loss;
  }

  @Override
  public void close() {
    events.close();
    trace.close();
    samples.close();
    if (reference != null) {
      reference.close();
    }
    chip.close();
  }
}
