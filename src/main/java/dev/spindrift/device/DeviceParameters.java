package dev.spindrift.device;

import java.util.List;

/**
 * A device as the chip sees it. Usually a domain-wall track that a current pulse heats and along
 * which it moves a wall, with a conductance linear in the wall's position; a filament ({@link
 * FilamentModel}) has no track and no law.
 *
 * @param name the device's name
 * @param length usable track, which maps to positions 0 to 1; not a number for a filament [m]
 * @param width width of the track; not a number for a filament [m]
 * @param thickness thickness of the track; not a number for a filament [m]
 * @param currentDensity current density of a write pulse; not a number for a filament [A/m^2]
 * @param trackResistance resistance of the track from end to end; for a filament programming
 *     voltage over current [ohm]
 * @param parallelConductance conductance at position 1, wall at the parallel end [S]
 * @param antiparallelConductance conductance at position 0, not zero: finite magneto-resistance [S]
 * @param law displacement of one pulse; null for a filament, which no pulse displaces
 * @param shortestValidWidth shortest pulse for which the law was established [s]
 * @param longestValidWidth longest pulse for which the law was established [s]
 * @param grain how finely a push-pull pair is resolved
 * @param spread device-to-device variation
 * @param temperature temperature at which the law holds [K]
 * @param betweenPulses memory of pairs and diffusion at rest
 * @param assumed constants without a source
 * @param model what the devices do when pulses arrive
 */
public record DeviceParameters(
    String name,
    double length,
    double width,
    double thickness,
    double currentDensity,
    double trackResistance,
    double parallelConductance,
    double antiparallelConductance,
    DisplacementLaw law,
    double shortestValidWidth,
    double longestValidWidth,
    Grain grain,
    Spread spread,
    double temperature,
    BetweenPulses betweenPulses,
    List<Assumed> assumed,
    DeviceModel model) {

  /** Why a position-dependent law needs {@link Grain#PULSE}. */
  public static final String PAIR_NEEDS_ONE_LAW =
      "grain pulse: where the step depends on the position, the second pulse of a pair starts from"
          + " where the first one left the wall, so the two cannot be merged";

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if pairs are to be merged that a position-dependent law moves
   */
  public DeviceParameters {
    if (law instanceof PositionLaw && grain == Grain.PAIR) {
      throw new IllegalArgumentException(PAIR_NEEDS_ONE_LAW);
    }
    assumed = List.copyOf(assumed);
  }

  /** A device that behaves by its law; its pulses add up and its walls stay at rest. */
  public DeviceParameters(
      String name,
      double length,
      double width,
      double thickness,
      double currentDensity,
      double trackResistance,
      double parallelConductance,
      double antiparallelConductance,
      DisplacementLaw law,
      double shortestValidWidth,
      double longestValidWidth,
      Grain grain,
      Spread spread,
      double temperature,
      List<Assumed> assumed) {
    this(
        name,
        length,
        width,
        thickness,
        currentDensity,
        trackResistance,
        parallelConductance,
        antiparallelConductance,
        law,
        shortestValidWidth,
        longestValidWidth,
        grain,
        spread,
        temperature,
        BetweenPulses.NONE,
        assumed,
        new LawModel());
  }

  /** Returns the current of one write pulse, j w t in a track [A]. */
  public double pulseCurrent() {
    if (model instanceof FilamentModel filament) {
      return filament.current();
    }
    return currentDensity * width * thickness;
  }

  /** Returns the largest core time that a run of these devices may be estimated to take [s]. */
  public double longestRun() {
    return model instanceof LlgModel llg ? llg.longestRun() : Double.POSITIVE_INFINITY;
  }

  /** Returns the Joule heat per second of one write pulse, I^2 R [W]. */
  public double pulsePower() {
    return pulseCurrent() * pulseCurrent() * trackResistance;
  }

  /**
   * Returns the conductance of a device without variation [S].
   *
   * @param position wall position, 0 to 1 [1]
   */
  public double conductance(double position) {
    return antiparallelConductance + position * (parallelConductance - antiparallelConductance);
  }

  /**
   * Returns the bits of update precision that a shortest pulse gives on this track: sigma(T_min) in
   * weight units equals 2^(1 - b) / 3, three sigma being one part in 2^b of the range 2 [bit]. For
   * a filament sigma is that of one of its two devices at weight 0.
   *
   * @param shortestPulse shortest pulse T_min [s]
   */
  public double updatePrecisionBits(double shortestPulse) {
    double sigma =
        model instanceof FilamentModel filament
            ? Math.sqrt(filament.variance(0) / 2)
            : Math.sqrt(law.variance(shortestPulse)) / length;
    return 1 - Math.log(3 * sigma) / Math.log(2);
  }

  /**
   * Returns whether the law was established for all pulses between two widths.
   *
   * @param shortest shortest pulse [s]
   * @param longest longest pulse [s]
   */
  public boolean covers(double shortest, double longest) {
    // A part in 1e9: widths are written as decimal multiples of different units.
    return shortest >= shortestValidWidth * (1 - 1e-9) && longest <= longestValidWidth * (1 + 1e-9);
  }

  /** Returns this device resolved at another grain. */
  public DeviceParameters withGrain(Grain other) {
    return with(other, betweenPulses);
  }

  /** Returns this device with another memory of pairs and diffusion at rest. */
  public DeviceParameters withBetweenPulses(BetweenPulses other) {
    return with(grain, other);
  }

  private DeviceParameters with(Grain otherGrain, BetweenPulses otherBetween) {
    return new DeviceParameters(
        name,
        length,
        width,
        thickness,
        currentDensity,
        trackResistance,
        parallelConductance,
        antiparallelConductance,
        law,
        shortestValidWidth,
        longestValidWidth,
        otherGrain,
        spread,
        temperature,
        otherBetween,
        assumed,
        model);
  }

  /**
   * Returns these devices with another model.
   *
   * @param other the model
   * @param all constants without a source, the model's included
   */
  public DeviceParameters withModel(DeviceModel other, List<Assumed> all) {
    return new DeviceParameters(
        name,
        length,
        width,
        thickness,
        currentDensity,
        trackResistance,
        parallelConductance,
        antiparallelConductance,
        law,
        shortestValidWidth,
        longestValidWidth,
        grain,
        spread,
        temperature,
        betweenPulses,
        all,
        other);
  }
}
