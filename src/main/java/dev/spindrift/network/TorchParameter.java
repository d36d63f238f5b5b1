package dev.spindrift.network;

import java.util.ArrayList;
import java.util.List;

/**
 * One parameter as a PyTorch script knows it: a name of {@code state_dict()} and a shape. The flat
 * vector holds each in C order already, so a parameter is a range of it.
 *
 * <p>ResNet18 has torchvision's names. Other networks keep their layers' names: {@code
 * conv1.weight}, {@code bn1.running_mean}, {@code fc.bias}.
 *
 * @param name e.g. {@code layer2.0.downsample.0.weight}
 * @param shape as in PyTorch: [out, in, height, width], [out, in] or [channels] [1]
 * @param offset first index in the flat vector [1]
 */
public record TorchParameter(String name, List<Integer> shape, int offset) {

  /** Copies the list. */
  public TorchParameter {
    shape = List.copyOf(shape);
  }

  /** Returns the number of values [1]. */
  public int size() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  static List<TorchParameter> of(Blueprint plan, boolean torchvision) {
    List<TorchParameter> all = new ArrayList<>();
    for (Blueprint.Step s : plan.steps()) {
      String name = torchvision ? torchvisionName(s.name()) : s.name();
      int channels = s.out().channels();
      switch (s.kind()) {
        case CONVOLUTION ->
            all.add(
                new TorchParameter(
                    name + ".weight",
                    List.of(channels, s.in().channels(), s.window(), s.window()),
                    s.offset()));
        case DENSE -> {
          all.add(
              new TorchParameter(
                  name + ".weight", List.of(channels, s.weights() / channels), s.offset()));
          if (s.bias()) {
            all.add(
                new TorchParameter(name + ".bias", List.of(channels), s.offset() + s.weights()));
          }
        }
        case BATCH_NORM -> {
          String[] roles = {"weight", "bias", "running_mean", "running_var"};
          for (int i = 0; i < roles.length; i++) {
            int offset = s.offset() + i * channels;
            all.add(new TorchParameter(name + "." + roles[i], List.of(channels), offset));
          }
        }
        default -> {} // no parameters
      }
    }
    return all;
  }

  /** s1b0_down_conv is layer2.0.downsample.0, stem_bn is bn1. */
  private static String torchvisionName(String step) {
    if (step.startsWith("stem_")) {
      return step.substring("stem_".length()) + "1";
    }
    if (!step.matches("s\\db\\d_.*")) {
      return step;
    }
    String block = "layer" + (step.charAt(1) - '0' + 1) + "." + step.charAt(3) + ".";
    String rest = step.substring("s0b0_".length());
    return block
        + switch (rest) {
          case "down_conv" -> "downsample.0";
          case "down_bn" -> "downsample.1";
          default -> rest;
        };
  }
}
