package dev.spindrift.cli;

import dev.spindrift.physics.LawFit;
import dev.spindrift.physics.WallTheory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One line for each current density, temperature and length: the fitted laws side by side. */
final class ConditionTable {
  private final List<List<Object>> rows = new ArrayList<>();

  void add(CharacterizationPlan plan, CharacterizationResult result) {
    LawFit fit = result.fit();
    double density = plan.settings().density();
    List<Object> row =
        new ArrayList<>(
            List.of(
                density,
                plan.parameters().temperature(),
                plan.parameters().strip().length(),
                new WallTheory(plan.parameters()).steadyVelocity(density)));
    row.addAll(
        fit == null
            ? Arrays.asList("", "", "", "", "", "", "", "", "")
            : List.of(
                fit.mean().slope(),
                fit.mean().seSlope(),
                fit.mean().intercept(),
                fit.variance().slope(),
                fit.variance().seSlope(),
                fit.variance().intercept(),
                fit.mean().p(),
                fit.variance().p(),
                fit.rejected()));
    String refusal = FittedDevice.refusal(fit);
    row.add(refusal == null ? "yes" : "no");
    rows.add(row);
  }

  String csv() {
    return CharacterizationFiles.csv(
        List.of(
            "current_density_A_m2",
            "temperature_K",
            "track_length_m",
            "free_wall_velocity_m_s",
            "velocity_m_s",
            "se_velocity_m_s",
            "mean_offset_m",
            "variance_rate_m2_s",
            "se_variance_rate_m2_s",
            "variance_offset_m2",
            "mean_p",
            "variance_p",
            "not_gaussian_at_5_percent",
            "device"),
        rows);
  }
}
