package dev.spindrift.scenario;

import dev.spindrift.chip.Die;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.energy.EnergyLedger;
import dev.spindrift.energy.PowerTimeline;
import dev.spindrift.engine.Engine;
import dev.spindrift.engine.Workers;
import dev.spindrift.mapping.ChipUpdater;
import dev.spindrift.mapping.TileReader;
import dev.spindrift.mapping.TrainingController;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.trace.ActionListener;
import dev.spindrift.trace.Announcer;
import dev.spindrift.trace.Components;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run's chip with a network on it, wired and in its initial state: the die and its clock, the
 * controller that runs mini-batches there, the devices that hold the network's weights, and the
 * ledger and the timeline that hear of every action.
 */
final class SimulatedChip implements AutoCloseable {
  /** The power timeline: its bins [1] and the base-2 logarithm of their first width in ps. */
  private static final int POWER_BINS = 4096;

  private static final int POWER_SHIFT = 20;

  final DeviceParameters device;
  final Components components = new Components();
  final Engine engine = new Engine();
  final EnergyLedger ledger;
  final PowerTimeline power;
  final Die die;
  final TrainingController controller;
  final ChipUpdater updater;

  /** Products of the layers that are read through tiles; null if all are exact. */
  final TileReader reader;

  final TrainableNetwork network;

  /** The network's parameters; the object by which updates know that walls may be kept in them. */
  final FloatBuffer weights;

  private final Announcer announcer;
  private final Workers workers;

  /**
   * Wires the chip and programs the network's initial weights.
   *
   * @param prepared the checked scenario with its data
   * @param threads worker threads for device updates; results do not depend on it [1]
   */
  SimulatedChip(Prepared prepared, int threads) {
    Scenario scenario = prepared.scenario();
    int batch = scenario.learning().batch();
    device = prepared.device();
    workers = new Workers(threads);
    updater =
        new ChipUpdater(
            prepared.layout(),
            scenario.netlist(),
            device,
            scenario.pushPull(),
            scenario.detail() == Scenario.Detail.PULSE,
            scenario.seed(),
            workers);
    if (scenario.wear()) {
      updater.countWear(scenario.netlist().banks());
    }
    reader =
        prepared.readPath() == null
            ? null
            : updater.reader(prepared.readPath(), prepared.readLayers());
    network = NetworkState.create(prepared, reader);
    weights = network.parameters();
    ledger = new EnergyLedger(components, scenario.netlist()::price, prepared.layers().size());
    power = new PowerTimeline(components, scenario.netlist()::price, POWER_BINS, POWER_SHIFT);
    announcer = new Announcer(components, ledger, power);
    int tiles = prepared.layout().blocks().size();
    die = new Die(scenario.netlist(), tiles, components, engine, announcer);
    controller =
        new TrainingController(
            die, network.layers(), prepared.layout(), batch, scenario.burstImages());
    updater.initialise(weights);
    if (reader == null) { // which looks at the walls in every mini-batch
      updater.keepWallsIn(weights);
    }
  }

  /** Lets a listener hear every action from now on. */
  void listen(ActionListener listener) {
    announcer.add(listener);
  }

  /** Returns whether walls diffuse at rest, so that time itself changes weights. */
  boolean diffuses() {
    return device.betweenPulses().restDiffusion() > 0;
  }

  /**
   * Says that walls may have moved and that reads begin, if layers are read through tiles.
   *
   * @param number tells these reads' noise from that of others [1]
   */
  void beginReads(long number) {
    if (reader != null) {
      reader.begin(number);
    }
  }

  /** Returns the parts that change, name to part: what a checkpoint holds of the chip. */
  Map<String, Checkpointed> parts() {
    Map<String, Checkpointed> parts = new LinkedHashMap<>();
    parts.put("engine", engine);
    parts.put("ledger", ledger);
    parts.put("power", power);
    parts.put("die", die);
    parts.put("bank", new NetworkState.Bank(controller));
    parts.put("devices", updater);
    if (updater.wear() != null) {
      parts.put("wear", updater.wear());
    }
    parts.put("parameters", new NetworkState(network));
    if (reader != null) {
      parts.put("reads", reader);
    }
    return parts;
  }

  @Override
  public void close() {
    updater.takeWallsBack(); // the weights' memory goes with the network
    workers.close();
    network.close();
  }
}
