package dev.spindrift.scenario;

import dev.spindrift.chip.Netlist;
import dev.spindrift.circuit.ReadPath;
import dev.spindrift.circuit.Specs;
import dev.spindrift.device.Grain;
import dev.spindrift.input.InputNode;
import dev.spindrift.learning.TransitionKernel;
import dev.spindrift.mapping.PushPull;
import dev.spindrift.replay.Recording;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run, as a scenario file says it: immutable and checked as far as that is possible without
 * loading data.
 *
 * @param name short name, used for the results folder
 * @param title one line that says what the run shows
 * @param seed root of all randomness
 * @param netlist the chip
 * @param data data set
 * @param network network name and options
 * @param learning how the chain steps
 * @param update how row programs are made
 * @param read how layers are read, or null: as exact products
 * @param thinning when samples are kept, or null: never
 * @param evaluation when and on what the model is tested
 * @param floatReference whether the same network is trained by float SGLD beside the chip
 * @param detail grain of pulse events
 * @param burstImages images per read burst: grain of read and transfer events [1]
 * @param handOverError whether programming the next bank disturbs the chain's state
 * @param mathThreads threads of the network math; part of the scenario because from four on the
 *     last bits of its results depend on it [1]
 * @param checkpoint when checkpoints are taken; changes no result
 * @param trace what to record, or null: nothing
 * @param wear whether pulses and way of every device are counted
 * @param inputs the files it was read from, name to text as resolved
 * @param source the parsed file, for messages that name a place
 */
public record Scenario(
    String name,
    String title,
    long seed,
    Netlist netlist,
    Data data,
    Network network,
    Learning learning,
    Update update,
    Read read,
    Thinning thinning,
    Evaluation evaluation,
    boolean floatReference,
    Detail detail,
    int burstImages,
    boolean handOverError,
    int mathThreads,
    Checkpoint checkpoint,
    Recording trace,
    boolean wear,
    Map<String, String> inputs,
    InputNode source) {

  /** Returns which pulse of a pair comes first: what the scenario says, else the netlist. */
  public PushPull.Order order() {
    if (update.order() != null) {
      return update.order();
    }
    return netlist.pulses().order() == Specs.PairOrder.ALTERNATING
        ? PushPull.Order.ALTERNATING
        : PushPull.Order.PUSH_FIRST;
  }

  /** Returns how increments become pairs of pulses. */
  PushPull pushPull() {
    return new PushPull(update.crossing(), order(), update.widths(), update.offset());
  }

  /** Data set and how much of it; 0 images means all. */
  public record Data(String set, int trainImages, int testImages) {}

  /**
   * Network by name.
   *
   * @param start file of a stored posterior sample whose parameters the chain starts from, or null:
   *     random initial weights
   */
  public record Network(String name, List<Integer> widths, double logitScale, Path start) {}

  /**
   * How the chain steps.
   *
   * @param kernel SGLD or SGD
   * @param batch images per mini-batch [1]
   * @param digitalRate learning rate of batch-norm affine parameters and biases, on the mean
   *     cross-entropy [1]
   * @param miniBatches length of the run; 0 if {@code epochs} says it [1]
   * @param epochs length of the run in epochs; 0 if {@code miniBatches} says it [1]
   */
  public record Learning(
      TransitionKernel kernel, int batch, double digitalRate, long miniBatches, double epochs) {}

  /**
   * How row programs are made.
   *
   * @param crossing what happens when an update crosses zero
   * @param order which pulse of a pair comes first; null: as the netlist's driver has it
   * @param widths how the two widths are solved for
   * @param offset whether widths make up for the bias of a pair
   * @param grain pair or pulse; null: as the device file says
   */
  public record Update(
      PushPull.Crossing crossing,
      PushPull.Order order,
      PushPull.Widths widths,
      PushPull.Offset offset,
      Grain grain) {
    /** What is used if a scenario says nothing. */
    public static final Update DEFAULT =
        new Update(
            PushPull.Crossing.CARRY, null, PushPull.Widths.ADDITIVE, PushPull.Offset.NONE, null);
  }

  /**
   * Analogue reads.
   *
   * @param lines how the wires' resistance is counted
   * @param thermalNoise whether lines have thermal noise
   * @param shotNoise whether devices have shot noise
   * @param ideal names of layers that are read as exact products all the same
   */
  public record Read(
      ReadPath.Lines lines, boolean thermalNoise, boolean shotNoise, List<String> ideal) {}

  /** Thinning: cycle S, window start and counter threshold C_th, in mini-batches. */
  public record Thinning(long cycle, long windowStart, long threshold) {}

  /** Test every so many mini-batches (0: only at the end). */
  public record Evaluation(long every) {}

  /**
   * When checkpoints are taken and how many are kept.
   *
   * @param every after every so many mini-batches; 0: not by count [1]
   * @param minutes when so many minutes of wall-clock time have passed; 0: not by time [min]
   * @param keep how many are kept, newest first [1]
   */
  public record Checkpoint(long every, double minutes, int keep) {}

  /** Grain of pulse events. */
  public enum Detail {
    /** One event per row program. */
    ROW,
    /** Start and end of every pulse. */
    PULSE
  }
}
