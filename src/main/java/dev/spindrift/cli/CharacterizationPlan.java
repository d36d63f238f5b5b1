package dev.spindrift.cli;

import dev.spindrift.physics.Characterization.Settings;
import dev.spindrift.physics.WallFile;
import dev.spindrift.physics.WallParameters;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What {@code characterize} measures.
 *
 * @param wall the file read
 * @param parameters the wall after the command line's changes
 * @param settings how to measure
 * @param widths single-pulse widths [s]
 * @param relaxations times before the reading; the first one is fitted [s]
 * @param positions places along the track, 0 for none [1]
 * @param pulse width along the track and in pairs [s]
 * @param asymmetries of pairs [s]
 * @param gaps of pairs [s]
 * @param idle times at which walls without current are read [s]
 * @param idleInDevice whether walls of the fitted device diffuse at rest
 * @param pairRelaxation time between a pair's end and the reading [s]
 */
record CharacterizationPlan(
    WallFile.Wall wall,
    WallParameters parameters,
    Settings settings,
    double[] widths,
    double[] relaxations,
    int positions,
    double pulse,
    double[] asymmetries,
    double[] gaps,
    double[] idle,
    boolean idleInDevice,
    double pairRelaxation) {

  /** Returns the number of wall-steps to come, to within the rounding of pieces to steps [1]. */
  long wallSteps() {
    double last = relaxations[relaxations.length - 1];
    double edges = settings.rise() + settings.fall();
    double time = idle.length == 0 ? 0 : settings.rest() + idle[idle.length - 1];
    for (double width : widths) {
      time += 2 * (settings.rest() + edges + width + last);
    }
    time += positions * 2 * (edges + pulse + last);
    for (double asymmetry : asymmetries) {
      for (double gap : gaps) {
        time +=
            2
                * (settings.rest()
                    + 2 * (edges + pulse)
                    + Math.abs(asymmetry)
                    + gap
                    + pairRelaxation);
      }
    }
    return Math.round(time / settings.dt() * settings.trials());
  }

  /** Returns the current density, temperature and length as the name of a folder. */
  String condition() {
    return "j"
        + plain(settings.density())
        + "-T"
        + plain(parameters.temperature())
        + "K-L"
        + plain(parameters.strip().length() * 1e9)
        + "nm";
  }

  /** Six digits: 1e12, 300, 4000, 0.5. */
  private static String plain(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    return Math.abs(value) < 1e6 ? rounded.toPlainString() : rounded.toString().replace("E+", "e");
  }
}
