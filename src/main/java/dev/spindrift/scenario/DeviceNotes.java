package dev.spindrift.scenario;

import dev.spindrift.circuit.Specs;
import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.FilamentModel;
import dev.spindrift.device.LlgModel;
import java.util.Locale;

/** What a run's device model means for it: its work, and the noise it gives. */
public final class DeviceNotes {
  /** Pulses of a mini-batch are this much longer on average than without any drift. */
  private static final double DRIFT_ALLOWANCE = 1.5;

  private DeviceNotes() {}

  /**
   * Returns the core time that integrating a run's walls takes, good to a factor of two or three on
   * a quiet machine [s]; 0 for models that need no integration.
   *
   * @param device the devices
   * @param scenario what asks for the noise
   * @param weights number of cells [1]
   * @param miniBatches length of the run [1]
   */
  static double coreSeconds(
      DeviceParameters device, Scenario scenario, long weights, long miniBatches) {
    if (!(device.model() instanceof LlgModel llg)) {
      return 0;
    }
    Specs.PulseDriver driver = scenario.netlist().pulses();
    double required = required(scenario) * device.length() * device.length();
    double symmetric =
        Math.min(
            driver.longest() * 1e-12,
            Math.max(driver.shortest() * 1e-12, device.law().symmetricWidth(required, 0)));
    double pulses = 2 * DRIFT_ALLOWANCE * symmetric;
    return weights * (double) miniBatches * llg.coreTime(pulses, driver.gap() * 1e-12);
  }

  private static double required(Scenario scenario) {
    return scenario.learning().kernel().increment(scenario.learning().batch()).noiseVariance();
  }

  /** Returns one line that says what the devices of a run do when pulses arrive. */
  public static String model(Prepared p) {
    DeviceParameters device = p.device();
    if (device.model() instanceof LlgModel llg) {
      return String.format(
          Locale.ROOT,
          "llg: every pulse integrated (wall %s, %s noise, %s, dt %.3g ps, settling %.3g ns); about"
              + " %s of core time",
          llg.physics(),
          llg.wall().noise().name().toLowerCase(Locale.ROOT),
          llg.scheme().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          llg.dt() * 1e12,
          llg.settle() * 1e9,
          time(coreSeconds(device, p.scenario(), p.layout().weights(), p.miniBatches())));
    }
    if (device.model() instanceof FilamentModel filament) {
      return String.format(
          Locale.ROOT,
          "filament %s: an update programs both devices of a cell; the weight lands with a standard"
              + " deviation of %.3g at 0 and %.3g at 1, the kernel asks for %.3g",
          filament.file(),
          Math.sqrt(filament.variance(0)),
          Math.sqrt(filament.variance(1)),
          Math.sqrt(required(p.scenario())));
    }
    return "law: a pulse displaces the wall by a normal variable";
  }

  /** Returns a time as people say it. */
  static String time(double seconds) {
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.3g s", seconds);
    }
    if (seconds < 7200) {
      return String.format(Locale.ROOT, "%.3g minutes", seconds / 60);
    }
    double hours = seconds / 3600;
    return hours < 72
        ? String.format(Locale.ROOT, "%.3g hours", hours)
        : String.format(Locale.ROOT, "%.4g days", hours / 24);
  }
}
