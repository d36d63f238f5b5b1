package dev.spindrift.replay;

import dev.spindrift.chip.Netlist;
import dev.spindrift.chip.NetlistFile;
import dev.spindrift.input.InputException;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputOverride;
import dev.spindrift.input.Problem;
import dev.spindrift.input.Problems;
import dev.spindrift.trace.TraceReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chips of replays: the recorded one, or others. */
public final class ReplayChip {
  private ReplayChip() {}

  /**
   * Reads the chip that a trace was recorded on, with parts of it replaced.
   *
   * @param netlist another netlist, or null for the trace's
   * @param device another device file, or null for the netlist's
   * @param technology another technology table, or null for the netlist's
   * @throws dev.spindrift.input.InputException listing every problem
   */
  public static Netlist of(TraceReader trace, Path netlist, Path device, Path technology) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("spindrift-replay");
      for (Map.Entry<String, String> input : trace.header().inputs().entrySet()) {
        Path name = Path.of(input.getKey()).getFileName();
        Files.writeString(folder.resolve(name), input.getValue());
      }
      Path file = netlist == null ? folder.resolve("netlist.yaml") : netlist;
      Problems problems = new Problems();
      if (technology != null) {
        Path home = file.toAbsolutePath().getParent();
        List<String> others = new ArrayList<>();
        others.add("technology=" + technology.toAbsolutePath());
        var root = InputFile.read(file, problems);
        others.add("device=" + home.resolve(root.text("device")));
        problems.throwIfAny();
        file = folder.resolve("netlist-repriced.yaml");
        Files.writeString(file, InputOverride.apply(root, others).toYaml());
      }
      Netlist chip = NetlistFile.read(file, device, null, problems);
      if (chip != null && chip.writeRail().resistance() > 0) {
        problems.add(
            InputFile.read(file, problems).child("components").child(chip.pulses().rail()),
            "a rail that droops: what walls then do depends on when rows are programmed",
            "a replay on rails without resistance");
      }
      if (chip != null && chip.device().spread().wearsOut()) {
        problems.add(
            device == null ? file.toString() : device.toString(),
            "devices with an endurance: which walls are worn out depends on all earlier pulses",
            "a replay on devices without endurance");
      }
      problems.throwIfAny();
      return chip;
    } catch (InputException e) {
      throw inTrace(e, trace, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder for the trace's netlist", e);
    } finally {
      delete(folder);
    }
  }

  /** Names the trace where the files are copies of its inputs. */
  private static InputException inTrace(InputException e, TraceReader trace, Path folder) {
    List<Problem> named = new ArrayList<>();
    for (Problem p : e.problems()) {
      Path file = Path.of(p.file());
      String name =
          file.startsWith(folder) ? trace.file() + ":" + folder.relativize(file) : p.file();
      named.add(
          new Problem(
              name, p.line(), p.column(), p.pointer(), p.found(), p.allowed(), p.suggestion()));
    }
    return new InputException(named);
  }

  private static void delete(Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path p : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(p);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the temporary folder cannot be removed", e);
    }
  }
}
