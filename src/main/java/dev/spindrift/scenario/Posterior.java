package dev.spindrift.scenario;

import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.posterior.Calibration;
import dev.spindrift.posterior.PredictionAccumulator;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Test predictions of the samples held, newest last; the oldest goes when its bank is reused. */
final class Posterior implements Checkpointed {
  private final Tester tester;
  private final Deque<float[]> predictions = new ArrayDeque<>();

  Posterior(Tester tester) {
    this.tester = tester;
  }

  /** Adds the network's present parameters as the newest sample. */
  void add(TrainableNetwork network) {
    predictions.addLast(tester.predict(network));
  }

  /** Forgets the oldest samples until at most so many are held. */
  void limit(int samples) {
    while (predictions.size() > samples) {
      predictions.removeFirst();
    }
  }

  /** Forgets all samples. */
  void clear() {
    predictions.clear();
  }

  int samples() {
    return predictions.size();
  }

  /** Returns metrics of the mean soft-max of the newest 1..N samples, in that order. */
  List<Calibration> ensembles() {
    List<Calibration> out = new ArrayList<>();
    PredictionAccumulator sum = new PredictionAccumulator(tester.size(), tester.classes());
    for (Iterator<float[]> i = predictions.descendingIterator(); i.hasNext(); ) {
      sum.add(i.next());
      out.add(sum.calibration(tester.labels()));
    }
    return out;
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeLong(predictions.size());
    for (float[] p : predictions) {
      out.writeFloats(p);
    }
  }

  @Override
  public void restore(StateReader in) throws IOException {
    predictions.clear();
    for (long i = in.readLong(); i > 0; i--) {
      float[] p = new float[tester.size() * tester.classes()];
      in.readFloats(p);
      predictions.addLast(p);
    }
  }
}
