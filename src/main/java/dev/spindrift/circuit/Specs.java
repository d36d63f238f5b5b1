package dev.spindrift.circuit;

/**
 * Immutable parameters of every kind of component, as a netlist states them. Times are picoseconds,
 * currents nanoampere, everything else SI. {@code name} is the component's name in the netlist.
 */
public final class Specs {
  private Specs() {}

  /**
   * A supply rail.
   *
   * @param count number of identical rails; users are spread over them in turn [1]
   * @param voltage supply voltage [V]
   * @param limit current limit of each rail [nA]
   * @param policy who is served when more is asked than there is
   * @param resistance resistance of each rail from its source to its far end; 0: no droop [ohm]
   */
  public record Rail(
      String name, int count, double voltage, long limit, RailPolicy policy, double resistance) {
    /** A limit that nothing reaches, and whose sums do not overflow [nA]. */
    public static final long UNLIMITED = 1L << 61;

    /**
     * Returns whether a request can be served when nothing else runs.
     *
     * @param current its highest current, which its mean may reach [nA]
     */
    public boolean serves(long current) {
      return current <= limit
          && (policy.kind() != RailPolicy.Kind.ROW_PARALLEL || current <= policy.budget())
          && (policy.kind() != RailPolicy.Kind.POWER_CAPPED
              || Math.ceil(current * voltage) <= policy.cap());
    }

    /** Returns the same rails with {@code factor} times the current; infinite: without limit. */
    public Rail scaled(double factor) {
      long scaled = (long) Math.min(UNLIMITED, Math.floor(limit * factor));
      return new Rail(name, count, voltage, scaled, policy.scaled(factor), resistance);
    }
  }

  /**
   * A bus or a network on chip, seen as one shared medium.
   *
   * @param count number of identical buses; tiles are spread over them in turn [1]
   * @param bitsPerCycle width [bit]
   * @param cycle clock period [ps]
   * @param latency arbitration and flight time per transfer [ps]
   */
  public record Bus(String name, int count, long bitsPerCycle, long cycle, long latency) {}

  /**
   * Word- or bit-line drivers of a tile.
   *
   * @param setup time to select and settle the lines before anything happens on them [ps]
   */
  public record LineDriver(String name, long setup) {}

  /** Whether the push always comes first, or first and second alternate from update to update. */
  public enum PairOrder {
    /** Push, then pull. */
    FIXED,
    /** Push first in even updates, pull first in odd ones. */
    ALTERNATING
  }

  /**
   * How a driver's pulses differ from what it was told.
   *
   * @param jitter standard deviation of each pulse's width, normal, anew for each pulse [s]
   * @param rise length of the linear rise of the current at a pulse's beginning [s]
   * @param fall length of the linear fall of the current after its end [s]
   * @param currentSpread relative standard deviation of the current between drivers, lognormal [1]
   * @param polarityMismatch relative standard deviation, between drivers, of the ratio of push to
   *     pull current, lognormal [1]
   */
  public record DriverErrors(
      double jitter, double rise, double fall, double currentSpread, double polarityMismatch) {
    /** Pulses are as planned. */
    public static final DriverErrors NONE = new DriverErrors(0, 0, 0, 0, 0);

    /** Returns whether pulses are as planned. */
    public boolean isNone() {
      return equals(NONE);
    }
  }

  /**
   * Pulse drivers.
   *
   * @param rail name of the rail that feeds them
   * @param timeStep resolution of pulse widths [ps]
   * @param shortest shortest pulse, a multiple of the time step [ps]
   * @param longest longest pulse, a multiple of the time step [ps]
   * @param gap pause between push and pull [ps]
   * @param deadTime recovery after a pair before the driver can be used again [ps]
   * @param columnsPerDriver columns that share a driver through a multiplexer [1]
   * @param tilesPerBank tiles that share a bank of drivers; one of them programs at a time [1]
   * @param errors how pulses differ from what was planned
   */
  public record PulseDriver(
      String name,
      String rail,
      long timeStep,
      long shortest,
      long longest,
      long gap,
      long deadTime,
      int columnsPerDriver,
      int tilesPerBank,
      PairOrder order,
      DriverErrors errors) {
    /** Makes drivers that do exactly what they are told. */
    public PulseDriver(
        String name,
        String rail,
        long timeStep,
        long shortest,
        long longest,
        long gap,
        long deadTime,
        int columnsPerDriver,
        int tilesPerBank,
        PairOrder order) {
      this(
          name,
          rail,
          timeStep,
          shortest,
          longest,
          gap,
          deadTime,
          columnsPerDriver,
          tilesPerBank,
          order,
          DriverErrors.NONE);
    }

    /** Longest pulse in time steps: a 16-bit counter [1]. */
    public static final int MAXIMUM_STEPS = 65_535;
  }

  /**
   * Digital-to-analogue converters at the driven side of a tile.
   *
   * @param bits resolution [bit]
   * @param conversion time of one conversion [ps]
   * @param linesPerConverter lines served by one converter, one after another [1]
   */
  public record Dac(String name, int bits, long conversion, int linesPerConverter) {}

  /**
   * Analogue-to-digital converters at the sensed side of a tile.
   *
   * @param bits resolution [bit]
   * @param conversion time of one conversion [ps]
   * @param linesPerConverter lines served by one converter, one after another [1]
   * @param tilesPerBank tiles that share a bank of converters; one of them reads at a time [1]
   */
  public record Adc(
      String name, int bits, long conversion, int linesPerConverter, int tilesPerBank) {}

  /**
   * Crossbar tiles of differential cells (two domain-wall devices each).
   *
   * @param count tiles per sample bank [1]
   * @param rows word lines [1]
   * @param columns bit-line pairs, that is weights per row [1]
   * @param readRail name of the rail that feeds reads
   * @param readVoltage full-scale read voltage [V]
   * @param settle integration time of one read [ps]
   * @param inputMean mean of the inputs' magnitude relative to full scale [1]
   * @param inputMeanSquare mean of the inputs' square relative to full scale [1]
   */
  public record Tile(
      String name,
      int count,
      int rows,
      int columns,
      String readRail,
      double readVoltage,
      long settle,
      double inputMean,
      double inputMeanSquare,
      String wordLines,
      String bitLines,
      String pulses,
      String dac,
      String adc,
      String bus) {}

  /**
   * The analogue side of reads beyond its timing: wires, drives, subtraction, converters.
   *
   * @param wires the tile's wires for forward reads: word lines driven, bit lines sensed
   * @param inputs how activations become voltages
   * @param inputRange activation that drives full scale, or 0: the largest of each read
   * @param subtraction where the two bit lines of a weight are subtracted
   * @param converter range and errors of the analogue-to-digital converters
   * @param largestClipped share of a layer's conversions beyond full scale above which a run warns
   *     [1]
   */
  public record Reads(
      CrossbarWires wires,
      ReadPath.Inputs inputs,
      double inputRange,
      ReadPath.Subtraction subtraction,
      ReadPath.Converter converter,
      double largestClipped) {

    /** Returns how many reads one input vector of so many bits takes [1]. */
    public int readsPerVector(int inputBits) {
      return inputs == ReadPath.Inputs.BIT_SERIAL ? Math.max(1, inputBits - 1) : 1;
    }

    /** Returns how many conversions one sensed weight takes in a forward read [1]. */
    public int conversionsPerWeight() {
      return subtraction == ReadPath.Subtraction.DIGITAL ? 2 : 1;
    }
  }

  /**
   * A digital unit that does {@code perCycle} operations each cycle: vector unit, gradient unit
   * (MACs), pulse planner (device updates).
   *
   * @param perCycle operations per cycle [1]
   * @param cycle clock period [ps]
   */
  public record Digital(String name, long perCycle, long cycle) {}

  /**
   * Weight-gradient memory.
   *
   * @param capacity size [bit]
   * @param word width of an accumulated gradient [bit]
   * @param bitsPerCycle bandwidth [bit]
   * @param cycle clock period [ps]
   */
  public record Memory(String name, long capacity, int word, long bitsPerCycle, long cycle) {}

  /**
   * The online thinning counter.
   *
   * @param width register width, which bounds the start value [bit]
   * @param tick time of one decrement and compare [ps]
   */
  public record Counter(String name, int width, long tick) {}

  /**
   * The sample-index controller.
   *
   * @param switchTime time to make another bank the active one [ps]
   */
  public record IndexController(String name, long switchTime) {}
}
