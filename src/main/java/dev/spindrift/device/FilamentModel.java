package dev.spindrift.device;

/**
 * Filaments: a write programs both devices of a cell again. They share a weight evenly, at means (1
 * + w)/2 and (1 - w)/2 of the range of conductance, and an update resets each and sets it to its
 * half of (present weight + drift), where it lands with the law's spread: the noise is whatever the
 * filament gives, not what the learning rule asks for.
 *
 * <p>A conductance that would land outside [lowest, highest] stops at the end of the range.
 *
 * @param law conductance after programming
 * @param file name of the law's file
 * @param current programming current [A]
 * @param voltage voltage over the device meanwhile [V]
 * @param reset width of the reset pulse [s]
 * @param set width of the set pulse [s]
 */
public record FilamentModel(
    FilamentLaw law, String file, double current, double voltage, double reset, double set)
    implements DeviceModel {

  @Override
  public String name() {
    return "filament";
  }

  @Override
  public boolean complementary() {
    return true;
  }

  /** Returns the time that programming one device takes [s]. */
  public double cycle() {
    return reset + set;
  }

  /** Returns the range of mean conductances [S]. */
  public double range() {
    return law.highest() - law.lowest();
  }

  /**
   * Returns the variance of a cell's weight after programming it to a mean, the ends of the range
   * apart [1].
   *
   * @param weight mean, -1 to 1 [1]
   */
  public double variance(double weight) {
    double plus = spread(0.5 + 0.5 * weight);
    double minus = spread(0.5 - 0.5 * weight);
    return plus * plus + minus * minus;
  }

  /**
   * Returns the standard deviation of a position after programming it to a mean [1].
   *
   * @param position mean, 0 to 1 [1]
   */
  public double spread(double position) {
    return law.spread(law.lowest() + position * range()) / range();
  }
}
