package dev.spindrift.chip;

import dev.spindrift.device.DeviceFile;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.InputOverride;
import dev.spindrift.input.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A netlist's files as a results folder keeps them. */
final class NetlistTexts {
  private NetlistTexts() {}

  /** The files, naming one another as they are called here: ready to run. */
  static Map<String, String> of(Path netlist, List<String> changes, Path device, Path technology) {
    List<String> all = new ArrayList<>(changes);
    all.add("device=device.yaml");
    all.add("technology=technology.yaml");
    InputNode moved = InputOverride.apply(InputFile.read(netlist, new Problems()), all);
    Map<String, String> out = new LinkedHashMap<>();
    out.put("netlist.yaml", moved.toYaml());
    try {
      Map<String, Path> named = DeviceFile.named(device);
      List<String> names = new ArrayList<>();
      named.forEach((key, path) -> names.add(key + "=device-" + path.getFileName()));
      out.put(
          "device.yaml",
          names.isEmpty()
              ? Files.readString(device)
              : InputOverride.apply(InputFile.read(device, new Problems()), names).toYaml());
      for (Path path : named.values()) {
        out.put("device-" + path.getFileName(), Files.readString(path));
      }
      out.put("technology.yaml", Files.readString(technology));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }
}
