package dev.spindrift.physics;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything the equations of motion of one wall need; see the package description for them.
 *
 * @param magnet the magnetic layer
 * @param strip the layer's cross-section
 * @param pinning what the wall sticks to
 * @param field applied magnetic field
 * @param temperature [K], 0 or more; material constants do not follow it
 * @param noise convention of the thermal field
 */
public record WallParameters(
    Magnet magnet,
    Strip strip,
    Pinning pinning,
    Field field,
    double temperature,
    NoiseConvention noise) {

  /**
   * The magnetic layer.
   *
   * @param alpha Gilbert damping [1], positive
   * @param beta non-adiabaticity of the spin-transfer torque [1], 0 or more
   * @param polarization spin polarization P of the current [1], 0 to 1
   * @param saturation saturation magnetization Ms [A/m], positive
   * @param wallWidth wall width parameter Delta [m], positive
   * @param anisotropyField H_K, hard-axis anisotropy of the wall's plane [A/m], 0 or more
   * @param gamma0 gyromagnetic ratio [m/(A s)], positive
   * @param spinHallAngle effective spin Hall angle of an adjacent heavy metal that carries the same
   *     current density [1], -1 to 1, 0 without
   * @param dmi interfacial Dzyaloshinskii-Moriya constant D [J/m^2], 0 without
   */
  public record Magnet(
      double alpha,
      double beta,
      double polarization,
      double saturation,
      double wallWidth,
      double anisotropyField,
      double gamma0,
      double spinHallAngle,
      double dmi) {
    /** Refuses non-physical numbers. */
    public Magnet {
      Check check = new Check();
      check.positive("alpha", alpha, "", "without damping the wall never comes to rest");
      check.notNegative("beta", beta, "", "the adiabatic limit is 0");
      check.within("polarization", polarization, 0, 1);
      check.positive("saturation", saturation, " A/m", "the spin-drift velocity divides by it");
      check.positive("wallWidth", wallWidth, " m", "the phase's equation divides by it");
      check.notNegative(
          "anisotropyField", anisotropyField, " A/m", "a negative one swaps the axes");
      check.positive("gamma0", gamma0, " m/(A s)", "it sets the time scale");
      check.within("spinHallAngle", spinHallAngle, -1, 1);
      check.finite("dmi", dmi);
      if (beta > 0 && polarization == 0) {
        check.add(
            "beta = "
                + beta
                + " needs a spin-polarized current, but polarization is 0; set beta = 0");
      }
      check.done();
    }
  }

  /**
   * The strip's cross-section and length.
   *
   * @param width Ly [m], positive
   * @param thickness Lz [m], positive
   * @param length hard ends at X = 0 and X = length [m]; infinite for a track without ends
   */
  public record Strip(double width, double thickness, double length) {
    /** Refuses non-physical numbers. */
    public Strip {
      Check check = new Check();
      check.positive("width", width, " m", "the wall's volume is Ly Lz Delta");
      check.positive("thickness", thickness, " m", "the wall's volume is Ly Lz Delta");
      if (!(length > 0)) {
        check.add("length must be positive, or infinite for a track without ends, was " + length);
      }
      check.done();
    }

    /** Returns whether the track has ends. */
    public boolean hasEnds() {
      return length < Double.POSITIVE_INFINITY;
    }
  }

  /**
   * Pinning potential V(X) = V0 a(X) sin^2(pi X/p); a = 1 if periodic.
   *
   * @param barrier V0 [J], 0 for none
   * @param period p [m], positive
   * @param roughness standard deviation of the barriers' heights relative to V0 [1], 0 (periodic)
   *     to 0.57; each barrier of each wall's track has its own a, uniform with mean 1
   */
  public record Pinning(double barrier, double period, double roughness) {
    /** The largest roughness: beyond it a uniformly distributed barrier could be negative [1]. */
    public static final double MAX_ROUGHNESS = 0.57;

    /** No pinning; the period is only a unit of length. */
    public static final Pinning NONE = new Pinning(0.0, 30e-9, 0.0);

    /** Refuses non-physical numbers. */
    public Pinning {
      Check check = new Check();
      check.notNegative("barrier", barrier, " J", "shift the track by half a period instead");
      check.positive("period", period, " m", "the pinning field divides by it");
      check.within("roughness", roughness, 0, MAX_ROUGHNESS);
      check.done();
    }

    /** Returns whether there is any pinning. */
    public boolean present() {
      return barrier > 0;
    }
  }

  /**
   * Applied magnetic field.
   *
   * @param x along the track [A/m]
   * @param y across the track, in the plane [A/m]
   * @param z perpendicular to the plane, the wall's driving field [A/m]
   */
  public record Field(double x, double y, double z) {
    /** No field. */
    public static final Field NONE = new Field(0, 0, 0);

    /** Refuses non-finite numbers. */
    public Field {
      Check check = new Check();
      check.finite("x", x);
      check.finite("y", y);
      check.finite("z", z);
      check.done();
    }
  }

  /** Refuses non-physical numbers. */
  public WallParameters {
    Check check = new Check();
    check.notNegative("temperature", temperature, " K", "it is absolute");
    check.done();
  }

  /** Returns a copy at another temperature [K]. */
  public WallParameters withTemperature(double kelvin) {
    return new WallParameters(magnet, strip, pinning, field, kelvin, noise);
  }

  /** Returns a copy with another noise convention. */
  public WallParameters withNoise(NoiseConvention convention) {
    return new WallParameters(magnet, strip, pinning, field, temperature, convention);
  }

  /** Returns a copy with another pinning. */
  public WallParameters withPinning(Pinning other) {
    return new WallParameters(magnet, strip, other, field, temperature, noise);
  }

  /** Returns a copy with another applied field. */
  public WallParameters withField(Field other) {
    return new WallParameters(magnet, strip, pinning, other, temperature, noise);
  }

  /** Returns a copy with another magnetic layer. */
  public WallParameters withMagnet(Magnet other) {
    return new WallParameters(other, strip, pinning, field, temperature, noise);
  }

  /**
   * Returns a copy with ends at 0 and {@code length}.
   *
   * @param length [m]; infinite for none
   */
  public WallParameters withLength(double length) {
    Strip other = new Strip(strip.width(), strip.thickness(), length);
    return new WallParameters(magnet, other, pinning, field, temperature, noise);
  }

  /** Collects all problems before it complains. */
  private static final class Check {
    private final List<String> problems = new ArrayList<>();

    void add(String problem) {
      problems.add(problem);
    }

    void positive(String name, double value, String unit, String reason) {
      if (!(value > 0) || Double.isInfinite(value)) {
        add(name + " must be positive and finite, was " + value + unit + " (" + reason + ")");
      }
    }

    void notNegative(String name, double value, String unit, String reason) {
      if (!(value >= 0) || Double.isInfinite(value)) {
        add(name + " must be 0 or more and finite, was " + value + unit + " (" + reason + ")");
      }
    }

    void within(String name, double value, double low, double high) {
      if (!(value >= low && value <= high)) {
        add(name + " must be within " + low + " to " + high + ", was " + value);
      }
    }

    void finite(String name, double value) {
      if (!Double.isFinite(value)) {
        add(name + " must be finite, was " + value);
      }
    }

    void done() {
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
    }
  }
}
