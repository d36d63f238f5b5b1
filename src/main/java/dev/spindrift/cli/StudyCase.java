package dev.spindrift.cli;

import dev.spindrift.device.DeviceParameters;
import dev.spindrift.scenario.Scenario;
import dev.spindrift.scenario.ScenarioFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a reproduction.
 *
 * @param name of the run and its folder
 * @param scenario name of the scenario file, without its ending
 * @param bits update precision that the shortest pulse is chosen for; 0: the netlist's own [bit]
 * @param settings what is set beyond that
 * @param weight what a mini-batch costs beside those of other runs [1]
 */
record StudyCase(String name, String scenario, int bits, List<String> settings, int weight) {

  /**
   * Reads the scenario.
   *
   * @param folder where scenarios are
   * @param scale which scale of it
   * @param more settings that win over all others
   */
  Scenario read(Path folder, String scale, List<String> more) {
    Path file = folder.resolve(scenario + ".yaml");
    List<String> all = new ArrayList<>();
    all.add("scale=" + scale);
    all.add("name=" + name);
    all.addAll(settings);
    all.addAll(more);
    if (bits == 0) {
      return ScenarioFile.read(file, all);
    }
    List<String> withBits = new ArrayList<>(all);
    withBits.add(shortest(ScenarioFile.read(file, all), bits));
    return ScenarioFile.read(file, withBits);
  }

  /**
   * Returns the setting of a shortest pulse that has so many bits: three sigma are one part in 2^b
   * of the weights' range 2. Rounded to the driver's step, so that the run's own figure may differ
   * in the second decimal.
   */
  static String shortest(Scenario s, int bits) {
    DeviceParameters device = s.netlist().device();
    double sigma = Math.scalb(1.0, 1 - bits) / 3 * device.length();
    double width = device.law().widthForVariance(sigma * sigma) * 1e12;
    long step = s.netlist().pulses().timeStep();
    long steps = Math.max(1, Math.round(width / step));
    return "netlist:components."
        + s.netlist().pulses().name()
        + ".shortest="
        + steps * step
        + " ps";
  }
}
