package dev.spindrift.device;

import dev.spindrift.input.Dimension;
import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads files of filamentary devices ({@code netlists/devices/filament/*.yaml}). Every constant has
 * a source.
 *
 * <pre>{@code
 * spindrift: filament/1
 * name: milo-hfo2
 * conductance: {lowest: 50 uS, highest: 225 uS, source: ...}
 * spread: {law: linear, atZero: 4.782321 uS, slope: -0.009107, source: ...}
 * }</pre>
 *
 * <p>{@code law: power} has {@code reference} and {@code atReference} (conductances) and {@code
 * exponent} in place of the two coefficients.
 */
public final class FilamentFile {
  /** First line of the format. */
  public static final String FORMAT = "filament/1";

  private static final double FAR = Double.MAX_VALUE;

  private FilamentFile() {}

  /**
   * A filamentary device.
   *
   * @param name of the device
   * @param law its conductances
   * @param source where the spread comes from
   */
  public record Filament(String name, FilamentLaw law, String source) {}

  /**
   * Reads a file.
   *
   * @param file the file
   * @param problems receives every problem; modified
   * @return the device, or null if the file has problems
   * @throws dev.spindrift.input.InputException if the file cannot be read or parsed at all
   */
  public static Filament read(Path file, Problems problems) {
    return read(InputFile.read(file, problems), problems);
  }

  /**
   * Reads a parsed file.
   *
   * @param root the file's root
   * @param problems receives every problem; modified
   * @return the device, or null if the file has problems
   */
  public static Filament read(InputNode root, Problems problems) {
    int before = problems.list().size();
    root.requireSources(true);
    root.choice("spindrift", List.of(FORMAT));
    String name = root.text("name");
    InputNode range = root.child("conductance");
    double lowest = positive(range, "lowest");
    double highest = positive(range, "highest");
    range.finish();
    InputNode spread = root.child("spread");
    FilamentLaw law;
    String source;
    if (spread.choice("law", List.of("linear", "power")).equals("power")) {
      double reference = positive(spread, "reference");
      var atReference =
          spread.quantity("atReference", Dimension.CONDUCTANCE, InputNode.POSITIVE, FAR);
      double exponent = number(spread, "exponent");
      source = atReference.source();
      law =
          legal(problems, before, spread)
              ? make(
                  () ->
                      new FilamentLaw.Power(lowest, highest, reference, atReference.si(), exponent),
                  spread,
                  problems)
              : null;
    } else {
      var atZero = spread.quantity("atZero", Dimension.CONDUCTANCE, -FAR, FAR);
      double slope = number(spread, "slope");
      source = atZero.source();
      law =
          legal(problems, before, spread)
              ? make(
                  () -> new FilamentLaw.Linear(lowest, highest, atZero.si(), slope),
                  spread,
                  problems)
              : null;
    }
    root.finish();
    return problems.list().size() == before ? new Filament(name, law, source) : null;
  }

  /** Ends the mapping; says whether the numbers are worth a law. */
  private static boolean legal(Problems problems, int before, InputNode spread) {
    spread.finish();
    return problems.list().size() == before;
  }

  private static FilamentLaw make(
      java.util.function.Supplier<FilamentLaw> law, InputNode at, Problems problems) {
    try {
      return law.get();
    } catch (IllegalArgumentException e) {
      problems.add(at, "these coefficients", e.getMessage());
      return null;
    }
  }

  private static double positive(InputNode node, String key) {
    return node.quantity(key, Dimension.CONDUCTANCE, InputNode.POSITIVE, FAR).si();
  }

  private static double number(InputNode node, String key) {
    return node.quantity(key, Dimension.DIMENSIONLESS, -FAR, FAR).si();
  }
}
