package dev.spindrift.scenario;

import dev.spindrift.device.DeviceParameters;
import dev.spindrift.device.FilamentModel;
import dev.spindrift.device.LawModel;
import dev.spindrift.device.PositionLaw;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.learning.Mala;
import dev.spindrift.learning.Metropolis;
import dev.spindrift.learning.MetropolisKernel;

/** What a Metropolis kernel asks of chip, devices and scenario. */
final class MetropolisChecks {
  private MetropolisChecks() {}

  static void check(Scenario s, DeviceParameters device, Problems problems) {
    if (!(s.learning().kernel() instanceof MetropolisKernel kernel)) {
      return;
    }
    InputNode root = s.source();
    InputNode learning = root.child("learning");
    int needed = s.thinning() == null ? 2 : 3;
    if (s.netlist().banks() < needed) {
      problems.add(
          root.child("netlist"),
          s.netlist().banks() + " sample banks",
          needed + " or more: one for the chain, one for its proposals, the rest for samples");
    }
    if (s.handOverError()) {
      problems.add(
          root.child("handOverError"),
          "true with a kernel that accepts or rejects",
          "false: proposals are the only noise of such a chain");
    }
    if (s.read() != null) {
      problems.add(
          root.child("read"),
          "analogue reads with a kernel that accepts or rejects",
          "exact products: a noisy L is accepted when it errs on the low side");
    }
    if (device.betweenPulses().restDiffusion() > 0) {
      problems.add(
          root.child("netlist"),
          "walls that diffuse at rest (idle) with a kernel that accepts or rejects",
          "a device that keeps its state: a rejected proposal leads back to the old one");
    }
    boolean filament = device.model() instanceof FilamentModel;
    if (filament && kernel instanceof Mala) {
      problems.add(
          learning.child("kernel"),
          "mala with filaments, which are programmed without a drift",
          "metropolis, or a chip with domain walls");
    }
    boolean known =
        filament || (device.model() instanceof LawModel && !(device.law() instanceof PositionLaw));
    if (!known && kernel.acceptance().proposalRatio()) {
      problems.add(
          learning.child("kernel"),
          "the density of this device's proposals is not known in closed form",
          "acceptance: {proposalRatio: false}, or a device with a displacement law");
    }
    boolean errs = !s.netlist().pulses().errors().isNone();
    boolean droops = s.netlist().writeRail().resistance() > 0;
    if ((errs || droops) && kernel.acceptance().proposalRatio()) {
      problems.add(
          root.child("netlist"),
          (errs ? "drivers that err" : "a write rail that droops")
              + " with a kernel that accepts or rejects",
          "acceptance: {proposalRatio: false}, or drivers and rails without errors: the density of"
              + " such proposals is not known in closed form");
    }
    if (s.floatReference() && kernel instanceof Metropolis m && m.deviation() == 0) {
      problems.add(
          learning.child("deviation"),
          "0 with floatReference",
          "the standard deviation of the reference's proposals");
    }
  }
}
