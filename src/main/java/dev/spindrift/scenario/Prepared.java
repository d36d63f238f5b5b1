package dev.spindrift.scenario;

import dev.spindrift.chip.Netlist;
import dev.spindrift.circuit.ReadPath;
import dev.spindrift.circuit.Specs;
import dev.spindrift.dataset.DataCache;
import dev.spindrift.dataset.Dataset;
import dev.spindrift.dataset.Datasets;
import dev.spindrift.dataset.ImageSet;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.LawModel;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.mapping.Layout;
import dev.spindrift.mapping.PushPull;
import dev.spindrift.network.Layer;
import dev.spindrift.network.NetworkSpec;
import dev.spindrift.network.Networks;
import dev.spindrift.posterior.SampleFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A scenario with its data, its network laid out on the chip, and everything checked that can be
 * checked before time 0.
 *
 * @param scenario the scenario
 * @param data training and test images, cut as the scenario says
 * @param spec the network for these images
 * @param layers the network's layers
 * @param layout layers on tiles
 * @param device the devices at the grain to use
 * @param miniBatches length of the run [1]
 * @param start stored sample whose parameters the chain starts from, or null: random weights
 */
public record Prepared(
    Scenario scenario,
    Dataset data,
    NetworkSpec spec,
    List<Layer> layers,
    Layout layout,
    DeviceParameters device,
    long miniBatches,
    SampleFile start) {

  /**
   * Longest run, 19 times the paper's: the history keeps a line for each mini-batch, in memory too
   * [1].
   */
  static final long LONGEST_RUN = 10_000_000;

  /**
   * Loads the data and checks that the network fits the chip.
   *
   * @throws dev.spindrift.input.InputException listing every problem
   */
  public static Prepared of(Scenario scenario, DataCache cache) {
    Problems problems = new Problems();
    InputNode root = scenario.source();
    Dataset all = Datasets.load(scenario.data().set(), cache);
    ImageSet train = cut(all.train(), scenario.data().trainImages(), "trainImages", root, problems);
    ImageSet test = cut(all.test(), scenario.data().testImages(), "testImages", root, problems);
    NetworkSpec spec =
        new NetworkSpec(
            scenario.network().name(),
            train.channels(),
            train.height(),
            train.width(),
            train.classes(),
            scenario.network().widths(),
            scenario.network().logitScale());
    InputNode network = root.child("network");
    for (String p : spec.problems()) {
      problems.add(network, p, "a network that fits the images");
    }
    int batch = scenario.learning().batch();
    if (batch > train.size()) {
      problems.add(
          root.child("learning").child("batch"),
          batch + " images per mini-batch, but only " + train.size() + " training images",
          "at most the number of training images");
    }
    problems.throwIfAny();
    List<Layer> layers = Networks.describe(spec);
    Netlist netlist = scenario.netlist();
    checkReads(scenario.read(), layers, root, problems);
    Layout layout = Layout.of(layers, netlist.tile());
    Specs.Tile tile = netlist.tile();
    if (layout.blocks().size() > tile.count()) {
      problems.add(
          network,
          String.format(
              "network %s needs %d tiles of %d x %d cells (%d weights), but chip %s has %d per bank",
              spec.name(),
              layout.blocks().size(),
              tile.rows(),
              tile.columns(),
              layout.weights(),
              netlist.name(),
              tile.count()),
          "a smaller network (widths) or a netlist with more or larger tiles");
    }
    long bits = layout.weights() * netlist.gradientMemory().word();
    if (bits > netlist.gradientMemory().capacity()) {
      problems.add(
          network,
          String.format(
              "the gradients of %d weights take %d bit, but %s holds %d bit",
              layout.weights(),
              bits,
              netlist.gradientMemory().name(),
              netlist.gradientMemory().capacity()),
          "a larger gradient memory, a narrower word or a smaller network");
    }
    problems.throwIfAny();
    checkTrace(scenario, layers, layout, problems);
    boolean byLaw = netlist.device().model() instanceof LawModel;
    if (scenario.update().grain() != null && !byLaw) {
      problems.add(
          root.child("update").child("grain"),
          "a grain for devices of model " + netlist.device().model().name(),
          "no grain: only devices that behave by a law can merge two pulses");
    }
    if (scenario.update().offset() == PushPull.Offset.CALIBRATED
        && netlist.device().betweenPulses().memory().isEmpty()) {
      problems.add(
          root.child("update").child("offset"),
          "calibrated, but device "
              + netlist.device().name()
              + " does not say how a pair is biased",
          "none, or a device file with a section \"pair\", as characterize writes it");
    }
    DeviceParameters device =
        scenario.update().grain() == null || !byLaw
            ? netlist.device()
            : netlist.device().withGrain(scenario.update().grain());
    MetropolisChecks.check(scenario, device, problems);
    problems.throwIfAny();
    long perEpoch = train.size() / batch;
    long miniBatches =
        scenario.learning().miniBatches() > 0
            ? scenario.learning().miniBatches()
            : Math.max(1, Math.round(scenario.learning().epochs() * perEpoch));
    double work = DeviceNotes.coreSeconds(device, scenario, layout.weights(), miniBatches);
    if (work > device.longestRun()) {
      problems.add(
          root.child("netlist"),
          String.format(
              "integrating the walls of %d cells over %d mini-batches takes about %s of core time",
              layout.weights(), miniBatches, DeviceNotes.time(work)),
          "at most "
              + DeviceNotes.time(device.longestRun())
              + ": a smaller network, a shorter run, a device that behaves by its law, or a longer"
              + " llg.longestRun in device "
              + device.name());
    }
    if (miniBatches > LONGEST_RUN) {
      problems.add(
          root.child("learning").child("epochs"),
          miniBatches + " mini-batches (" + perEpoch + " an epoch)",
          "at most " + LONGEST_RUN);
    }
    SampleFile start = start(scenario, spec, problems);
    problems.throwIfAny();
    Dataset data = new Dataset(all.name(), train, test, all.attribution());
    return new Prepared(scenario, data, spec, layers, layout, device, miniBatches, start);
  }

  private static SampleFile start(Scenario scenario, NetworkSpec spec, Problems problems) {
    Path file = scenario.network().start();
    if (file == null) {
      return null;
    }
    InputNode at = scenario.source().child("network").child("start");
    try {
      SampleFile sample = SampleFile.open(file);
      int due = Networks.parameterCount(spec);
      if (sample.parameters().limit() != due) {
        problems.add(
            at,
            sample.parameters().limit() + " parameters in " + file,
            "a sample of this network, which has " + due);
      }
      return sample;
    } catch (UncheckedIOException e) {
      problems.add(at, e.getMessage(), "the file of a stored sample, whole");
      return null;
    }
  }

  /** Returns how tiles are read, or null: as exact products. */
  ReadPath readPath() {
    Scenario.Read read = scenario.read();
    if (read == null) {
      return null;
    }
    Netlist netlist = scenario.netlist();
    Specs.Reads reads = netlist.reads();
    return new ReadPath(
        reads.wires(),
        read.lines(),
        reads.inputs(),
        netlist.dac().bits(),
        reads.inputRange(),
        netlist.tile().readVoltage(),
        netlist.tile().settle() * 1e-12,
        read.thermalNoise(),
        read.shotNoise(),
        device.temperature(),
        reads.subtraction(),
        netlist.adc().bits(),
        netlist.adc().linesPerConverter(),
        reads.converter());
  }

  /** Returns the indices of the layers that are read through tiles if reads are analogue. */
  Set<Integer> readLayers() {
    Set<Integer> indices = new TreeSet<>();
    for (int l = 0; l < layers.size(); l++) {
      if (layers.get(l).kind().hasWeights()
          && !scenario.read().ideal().contains(layers.get(l).name())) {
        indices.add(l);
      }
    }
    return indices;
  }

  /** Names of layers to be read as exact products must be names of layers with weights. */
  private static void checkReads(
      Scenario.Read read, List<Layer> layers, InputNode root, Problems problems) {
    if (read == null) {
      return;
    }
    List<String> names =
        layers.stream().filter(l -> l.kind().hasWeights()).map(Layer::name).toList();
    InputNode section = root.child("read");
    if (!section.has("ideal")) {
      return;
    }
    for (InputNode name : section.child("ideal").items()) {
      if (!names.contains(name.asText())) {
        problems.add(
            name,
            "\"" + name.asText() + "\"",
            "a layer with weights of this network: " + String.join(", ", names));
      }
    }
  }

  private static void checkTrace(
      Scenario scenario, List<Layer> layers, Layout layout, Problems problems) {
    if (scenario.trace() == null) {
      return;
    }
    InputNode trace = scenario.source().child("trace");
    List<String> names =
        layers.stream().filter(l -> l.kind().hasWeights()).map(Layer::name).toList();
    for (String name : scenario.trace().layers()) {
      if (!names.contains(name)) {
        problems.add(trace, "no layer \"" + name + "\" on tiles", "some of " + names);
      }
    }
    if (scenario.netlist().writeRail().resistance() > 0) {
      problems.add(
          trace,
          "a trace of a chip whose write rail droops",
          "a rail without resistance: walls then depend on when rows are programmed, which a replay"
              + " on another chip could not know");
    }
    DeviceParameters device = scenario.netlist().device();
    if (scenario.trace().from() > 1
        && (!device.model().stateNames().isEmpty() || device.betweenPulses().restDiffusion() > 0)) {
      problems.add(
          trace,
          "from " + scenario.trace().from() + " with devices that remember more than positions",
          "from: 1");
    }
    for (int tile : scenario.trace().tiles()) {
      if (tile >= layout.blocks().size()) {
        problems.add(trace, "no tile " + tile, "0 to " + (layout.blocks().size() - 1));
      }
    }
  }

  private static ImageSet cut(
      ImageSet set, int wanted, String key, InputNode root, Problems problems) {
    if (wanted == 0) {
      return set;
    }
    if (wanted > set.size()) {
      problems.add(root.child("data").child(key), wanted + " images", "at most " + set.size());
      return set;
    }
    return set.subset(wanted);
  }
}
