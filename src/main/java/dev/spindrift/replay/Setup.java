package dev.spindrift.replay;

import dev.spindrift.device.Grain;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.JsonText;
import dev.spindrift.mapping.PushPull;
import dev.spindrift.network.NetworkSpec;
import dev.spindrift.trace.Components;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a recorded run was made: all that replay needs beside the netlist, kept in the trace's
 * header.
 *
 * @param name the scenario's name
 * @param seed root of the device noise
 * @param batch images per mini-batch [1]
 * @param burstImages images per read burst [1]
 * @param mode how pairs are applied
 * @param grain how finely pairs are resolved
 * @param handOverError whether programming the next bank disturbs the chain's state
 * @param network the network whose layers the tiles hold
 * @param timeStep the drivers' time step: the unit of recorded widths [ps]
 * @param recording what was recorded
 */
public record Setup(
    String name,
    long seed,
    int batch,
    int burstImages,
    PushPull mode,
    Grain grain,
    boolean handOverError,
    NetworkSpec network,
    long timeStep,
    Recording recording) {

  /** Writes which netlist component each instance is, for a trace's header, as JSON. */
  public static String components(Components components) {
    List<Integer> kindOf = new ArrayList<>();
    for (int i = 0; i < components.size(); i++) {
      kindOf.add(components.kindOf(i));
    }
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("kinds", components.kinds());
    m.put("kindOf", kindOf);
    return JsonText.write(m, false);
  }

  /** Writes the setup as JSON. */
  public String toJson() {
    Map<String, Object> m = new LinkedHashMap<>();
    m.put("name", name);
    m.put("seed", seed);
    m.put("batch", batch);
    m.put("burstImages", burstImages);
    m.put("crossing", spelled(mode.crossing()));
    m.put("order", spelled(mode.order()));
    m.put("widths", spelled(mode.widths()));
    m.put("offset", spelled(mode.offset()));
    m.put("grain", spelled(grain));
    m.put("handOverError", handOverError);
    Map<String, Object> n = new LinkedHashMap<>();
    n.put("name", network.name());
    n.put("channels", network.channels());
    n.put("height", network.height());
    n.put("width", network.width());
    n.put("classes", network.classes());
    n.put("widths", network.widths());
    n.put("logitScale", network.logitScale());
    m.put("network", n);
    m.put("timeStepPs", timeStep);
    Map<String, Object> r = new LinkedHashMap<>();
    r.put("grain", spelled(recording.grain()));
    r.put("tiles", recording.tiles());
    r.put("layers", recording.layers());
    r.put("from", recording.from());
    r.put("to", recording.to());
    m.put("recording", r);
    return JsonText.write(m, false);
  }

  /**
   * Reads a setup; every problem is reported to the node's collector.
   *
   * @param root what {@link #toJson} wrote, parsed
   */
  static Setup read(InputNode root) {
    String name = root.text("name");
    long seed = root.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    int batch = (int) root.integer("batch", 1, Integer.MAX_VALUE);
    int burst = (int) root.integer("burstImages", 1, Integer.MAX_VALUE);
    PushPull mode =
        new PushPull(
            root.choice("crossing", PushPull.Crossing.class),
            root.choice("order", PushPull.Order.class),
            root.choice("widths", PushPull.Widths.class),
            root.choice("offset", PushPull.Offset.class));
    Grain grain = root.choice("grain", Grain.class);
    boolean handOverError = root.flag("handOverError", false);
    InputNode n = root.child("network");
    NetworkSpec network =
        new NetworkSpec(
            n.text("name"),
            dimension(n, "channels"),
            dimension(n, "height"),
            dimension(n, "width"),
            dimension(n, "classes"),
            integers(n.child("widths")),
            n.number("logitScale", InputNode.POSITIVE, Double.MAX_VALUE));
    n.finish();
    long step = root.integer("timeStepPs", 1, 1_000_000_000);
    InputNode r = root.child("recording");
    List<String> layers = new ArrayList<>();
    r.child("layers").items().forEach(i -> layers.add(i.asText()));
    Recording recording =
        new Recording(
            r.choice("grain", Recording.Grain.class),
            integers(r.child("tiles")),
            layers,
            r.integer("from", 1, Long.MAX_VALUE),
            r.integer("to", 1, Long.MAX_VALUE));
    r.finish();
    root.finish();
    return new Setup(
        name, seed, batch, burst, mode, grain, handOverError, network, step, recording);
  }

  private static int dimension(InputNode node, String key) {
    return (int) node.integer(key, 1, 1_000_000);
  }

  private static List<Integer> integers(InputNode list) {
    List<Integer> out = new ArrayList<>();
    list.items().forEach(i -> out.add((int) i.asInteger(0, Integer.MAX_VALUE)));
    return out;
  }

  private static String spelled(Enum<?> e) {
    return e.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
