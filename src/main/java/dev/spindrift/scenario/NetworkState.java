package dev.spindrift.scenario;

import dev.spindrift.engine.RandomStreams;
import dev.spindrift.mapping.TileReader;
import dev.spindrift.mapping.TrainingController;
import dev.spindrift.network.Layer;
import dev.spindrift.network.Networks;
import dev.spindrift.network.TrainableNetwork;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;

/** A network's parameters as a part of a checkpoint; gradients are computed anew. */
final class NetworkState implements Checkpointed {
  private final TrainableNetwork network;

  NetworkState(TrainableNetwork network) {
    this.network = network;
  }

  /** Creates a run's network with its initial parameters: random, or those of a stored sample. */
  static TrainableNetwork create(Prepared prepared) {
    return create(prepared, null);
  }

  /** As {@link #create(Prepared)}, with layers read through tiles, or null: as exact products. */
  static TrainableNetwork create(Prepared prepared, TileReader reader) {
    Scenario s = prepared.scenario();
    TrainableNetwork network =
        Networks.create(
            prepared.spec(),
            new RandomStreams(s.seed()).stream("initial-weights"),
            s.mathThreads(),
            reader);
    if (prepared.start() != null) {
      network.parameters().put(prepared.start().parameters());
      bound(network);
    }
    return network;
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeFloats(network.parameters());
  }

  @Override
  public void restore(StateReader in) throws IOException {
    in.readFloats(network.parameters());
  }

  /** The bank in which the chain lives. */
  record Bank(TrainingController controller) implements Checkpointed {
    @Override
    public void save(StateWriter out) throws IOException {
      out.writeLong(controller.bank());
    }

    @Override
    public void restore(StateReader in) throws IOException {
      controller.resumeIn((int) in.readLong());
    }
  }

  /** Brings weights into [-1, 1]: devices that vary may have reached beyond it. */
  private static void bound(TrainableNetwork network) {
    FloatBuffer p = network.parameters();
    for (Layer l : network.layers()) {
      if (l.kind().hasWeights()) {
        for (int i = l.weightOffset(); i < l.weightOffset() + l.rows() * l.columns(); i++) {
          p.put(i, Math.max(-1f, Math.min(1f, p.get(i))));
        }
      }
    }
  }

  /**
   * Says in which layer's weight gradient errors, on their way back from the loss, first stop being
   * finite; empty if all are finite.
   */
  static String notFinite(TrainableNetwork network) {
    FloatBuffer g = network.gradients();
    List<Layer> layers = network.layers();
    for (int l = layers.size() - 1; l >= 0; l--) {
      Layer layer = layers.get(l);
      if (layer.kind().hasWeights()) {
        for (int i = 0; i < layer.rows() * layer.columns(); i++) {
          if (!Float.isFinite(g.get(layer.weightOffset() + i))) {
            return "; on the way back the gradient of layer "
                + layer.name()
                + " is the first that is not finite";
          }
        }
      }
    }
    return "";
  }
}
