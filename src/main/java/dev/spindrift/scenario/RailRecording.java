package dev.spindrift.scenario;

import dev.spindrift.chip.Die;
import dev.spindrift.circuit.Rail;
import dev.spindrift.circuit.StepRecord;
import java.util.List;

/** Every change of the rails' currents during the last mini-batch. */
final class RailRecording {
  private final Die die;
  private final List<Rail> rails;
  private final StepRecord[] records;
  private long from;
  private long to;

  RailRecording(Die die) {
    this.die = die;
    this.rails = die.rails();
    this.records = new StepRecord[rails.size()];
  }

  void start() {
    from = die.engine().now();
    for (int i = 0; i < records.length; i++) {
      records[i] = new StepRecord();
      rails.get(i).record(records[i]);
    }
  }

  void stop() {
    to = die.engine().now();
    rails.forEach(r -> r.record(null));
  }

  /** Returns when the recording began [ps]. */
  long from() {
    return from;
  }

  /** Returns when it ended [ps]. */
  long to() {
    return to;
  }

  /** Returns the record of rail i of {@link Die#rails()}. */
  StepRecord of(int i) {
    return records[i];
  }
}
