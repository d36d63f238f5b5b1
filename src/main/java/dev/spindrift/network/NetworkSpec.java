package dev.spindrift.network;

import java.util.ArrayList;
import java.util.List;

/**
 * What a scenario says about its network.
 *
 * @param name one of {@link Networks#names()}
 * @param channels channels of an input image [1]
 * @param height height of an input image [pixel]
 * @param width width of an input image [pixel]
 * @param classes number of classes [1]
 * @param widths layer widths [1]; empty means {@link Networks#defaultWidths}. {@code mlp}: the
 *     hidden layers, any number; {@code lenet}: channels of the two convolutions, then the hidden
 *     dense layer; {@code resnet18}: channels of the four stages; {@code linear} (soft-max
 *     regression): none
 * @param logitScale fixed factor between the last dense layer and the soft-max [1]; 1 leaves the
 *     network plain. Weights in (-1, 1) make logits of the size of the square root of the last
 *     layer's inputs, which on small problems saturates the soft-max; 1 / sqrt(inputs) undoes that
 */
public record NetworkSpec(
    String name,
    int channels,
    int height,
    int width,
    int classes,
    List<Integer> widths,
    double logitScale) {

  /** Copies the list. */
  public NetworkSpec {
    widths = List.copyOf(widths);
  }

  /** Returns a network with default widths and no logit scale. */
  public static NetworkSpec of(String name, int channels, int height, int width, int classes) {
    return new NetworkSpec(name, channels, height, width, classes, List.of(), 1);
  }

  /** Returns a copy with other layer widths [1]. */
  public NetworkSpec withWidths(Integer... newWidths) {
    return new NetworkSpec(name, channels, height, width, classes, List.of(newWidths), logitScale);
  }

  /** Returns a copy with another logit scale [1]. */
  public NetworkSpec withLogitScale(double newScale) {
    return new NetworkSpec(name, channels, height, width, classes, widths, newScale);
  }

  /**
   * Lists what keeps this network from being built; empty if nothing does. For the reader of a
   * scenario, which reports all problems at once.
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (!Networks.names().contains(name)) {
      problems.add("unknown network '" + name + "'; known are " + Networks.names());
    }
    positive(problems, "channels", channels);
    positive(problems, "height", height);
    positive(problems, "width", width);
    if (classes < 2) {
      problems.add("classes must be at least 2, but is " + classes);
    }
    for (int w : widths) {
      positive(problems, "each of widths", w);
    }
    if (!(logitScale > 0 && Double.isFinite(logitScale))) {
      problems.add("logitScale must be positive and finite, but is " + logitScale);
    }
    if (problems.isEmpty()) {
      Architectures.problems(this, problems);
    }
    return problems;
  }

  private static void positive(List<String> problems, String what, int value) {
    if (value < 1) {
      problems.add(what + " must be at least 1, but is " + value);
    }
  }
}
