package dev.spindrift.network;

import java.util.List;

/** How each named network is put together. */
final class Architectures {

  static final List<String> NAMES = List.of("mlp", "lenet", "resnet18", "linear");

  /** LeNet's kernels are 5 x 5 without padding from this image size on, 3 x 3 padded below. */
  private static final int LARGE_IMAGE = 20;

  private Architectures() {}

  static List<Integer> defaultWidths(String name) {
    return switch (name) {
      case "mlp" -> List.of(128);
      case "lenet" -> List.of(16, 32, 128);
      case "resnet18" -> List.of(64, 128, 256, 512);
      case "linear" -> List.of();
      default ->
          throw new IllegalArgumentException("unknown network '" + name + "'; known are " + NAMES);
    };
  }

  /** Adds the problems that only this architecture knows. */
  static void problems(NetworkSpec spec, List<String> problems) {
    int given = spec.widths().size();
    int wanted = defaultWidths(spec.name()).size();
    if (!spec.name().equals("mlp") && given != 0 && given != wanted) {
      problems.add(spec.name() + " has " + wanted + " widths, but " + given + " were given");
    }
    if (spec.name().equals("lenet") && Math.min(spec.height(), spec.width()) < 4) {
      problems.add("lenet pools twice and needs images of at least 4 x 4 pixels");
    }
  }

  static Blueprint plan(NetworkSpec spec) {
    List<Integer> widths =
        spec.widths().isEmpty() ? defaultWidths(spec.name()) : List.copyOf(spec.widths());
    Blueprint plan =
        new Blueprint(
            spec.channels(),
            spec.height(),
            spec.width(),
            List.of("mlp", "linear").contains(spec.name()));
    int features =
        switch (spec.name()) {
          case "linear" -> Blueprint.INPUT;
          case "mlp" -> mlp(plan, widths);
          case "lenet" -> lenet(plan, spec, widths);
          default -> resnet18(plan, widths);
        };
    int logits = plan.dense("fc", features, spec.classes(), true);
    if (spec.logitScale() != 1) {
      logits = plan.scale("logit_scale", logits, spec.logitScale());
    }
    plan.softmax("softmax", logits);
    return plan;
  }

  private static int mlp(Blueprint plan, List<Integer> widths) {
    int at = Blueprint.INPUT;
    for (int i = 0; i < widths.size(); i++) {
      at = denseBlock(plan, String.valueOf(i + 1), at, widths.get(i));
    }
    return at;
  }

  private static int lenet(Blueprint plan, NetworkSpec spec, List<Integer> widths) {
    boolean large = Math.min(spec.height(), spec.width()) >= LARGE_IMAGE;
    int kernel = large ? 5 : 3;
    int padding = large ? 0 : 1;
    int at = Blueprint.INPUT;
    for (int i = 1; i <= 2; i++) {
      at = plan.convolution("conv" + i, at, widths.get(i - 1), kernel, 1, padding);
      at = plan.relu("relu" + i, plan.batchNorm("bn" + i, at));
      at = plan.maxPool("pool" + i, at, 2, 2, 0);
    }
    return denseBlock(plan, "3", at, widths.get(2));
  }

  private static int denseBlock(Blueprint plan, String suffix, int input, int outputs) {
    // Batch norm subtracts the mean, so that a bias before it would have no effect.
    int dense = plan.dense("dense" + suffix, input, outputs, false);
    return plan.relu("relu" + suffix, plan.batchNorm("bn" + suffix, dense));
  }

  /** He et al. (2016), arXiv:1512.03385, in the variant of torchvision's resnet18. */
  private static int resnet18(Blueprint plan, List<Integer> widths) {
    int at = plan.convolution("stem_conv", Blueprint.INPUT, widths.get(0), 7, 2, 3);
    at = plan.relu("stem_relu", plan.batchNorm("stem_bn", at));
    at = plan.maxPool("stem_pool", at, 3, 2, 1);
    int channels = widths.get(0);
    for (int stage = 0; stage < 4; stage++) {
      for (int block = 0; block < 2; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        String prefix = "s" + stage + "b" + block + "_";
        at = basicBlock(plan, prefix, at, channels, widths.get(stage), stride);
        channels = widths.get(stage);
      }
    }
    return plan.globalAverage("pool", at);
  }

  private static int basicBlock(
      Blueprint plan, String prefix, int input, int inChannels, int channels, int stride) {
    int at = plan.convolution(prefix + "conv1", input, channels, 3, stride, 1);
    at = plan.relu(prefix + "relu1", plan.batchNorm(prefix + "bn1", at));
    at = plan.convolution(prefix + "conv2", at, channels, 3, 1, 1);
    int shortcut = input;
    if (stride != 1 || inChannels != channels) {
      shortcut = plan.convolution(prefix + "down_conv", input, channels, 1, stride, 0);
      shortcut = plan.batchNorm(prefix + "down_bn", shortcut);
    }
    // The shortcut comes first, so that norm, sum and rectifier follow one another.
    at = plan.batchNorm(prefix + "bn2", at);
    return plan.relu(prefix + "relu2", plan.add(prefix + "add", at, shortcut));
  }
}
