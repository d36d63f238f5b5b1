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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A netlist's files as a results folder keeps them. */
final class NetlistTexts {
  private NetlistTexts() {}

  /** Of the changes of all files those of the netlist itself. */
  static List<String> own(List<String> changes) {
    List<String> own = InputOverride.select(changes, "netlist");
    own.addAll(InputOverride.select(changes, null));
    return own;
  }

  /** Reads a file with the changes that are meant for it. */
  static InputNode changed(Path file, String name, List<String> changes, Problems problems) {
    return InputOverride.apply(InputFile.read(file, problems), InputOverride.select(changes, name));
  }

  /** The files, naming one another as they are called here: ready to run. */
  static Map<String, String> of(Path netlist, List<String> changes, Path device, Path technology) {
    List<String> all = own(changes);
    all.add("device=device.yaml");
    all.add("technology=technology.yaml");
    InputNode moved = InputOverride.apply(InputFile.read(netlist, new Problems()), all);
    Map<String, String> out = new LinkedHashMap<>();
    out.put("netlist.yaml", moved.toYaml());
    try {
      Map<String, Path> named = DeviceFile.named(device);
      List<String> names = InputOverride.select(changes, "device");
      named.forEach((key, path) -> names.add(key + "=device-" + path.getFileName()));
      out.put(
          "device.yaml",
          names.isEmpty()
              ? Files.readString(device)
              : InputOverride.apply(InputFile.read(device, new Problems()), names).toYaml());
      for (Path path : named.values()) {
        out.put("device-" + path.getFileName(), Files.readString(path));
      }
      out.put(
          "technology.yaml",
          InputOverride.select(changes, "technology").isEmpty()
              ? Files.readString(technology)
              : changed(technology, "technology", changes, new Problems()).toYaml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }
}
