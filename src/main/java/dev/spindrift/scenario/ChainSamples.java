package dev.spindrift.scenario;

import dev.spindrift.posterior.Calibration;
import dev.spindrift.posterior.SampleBanks;
import dev.spindrift.posterior.StoredSample;
import dev.spindrift.posterior.ThinningCounter;
import dev.spindrift.state.Checkpointed;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The posterior samples that a run keeps of its chain: the thinning counter says when; the bank in
 * which the chain lives is frozen then, and the chain is handed over to the next one, whose sample
 * is lost. What the samples that are held predict together is the run's posterior mean.
 */
final class ChainSamples implements AutoCloseable {
  private final SimulatedChip chip;
  private final ChipEvents events;
  private final ChipProposals proposals;
  private final FloatReference reference;
  private final RunBooks books;
  private final ThinningCounter thinning;
  private final SampleBanks banks;
  private final Posterior posterior;
  private final boolean handOverError;

  /** Samples that banks hold when the chain stops; when it goes on, one less. */
  private final int held;

  /** Samples that the whole run stores. */
  private final long stores;

  private ThinningCounter.Step step = new ThinningCounter.Step(false, false, 0);

  /**
   * Makes the thinning counter at its threshold, with no sample stored.
   *
   * @param banks the chip's banks; closed with this
   * @param tester judges what samples predict
   * @param proposals the chain's, which take a bank of their own; null: it has none
   * @param reference keeps its samples when the chip does; may be null
   */
  ChainSamples(
      Prepared prepared,
      SimulatedChip chip,
      ChipEvents events,
      SampleBanks banks,
      Tester tester,
      ChipProposals proposals,
      FloatReference reference,
      RunBooks books) {
    this.chip = chip;
    this.events = events;
    this.proposals = proposals;
    this.reference = reference;
    this.books = books;
    this.banks = banks;
    posterior = new Posterior(tester);
    Scenario scenario = prepared.scenario();
    Scenario.Thinning t = scenario.thinning();
    thinning = t == null ? null : new ThinningCounter(t.cycle(), t.windowStart(), t.threshold());
    stores = t == null ? 0 : thinning.storesWithin(prepared.miniBatches());
    held = banks.banks() - (proposals == null ? 0 : 1);
    handOverError = scenario.handOverError();
  }

  /**
   * Advances the thinning counter past a mini-batch, whose number is one more than the last one's.
   *
   * @return whether the chip's counter is decremented
   */
  boolean advance(long k) {
    if (thinning != null) {
      step = thinning.afterMiniBatch(k);
    }
    return step.ticked();
  }

  /** Returns whether the model is to be kept after the mini-batch advanced to. */
  boolean due() {
    return step.store();
  }

  /**
   * Keeps the model: its bank is frozen, and the chain goes on in the next one. No events are under
   * way.
   *
   * @param k the mini-batch advanced to
   * @param last whether the chain ends with it
   */
  void keep(long k, boolean last) {
    int index = step.index();
    banks.store(index, k, chip.network.parameters());
    books.storedAt.put(index, chip.engine.now());
    books.samplesStored++;
    // A sample whose bank will be reused before the end says nothing in the end.
    if (index >= stores - held) {
      posterior.add(chip.network);
      posterior.limit(held);
      if (reference != null) {
        reference.store(held);
      }
    }
    if (!last) {
      long t0 = System.nanoTime();
      handOver(k, index + 1);
      books.handOverNanos += System.nanoTime() - t0;
    }
  }

  /** The chain goes on in the next bank; what was stored there is gone. */
  private void handOver(long k, int nextIndex) {
    int next = nextIndex % banks.banks();
    banks.discard(next);
    if (proposals != null) {
      banks.discard((nextIndex + 1) % banks.banks()); // proposals go there
      proposals.freeze();
      next = proposals.freeBank();
    }
    events.handOver(next);
    if (handOverError && held > 1) {
      chip.updater.disturb(k, chip.network.parameters());
    }
    posterior.limit(held - 1);
    if (reference != null) {
      reference.limit(held - 1);
    }
  }

  /**
   * Reads the banks again if walls diffuse, as they have done so since their samples were stored.
   * The network's parameters stay as they are.
   */
  void readAgain() {
    if (!chip.diffuses()) {
      return;
    }
    chip.updater.takeWallsBack(); // the parameters are borrowed
    FloatBuffer parameters = chip.network.parameters();
    float[] current = new float[parameters.limit()];
    parameters.get(0, current);
    posterior.clear();
    for (StoredSample sample : banks.samplesOldestFirst()) {
      banks.load(sample, parameters);
      double age = (chip.engine.now() - books.storedAt.get(sample.sampleIndex())) * 1e-12;
      chip.updater.restStored(age, sample.sampleIndex(), parameters);
      posterior.add(chip.network);
    }
    parameters.put(0, current);
  }

  /** Returns metrics of the mean prediction of the newest 1..N samples held, in that order. */
  List<Calibration> ensembles() {
    return posterior.ensembles();
  }

  /** Returns the parts that change, name to part: what a checkpoint holds of the samples. */
  Map<String, Checkpointed> parts() {
    Map<String, Checkpointed> parts = new LinkedHashMap<>();
    if (thinning != null) {
      parts.put("thinning", thinning);
    }
    parts.put("samples", banks);
    parts.put("predictions", posterior);
    return parts;
  }

  @Override
  public void close() {
    banks.close();
  }
}
