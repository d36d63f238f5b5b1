package dev.spindrift.scenario;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.device.CellArray;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.engine.Workers;
import dev.spindrift.mapping.ChipUpdater;
import dev.spindrift.mapping.TileBlock;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.posterior.SampleFile;
import dev.spindrift.state.CheckpointFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The conductances of one tile at some instant of a run, to be looked at by other programs.
 *
 * @param prepared the run
 * @param block what the tile holds
 * @param instant which instant this is, in words
 * @param plus conductances of the plus devices, [column][row] [S]
 * @param minus conductances of the minus devices, [column][row] [S]
 */
public record TileState(
    Prepared prepared, TileBlock block, String instant, double[] plus, double[] minus) {

  /** What puts the walls of a bank where they are. */
  private interface Source {
    void fill(ChipUpdater walls) throws IOException;
  }

  /**
   * Returns a tile when a run starts.
   *
   * @param tile number of the tile [1]
   * @throws IllegalArgumentException if the network does not use that tile
   */
  public static TileState atStart(Prepared prepared, int tile) {
    return of(
        prepared,
        tile,
        "at the start",
        walls -> {
          try (TrainableNetwork network = NetworkState.create(prepared)) {
            walls.initialise(network.parameters());
          }
        });
  }

  /**
   * Returns a tile of a stored sample's bank.
   *
   * @param results the run's results
   * @param sample sample index, or -1: the newest [1]
   * @param tile number of the tile [1]
   * @throws IllegalArgumentException if there is no such sample or tile
   */
  public static TileState ofSample(StoredPosterior results, int sample, int tile) {
    List<SampleFile> all = results.samples();
    SampleFile found = null;
    for (SampleFile s : all) {
      if (s.sampleIndex() == sample || sample < 0) {
        found = s;
      }
    }
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no sample "
              + sample
              + "; the results hold "
              + all.stream().map(SampleFile::sampleIndex).toList());
    }
    SampleFile chosen = found;
    Prepared p = results.prepared();
    return of(
        p,
        tile,
        "sample " + chosen.sampleIndex() + ", stored after mini-batch " + chosen.miniBatch(),
        walls -> {
          FloatBuffer weights = chosen.parameters();
          for (TileBlock b : p.layout().blocks()) {
            walls.cells(b.tile()).restore(weights, b.columnOffsets());
          }
        });
  }

  /**
   * Returns a tile as an unfinished run's newest checkpoint has it.
   *
   * @param running the folder of the unfinished run
   * @param tile number of the tile [1]
   * @throws IllegalArgumentException if there is no checkpoint or no such tile
   * @throws UncheckedIOException if the checkpoint cannot be read
   */
  public static TileState ofCheckpoint(Path running, DataCache cache, int tile) {
    Path newest;
    try (Stream<Path> files = Files.list(running.resolve(Checkpoints.FOLDER))) {
      newest =
          files
              .filter(f -> f.toString().endsWith(".ckpt"))
              .max(Comparator.comparing(f -> f.getFileName().toString()))
              .orElseThrow(() -> new IllegalArgumentException(running + " has no checkpoint"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Prepared p =
        Prepared.of(ScenarioFile.read(running.resolve("inputs/scenario.yaml"), List.of()), cache);
    return of(
        p,
        tile,
        newest.getFileName().toString(),
        walls -> {
          CheckpointFile file = CheckpointFile.open(newest);
          if (file.isEmpty()) {
            throw new IOException(
                newest + " was taken before the first mini-batch: use the scenario");
          }
          file.restore("devices", walls);
        });
  }

  private static TileState of(Prepared p, int tile, String instant, Source source) {
    List<TileBlock> blocks = p.layout().blocks();
    if (tile < 0 || tile >= blocks.size()) {
      throw new IllegalArgumentException(
          "there is no tile " + tile + " in use; the network uses 0 to " + (blocks.size() - 1));
    }
    try (Workers workers = new Workers(1)) {
      ChipUpdater walls = bank(p, workers);
      source.fill(walls);
      CellArray cells = walls.cells(tile);
      double[] plus = new double[cells.size()];
      double[] minus = new double[cells.size()];
      cells.conductances(p.device(), plus, minus);
      return new TileState(p, blocks.get(tile), instant, plus, minus);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a bank of a run's devices with all walls parked. */
  static ChipUpdater bank(Prepared p, Workers workers) {
    return bank(p, p.device(), workers);
  }

  /** Returns a bank of other devices with all walls parked. */
  static ChipUpdater bank(Prepared p, DeviceParameters device, Workers workers) {
    Scenario s = p.scenario();
    return new ChipUpdater(p.layout(), s.netlist(), device, s.pushPull(), false, s.seed(), workers);
  }
}
