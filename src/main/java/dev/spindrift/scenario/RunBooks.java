package dev.spindrift.scenario;

import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import dev.spindrift.trace.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run writes down about itself as it goes on: history, simulated and wall-clock time. */
final class RunBooks implements Checkpointed {
  /** Simulated time by kind of work [ps]. */
  final Map<Work, Long> phaseTime = new EnumMap<>(Work.class);

  final List<RunResult.HistoryPoint> history = new ArrayList<>();
  final WallTimes network = new WallTimes();
  final WallTimes devices = new WallTimes();

  /** Two entries a mini-batch: its gradient's events and its update's. */
  final WallTimes engine = new WallTimes();

  /** Simulated time at which each sample was stored, by its index [ps]. */
  final Map<Integer, Long> storedAt = new TreeMap<>();

  /** Instant up to which walls have diffused at rest [ps], and how often they did. */
  long restedUntil;

  long rests;
  int samplesStored;
  double accuracy = Double.NaN;
  long waitNanos;
  long handOverNanos;

  private final long start = System.nanoTime();

  /** Wall-clock time of the run before it was interrupted [ns]. */
  private long earlier;

  RunBooks() {
    for (Work w : Work.values()) {
      phaseTime.put(w, 0L);
    }
  }

  void add(Work work, long duration) {
    phaseTime.merge(work, duration, Long::sum);
  }

  /**
   * Returns wall-clock time of the run; pauses between interruption and resumption left out [s].
   */
  double wallTime() {
    return (earlier + System.nanoTime() - start) * 1e-9;
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeLongs(phaseTime.values().stream().mapToLong(Long::longValue).toArray());
    out.writeLongs(history.stream().mapToLong(RunResult.HistoryPoint::miniBatch).toArray());
    for (RunResult.HistoryPoint p : history) {
      out.writeDoubles(
          p.epoch(), p.simulatedTime(), p.energy(), p.loss(), p.testAccuracy(), p.floatAccuracy());
    }
    network.save(out);
    devices.save(out);
    engine.save(out);
    out.writeLongs(samplesStored, waitNanos, handOverNanos, earlier + System.nanoTime() - start);
    out.writeDouble(accuracy);
    out.writeLongs(restedUntil, rests);
    out.writeLongs(storedAt.keySet().stream().mapToLong(Integer::longValue).toArray());
    out.writeLongs(storedAt.values().stream().mapToLong(Long::longValue).toArray());
  }

  @Override
  public void restore(StateReader in) throws IOException {
    long[] phases = in.readLongs(Work.values().length);
    for (Work w : Work.values()) {
      phaseTime.put(w, phases[w.ordinal()]);
    }
    history.clear();
    for (long miniBatch : in.readLongs()) {
      double[] d = in.readDoubles(6);
      history.add(new RunResult.HistoryPoint(miniBatch, d[0], d[1], d[2], d[3], d[4], d[5]));
    }
    network.restore(in);
    devices.restore(in);
    engine.restore(in);
    long[] rest = in.readLongs(4);
    samplesStored = (int) rest[0];
    waitNanos = rest[1];
    handOverNanos = rest[2];
    earlier = rest[3];
    accuracy = in.readDouble();
    long[] resting = in.readLongs(2);
    restedUntil = resting[0];
    rests = resting[1];
    storedAt.clear();
    long[] samples = in.readLongs();
    long[] times = in.readLongs(samples.length);
    for (int i = 0; i < samples.length; i++) {
      storedAt.put((int) samples[i], times[i]);
    }
  }
}
