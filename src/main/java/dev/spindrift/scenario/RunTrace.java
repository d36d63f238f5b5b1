package dev.spindrift.scenario;

import dev.spindrift.input.Problems;
import dev.spindrift.learning.MetropolisKernel;
import dev.spindrift.replay.Recording;
import dev.spindrift.replay.Setup;
import dev.spindrift.replay.TraceRecorder;
import java.io.IOException;
import java.nio.file.Path;

/** The trace that a run records of its chip. A run that records none does nothing here. */
final class RunTrace implements AutoCloseable {
  private final Prepared prepared;
  private final SimulatedChip chip;
  private TraceRecorder recorder;

  RunTrace(Prepared prepared, SimulatedChip chip) {
    this.prepared = prepared;
    this.chip = chip;
  }

  /**
   * Records from now on.
   *
   * @param file the trace to be written
   * @param force whether an existing file may be replaced
   * @param done the mini-batch after which an interrupted run goes on, or 0: a new recording [1]
   * @throws IOException if the file cannot be written, or what was recorded so far is not there
   */
  void record(Recording recording, Path file, boolean force, long done) throws IOException {
    Scenario scenario = prepared.scenario();
    if (scenario.learning().kernel() instanceof MetropolisKernel) {
      refuse(
          "a trace of a kernel that accepts or rejects",
          "no trace: rejected proposals could not be replayed from one");
    }
    if (chip.device.spread().wearsOut()) {
      refuse(
          "a trace of devices with an endurance",
          "no trace: which walls are worn out could not be replayed from one");
    }
    Setup setup =
        new Setup(
            scenario.name(),
            scenario.seed(),
            scenario.learning().batch(),
            scenario.burstImages(),
            scenario.pushPull(),
            chip.device.grain(),
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
            chip.die,
            chip.components,
            chip.network.layers(),
            chip.updater,
            done);
    chip.listen(recorder);
  }

  private static void refuse(String found, String allowed) {
    Problems problems = new Problems();
    problems.add("--trace", found, allowed);
    problems.throwIfAny();
  }

  /** Returns whether no events may be under way when {@link #before} a mini-batch is called. */
  boolean needsQuiet(long k) {
    return recorder != null && recorder.needsQuiet(k);
  }

  /** A mini-batch is about to begin, with all events so far done. */
  void before(long k) {
    recorder.before(k, chip.engine.now(), chip.controller.bank());
  }

  /** The first event of a mini-batch is about to occur. */
  void miniBatch(long k) {
    if (recorder != null) {
      recorder.miniBatch(k, chip.engine.now());
    }
  }

  /** The chain is about to be handed over to another bank. */
  void handOver(int toBank) {
    if (recorder != null) {
      recorder.handOver(toBank, chip.engine.now());
    }
  }

  /** Brings what was recorded to disk, for a checkpoint; no events are under way. */
  void flush() {
    if (recorder != null) {
      recorder.flush();
    }
  }

  /** Ends the recording and gives the trace its name; no events are under way. */
  void finish() {
    if (recorder != null) {
      recorder.finish(chip.engine.now());
    }
  }

  /** Stops; what was not finished stays as a readable prefix. */
  @Override
  public void close() {
    if (recorder != null) {
      recorder.close();
    }
  }
}
