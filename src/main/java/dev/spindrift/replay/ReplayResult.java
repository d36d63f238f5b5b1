package dev.spindrift.replay;

import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.trace.Work;
import java.util.List;
import java.util.Map;

/**
 * What a replay yields.
 *
 * @param chip name of the chip
 * @param device name of its device
 * @param firstMiniBatch first mini-batch replayed [1]
 * @param lastMiniBatch last mini-batch replayed [1]
 * @param events whether the chip's events were replayed, not only the pulses; only a recording of
 *     the whole chip allows it
 * @param weights flat weights at the end, by the trace's parameter indices [1]
 * @param layers the layers on tiles, and where their weights lie
 * @param digest SHA-256 of the walls at the end, four numbers
 * @param recordedDigest the trace's, null if it has none
 * @param time simulated time of the end [ps]
 * @param recordedTime the trace's, -1 if it has none [ps]
 * @param joules energy of the replayed mini-batches; NaN without events [J]
 * @param recordedJoules the trace's, NaN if it has none [J]
 * @param phases simulated time by kind of work [ps]
 * @param energy the ledger's entries
 * @param updates device updates, pairs of pulses [1]
 * @param trackEnds updates that lost displacement at an end of a track [1]
 * @param raised pulses raised to the driver's shortest [1]
 * @param cut pulses cut to the driver's longest [1]
 * @param rounded other pulses rounded to the driver's step [1]
 */
public record ReplayResult(
    String chip,
    String device,
    long firstMiniBatch,
    long lastMiniBatch,
    boolean events,
    float[] weights,
    List<LayerWeights> layers,
    long[] digest,
    long[] recordedDigest,
    long time,
    long recordedTime,
    double joules,
    double recordedJoules,
    Map<Work, Long> phases,
    List<EnergyLedger.Entry> energy,
    long updates,
    long trackEnds,
    long raised,
    long cut,
    long rounded) {

  /** A layer's share of the flat weights. */
  public record LayerWeights(String name, int offset, int length) {}

  /** Returns whether walls, time and energy are the recorded ones to the last bit. */
  public boolean equalsRecording() {
    return recordedDigest != null
        && java.util.Arrays.equals(digest, recordedDigest)
        && (!events
            || (time == recordedTime
                && Double.doubleToRawLongBits(joules)
                    == Double.doubleToRawLongBits(recordedJoules)));
  }
}
