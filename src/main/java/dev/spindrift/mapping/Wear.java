package dev.spindrift.mapping;

import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.DisplacementLaw;
import dev.spindrift.device.LawModel;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/**
 * Pulses and way of every device of every bank.
 *
 * <p>A pair is two pulses of the device that is active when it begins. Its way is the sum of the
 * two pulses' mean displacements by the law of a nominal device: what current drives a wall to and
 * fro. Thermal motion is no way, and neither is what the end of a track keeps from being covered.
 * Programming a bank resets both devices of a cell (each pulse counts; their way, which depends on
 * what the bank held, does not) and sets the active one (pulses and way count).
 *
 * <p>Where devices wear out ({@link dev.spindrift.device.Endurance}), walls stick as soon as pulses
 * or way have reached their life.
 *
 * <p>Different threads may count different tiles.
 */
public final class Wear implements Checkpointed {
  private final DisplacementLaw law;
  private final double length;
  private final boolean carry;
  private final long handOverLongest;
  private final long handOverStep;
  private final float[] way;
  private final int[] sizes;
  private final int[][][] pulses;
  private final float[][][] metres;
  private final BitSet[] plusActive;
  private final List<CellArray> cells;
  private final TilePulses[] widths;
  private final WornWalls worn;
  private int bank;

  /**
   * What one tile of one bank has gone through.
   *
   * @param most cell of the device with the most pulses [1]
   * @param worn devices whose wall no longer moves since its life was reached [1]
   */
  public record Summary(
      long pulses, long mostPulses, double metres, double mostMetres, int most, long worn) {}

  /**
   * Begins with new devices.
   *
   * @param banks sample banks [1]
   * @param cells the tiles of a bank; referenced
   * @param mode whether updates cross zero
   * @param seed root seed of the devices' lives
   */
  Wear(
      DeviceParameters device,
      PulseTiming timing,
      PushPull mode,
      int banks,
      List<CellArray> cells,
      long seed) {
    carry = mode.crossing() == PushPull.Crossing.CARRY;
    this.cells = cells;
    widths = new TilePulses[cells.size()];
    worn =
        device.spread().wearsOut()
            ? new WornWalls(device.spread().endurance(), seed, banks, cells)
            : null;
    law = device.law();
    length = device.length();
    handOverStep = Math.round(timing.timeStep() * 1e12);
    handOverLongest = timing.longestSteps() * handOverStep;
    way = new float[timing.longestSteps() + 1];
    for (int i = 1; i < way.length; i++) {
      way[i] = (float) law.mean(i * timing.timeStep());
    }
    sizes = cells.stream().mapToInt(CellArray::size).toArray();
    pulses = new int[banks][][];
    metres = new float[banks][][];
    plusActive = new BitSet[sizes.length];
    open(0);
  }

  /** Returns whether these devices' wear can be counted: pulses displace a wall by a law. */
  public static boolean counts(DeviceParameters device) {
    return device.law() != null && device.model() instanceof LawModel;
  }

  private void open(int next) {
    bank = next;
    if (worn != null) {
      worn.open(next);
    }
    if (pulses[next] == null) {
      pulses[next] = new int[sizes.length][];
      metres[next] = new float[sizes.length][];
      for (int i = 0; i < sizes.length; i++) {
        pulses[next][i] = new int[2 * sizes[i]];
        metres[next][i] = new float[2 * sizes[i]];
      }
    }
  }

  /** Gives a tile's widths a place where no trace keeps them. */
  void keep(int tile, TilePulses place) {
    widths[tile] = place;
  }

  /** Returns where a tile's widths are kept. */
  TilePulses kept(int tile) {
    return widths[tile];
  }

  /** Lets walls stick that have worn out, and notes which devices are active, before an update. */
  void before(int tile) {
    if (worn != null) {
      worn.mark(bank, tile, pulses[bank][tile], metres[bank][tile]);
    }
    CellArray c = cells.get(tile);
    BitSet active = plusActive[tile];
    if (active == null) {
      active = new BitSet(c.size());
      plusActive[tile] = active;
    }
    active.clear();
    for (int i = 0; i < c.size(); i++) {
      // As CellMover chooses; at zero with SATURATE the drift decides, which is not asked.
      if (c.plus()[i] > 0 ? !carry || !(c.minus()[i] > 0) : !(c.minus()[i] > 0)) {
        active.set(i);
      }
    }
  }

  /** Counts an update of a tile. */
  void count(int tile, TilePulses widths) {
    int[] p = pulses[bank][tile];
    float[] m = metres[bank][tile];
    int rows = widths.rows();
    int columns = widths.columns();
    int size = rows * columns;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int push = widths.push()[row * columns + column];
        int pull = widths.pull()[row * columns + column];
        int cell = column * rows + row;
        int at = plusActive[tile].get(cell) ? cell : size + cell;
        p[at] += (push > 0 ? 1 : 0) + (pull > 0 ? 1 : 0);
        m[at] += way[push] + way[pull];
      }
    }
  }

  /**
   * Counts the pulses that program another bank, in which the chain then lives.
   *
   * @return whether cells differ from those of the bank before: walls were or are stuck
   */
  boolean handOver(int next) {
    int before = bank;
    for (int tile = 0; worn != null && tile < sizes.length; tile++) {
      worn.mark(before, tile, pulses[before][tile], metres[before][tile]);
    }
    open(next);
    if (worn != null) {
      worn.enter(before, next);
    }
    for (int tile = 0; tile < sizes.length; tile++) {
      CellArray c = cells.get(tile);
      int[] p = pulses[next][tile];
      float[] m = metres[next][tile];
      for (int i = 0; i < sizes[tile]; i++) {
        int resets = pulsesFor(1);
        p[i] += resets;
        p[sizes[tile] + i] += resets;
        float x = Math.max(c.plus()[i], c.minus()[i]);
        int at = c.plus()[i] > 0 ? i : sizes[tile] + i;
        if (x > 0) {
          p[at] += pulsesFor(x);
          m[at] += (float) (x * length);
        }
      }
    }
    return worn != null;
  }

  /** Gives new cells of a tile the walls that are stuck in a bank. */
  void install(int which, int tile, CellArray into) {
    if (worn != null && used(which)) {
      worn.install(which, tile, into);
    }
  }

  private int pulsesFor(double position) {
    double seconds = law.widthForMean(position * length);
    long width = (long) Math.ceil(seconds * 1e12 / handOverStep) * handOverStep;
    return (int) ((width + handOverLongest - 1) / handOverLongest);
  }

  /** Returns the number of banks [1]. */
  public int banks() {
    return pulses.length;
  }

  /** Returns whether the chain has lived in a bank. */
  public boolean used(int which) {
    return pulses[which] != null;
  }

  /** Returns how often each device was pulsed, plus devices first; referenced, live. */
  public int[] pulses(int which, int tile) {
    return pulses[which][tile];
  }

  /** Returns each wall's way, plus devices first; referenced, live [m]. */
  public float[] metres(int which, int tile) {
    return metres[which][tile];
  }

  /** Returns what a tile's devices have gone through. */
  public Summary summary(int which, int tile) {
    long sum = 0;
    long most = -1;
    int where = 0;
    double way = 0;
    double farthest = 0;
    for (int i = 0; i < pulses[which][tile].length; i++) {
      int p = pulses[which][tile][i];
      sum += p;
      way += metres[which][tile][i];
      farthest = Math.max(farthest, metres[which][tile][i]);
      if (p > most) {
        most = p;
        where = i % sizes[tile];
      }
    }
    long old = worn == null ? 0 : worn.worn(which, tile, pulses[which][tile], metres[which][tile]);
    return new Summary(sum, most, way, farthest, where, old);
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeLong(bank);
    for (int b = 0; b < pulses.length; b++) {
      out.writeLong(pulses[b] == null ? 0 : 1);
      for (int t = 0; pulses[b] != null && t < sizes.length; t++) {
        out.writeLongs(packed(pulses[b][t]));
        out.writeFloats(metres[b][t]);
      }
      if (worn != null && pulses[b] != null) {
        worn.save(b, out);
      }
    }
  }

  @Override
  public void restore(StateReader in) throws IOException {
    int now = (int) in.readLong();
    for (int b = 0; b < pulses.length; b++) {
      if (in.readLong() == 0) {
        pulses[b] = null;
        metres[b] = null;
        continue;
      }
      open(b);
      for (int t = 0; t < sizes.length; t++) {
        unpack(in.readLongs(sizes[t]), pulses[b][t]);
        in.readFloats(metres[b][t]);
      }
      if (worn != null) {
        worn.restore(b, b == now, in);
      }
    }
    open(now);
  }

  /** Two counts to a long. */
  private static long[] packed(int[] counts) {
    long[] longs = new long[counts.length / 2];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = ((long) counts[2 * i] << 32) | (counts[2 * i + 1] & 0xffffffffL);
    }
    return longs;
  }

  private static void unpack(long[] longs, int[] counts) {
    for (int i = 0; i < longs.length; i++) {
      counts[2 * i] = (int) (longs[i] >> 32);
      counts[2 * i + 1] = (int) longs[i];
    }
  }
}
