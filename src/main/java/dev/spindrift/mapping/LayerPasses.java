package dev.spindrift.mapping;

import dev.spindrift.chip.Die;
import dev.spindrift.circuit.Server;
import dev.spindrift.engine.Engine;
import dev.spindrift.engine.EventHandler;
import dev.spindrift.network.Layer;
import dev.spindrift.trace.Action;
import dev.spindrift.trace.Work;
import java.util.ArrayList;
import java.util.List;

/**
 * The passes of a mini-batch through the layers, as events of a die: forward reads layer by layer,
 * transposed reads backwards, gradient accumulation.
 *
 * <p>Batch normalisation needs the statistics of the whole mini-batch, so a layer starts when all
 * its inputs have finished for all images; layers that do not depend on each other (residual
 * branches) run at the same time. Inside a layer images are read in bursts: inputs travel over the
 * bus, all the layer's tiles read the burst, partial sums travel back and are added up. The
 * gradient of a layer is accumulated while errors propagate on.
 */
final class LayerPasses implements EventHandler {
  private static final int INPUT_ARRIVED = 0;
  private static final int BURST_READ = 1;
  private static final int SUMS_ARRIVED = 2;
  private static final int SUMS_ADDED = 3;
  private static final int DIGITAL_DONE = 4;
  private static final int GRADIENT_PART = 5;

  private final Die die;
  private final Engine engine;
  private final List<Layer> layers;
  private final Layout layout;
  private final int batch;
  private final int burstImages;
  private final int bursts;
  private final List<List<Integer>> consumers = new ArrayList<>();
  private final int firstWeightLayer;
  private final int readsPerVector;

  private int bank;
  private boolean backwards;
  private final int[] waitingFor;
  private final int[] partsLeft;
  private int layersLeft;
  private int gradientsLeft;
  private long backwardEnd;

  /**
   * Prepares the passes of a network.
   *
   * @param batch images per mini-batch [1]
   * @param burstImages images per read burst, the grain of read and transfer events [1]
   */
  LayerPasses(Die die, List<Layer> layers, Layout layout, int batch, int burstImages) {
    this.die = die;
    this.engine = die.engine();
    this.layers = layers;
    this.layout = layout;
    this.batch = batch;
    this.burstImages = Math.min(batch, burstImages);
    this.bursts = (batch + this.burstImages - 1) / this.burstImages;
    this.waitingFor = new int[layers.size()];
    this.partsLeft = new int[layers.size()];
    int first = -1;
    for (int l = 0; l < layers.size(); l++) {
      consumers.add(new ArrayList<>());
      if (first < 0 && layers.get(l).kind().hasWeights()) {
        first = l;
      }
    }
    this.firstWeightLayer = first;
    for (int l = 0; l < layers.size(); l++) {
      for (int input : layers.get(l).inputs()) {
        if (input >= 0) {
          consumers.get(input).add(l);
        }
      }
    }
    readsPerVector = die.netlist().readsPerVector();
  }

  /**
   * Runs forward pass, backward pass and gradient accumulation.
   *
   * @param inBank the bank whose tiles are read [1]
   * @param conductances summed conductance of each block's cells [S]; not modified
   */
  TrainingController.Instants gradient(int inBank, double[] conductances) {
    long start = engine.now();
    long forward = forward(inBank, conductances);
    backwards = true;
    layersLeft = layers.size();
    gradientsLeft = 0;
    for (int l = 0; l < layers.size(); l++) {
      waitingFor[l] = consumers.get(l).size();
    }
    backwardEnd = forward;
    for (int l = layers.size() - 1; l >= 0; l--) {
      if (consumers.get(l).isEmpty()) {
        startLayer(l);
      }
    }
    engine.run();
    if (layersLeft != 0 || gradientsLeft != 0) {
      throw new IllegalStateException("the mini-batch stalled: layers wait for each other");
    }
    return new TrainingController.Instants(start, forward, backwardEnd, engine.now(), engine.now());
  }

  /**
   * Runs the forward pass alone.
   *
   * @param inBank the bank whose tiles are read [1]
   * @param conductances summed conductance of each block's cells [S]; not modified
   * @return when it ended [ps]
   */
  long forward(int inBank, double[] conductances) {
    bank = inBank;
    for (TileBlock b : layout.blocks()) {
      die.tile(bank, b.tile()).conductance(conductances[b.tile()]);
    }
    backwards = false;
    layersLeft = layers.size();
    for (int l = 0; l < layers.size(); l++) {
      waitingFor[l] = (int) layers.get(l).inputs().stream().filter(i -> i >= 0).count();
    }
    for (int l = 0; l < layers.size(); l++) {
      if (waitingFor[l] == 0) {
        startLayer(l);
      }
    }
    engine.run();
    if (layersLeft != 0) {
      throw new IllegalStateException("the forward pass stalled: layers wait for each other");
    }
    return engine.now();
  }

  private Work work() {
    return backwards ? Work.BACKWARD : Work.FORWARD;
  }

  private void startLayer(int l) {
    Layer layer = layers.get(l);
    if (!layer.kind().hasWeights()) {
      long ops = digitalOperations(layer) * batch;
      die.vectorUnit().submit(work(), l, ops, this, DIGITAL_DONE, l);
      return;
    }
    if (backwards) {
      accumulateGradient(l);
      if (l == firstWeightLayer) {
        layerDone(l); // nobody needs the error of the image itself
        return;
      }
    }
    partsLeft[l] = bursts * layout.byLayer().get(l).size();
    int bits = die.netlist().dac().bits();
    long values = backwards ? layer.outputValues() : inputsPerImage(layer);
    for (int tile : layout.byLayer().get(l)) {
      die.tile(bank, tile).prepareReads(backwards, work(), this, BURST_READ + (tile << 8));
    }
    Server bus = die.bus(layout.byLayer().get(l).get(0));
    for (int burst = 0; burst < bursts; burst++) {
      bus.submit(work(), l, values * images(burst) * bits, this, INPUT_ARRIVED, pack(l, burst));
    }
  }

  private static long pack(int l, int burst) {
    return ((long) l << 32) | burst;
  }

  /** Activations that enter a weight layer per image. */
  private static long inputsPerImage(Layer layer) {
    return layer.inputValues();
  }

  private int images(int burst) {
    return Math.min(burstImages, batch - burst * burstImages);
  }

  /** Element-wise operations per image: see the package page for the counts. */
  private long digitalOperations(Layer layer) {
    return switch (layer.kind()) {
      case BATCH_NORM -> (backwards ? 8 : 6) * layer.outputValues();
      case ACTIVATION -> layer.outputValues();
      case POOLING, ADD -> layer.inputValues();
      case SOFTMAX -> 4 * layer.outputValues();
      default -> 0;
    };
  }

  /**
   * MACs of the outer products and read-modify-write of every accumulated gradient, image by image.
   */
  private void accumulateGradient(int l) {
    Layer layer = layers.get(l);
    int word = die.netlist().gradientMemory().word();
    long weights = (long) layer.rows() * layer.columns();
    for (int burst = 0; burst < bursts; burst++) {
      long n = images(burst);
      gradientsLeft += 3;
      die.gradientUnit()
          .submit(Work.GRADIENT, l, n * layer.vectors() * weights, this, GRADIENT_PART, l);
      die.gradientMemory()
          .submit(Action.MEMORY_READ, Work.GRADIENT, l, n * weights * word, this, GRADIENT_PART, l);
      die.gradientMemory()
          .submit(
              Action.MEMORY_WRITE, Work.GRADIENT, l, n * weights * word, this, GRADIENT_PART, l);
    }
  }

  @Override
  public void occur(int a, long b) {
    switch (a & 0xff) {
      case INPUT_ARRIVED -> inputArrived((int) (b >>> 32), (int) b);
      case BURST_READ -> burstRead(a >>> 8, (int) b);
      case SUMS_ARRIVED -> sumsArrived(a >>> 8, (int) b);
      case SUMS_ADDED -> partDone((int) b);
      case DIGITAL_DONE -> layerDone((int) b);
      case GRADIENT_PART -> gradientsLeft--;
      default -> throw new IllegalStateException("unknown operation " + a);
    }
  }

  private void inputArrived(int l, int burst) {
    int vectors = images(burst) * layers.get(l).vectors() * readsPerVector;
    for (int tile : layout.byLayer().get(l)) {
      die.tile(bank, tile).read(vectors, burst);
    }
  }

  private void burstRead(int tile, int burst) {
    TileBlock t = layout.blocks().get(tile);
    int l = t.layer();
    long outputs = backwards ? t.rows() : t.columns();
    long values = outputs * layers.get(l).vectors() * images(burst);
    die.bus(tile)
        .submit(
            work(),
            l,
            values * die.netlist().adc().bits(),
            this,
            SUMS_ARRIVED + (tile << 8),
            burst);
  }

  private void sumsArrived(int tile, int burst) {
    TileBlock t = layout.blocks().get(tile);
    int l = t.layer();
    long outputs = backwards ? t.rows() : t.columns();
    long values = outputs * layers.get(l).vectors() * images(burst);
    die.vectorUnit().submit(work(), l, values, this, SUMS_ADDED, l);
  }

  private void partDone(int l) {
    if (--partsLeft[l] == 0) {
      layerDone(l);
    }
  }

  private void layerDone(int l) {
    layersLeft--;
    if (backwards) {
      backwardEnd = engine.now();
      for (int input : layers.get(l).inputs()) {
        if (input >= 0 && --waitingFor[input] == 0) {
          startLayer(input);
        }
      }
    } else {
      for (int consumer : consumers.get(l)) {
        if (--waitingFor[consumer] == 0) {
          startLayer(consumer);
        }
      }
    }
  }
}
