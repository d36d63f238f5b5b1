package dev.spindrift.scenario;

import dev.spindrift.input.InputNode;
import dev.spindrift.input.Problems;
import dev.spindrift.learning.Mala;
import dev.spindrift.learning.Metropolis;
import dev.spindrift.learning.MetropolisKernel;
import dev.spindrift.learning.MetropolisKernel.Acceptance;
import dev.spindrift.learning.Schedule;
import dev.spindrift.learning.Sgd;
import dev.spindrift.learning.Sgld;
import dev.spindrift.learning.TransitionKernel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The section {@code learning} of a scenario file: kernel, schedule, acceptance, length. */
final class LearningSection {
  private static final String ALL = "all";

  private LearningSection() {}

  static Scenario.Learning read(InputNode l, Problems problems) {
    String kind = l.choice("kernel", List.of("sgld", "sgd", "mala", "metropolis"));
    boolean stepping = "sgld".equals(kind) || "sgd".equals(kind);
    Schedule schedule = stepping ? schedule(l, problems) : Schedule.CONSTANT;
    Acceptance acceptance = stepping ? Acceptance.EXACT : acceptance(l, problems);
    double tau = 0;
    double eta = 0;
    double other = 0;
    boolean pulseAll = false;
    switch (kind) {
      case "sgld", "mala" -> {
        tau = l.number("tau", InputNode.POSITIVE, 1);
        eta = l.number("eta", InputNode.POSITIVE, 1e15);
      }
      case "sgd" -> {
        other = l.number("rate", InputNode.POSITIVE, 1e6);
        pulseAll = ALL.equals(l.choice("pulses", List.of("moving", ALL), "moving"));
      }
      case "metropolis" -> {
        eta = l.number("eta", InputNode.POSITIVE, 1e15);
        other = l.number("deviation", 0, 2, 0);
      }
      default -> {} // reported by choice
    }
    int batch = (int) l.integer("batch", 2, 1_000_000);
    double digital = stepping ? l.number("digitalRate", 0, 1e6) : fixedDigital(l, problems);
    long miniBatches = l.integer("miniBatches", 1, Prepared.LONGEST_RUN, 0);
    double epochs = l.number("epochs", InputNode.POSITIVE, 1e9, 0);
    if ((miniBatches == 0) == (epochs == 0)) {
      problems.add(
          l,
          miniBatches == 0 ? "no length of the run" : "two lengths of the run",
          "either miniBatches or epochs");
    }
    l.finish();
    if (!problems.isEmpty()) {
      return new Scenario.Learning(null, batch, digital, miniBatches, epochs);
    }
    TransitionKernel kernel =
        switch (kind) {
          case "sgld" -> new Sgld(tau, eta, schedule);
          case "sgd" -> new Sgd(other, schedule, pulseAll);
          case "mala" -> new Mala(tau, eta, acceptance);
          default -> new Metropolis(other, eta, acceptance);
        };
    return new Scenario.Learning(kernel, batch, digital, miniBatches, epochs);
  }

  private static double fixedDigital(InputNode l, Problems problems) {
    double rate = l.number("digitalRate", 0, 1e6, 0);
    if (rate > 0) {
      problems.add(
          l.child("digitalRate"),
          rate + " with a kernel that accepts or rejects",
          "0: a step of the digital parameters cannot be taken back, so the chain would sample"
              + " nothing known; they stay at their initial values");
    }
    return rate;
  }

  private static Schedule schedule(InputNode l, Problems problems) {
    if (!l.has("schedule")) {
      return Schedule.CONSTANT;
    }
    InputNode s = l.child("schedule");
    Schedule schedule = Schedule.CONSTANT;
    if ("cosine".equals(s.choice("kind", List.of("constant", "cosine")))) {
      long cycle = s.integer("cycle", 1, Long.MAX_VALUE);
      double lowest = s.number("lowest", 0, 1, 0);
      double exploration = s.number("exploration", 0, Math.nextDown(1.0), 0);
      if (problems.isEmpty()) {
        schedule = new Schedule.Cosine(cycle, lowest, exploration);
      }
    }
    s.finish();
    return schedule;
  }

  private static Acceptance acceptance(InputNode l, Problems problems) {
    if (!l.has("acceptance")) {
      return Acceptance.EXACT;
    }
    InputNode a = l.child("acceptance");
    int batches = 0;
    if (!ALL.equals(a.choice("over", List.of(ALL, "mini-batches"), ALL))) {
      batches = (int) a.integer("batches", 1, 1_000_000, 1);
    }
    boolean ratio = a.flag("proposalRatio", true);
    a.finish();
    return problems.isEmpty() ? new Acceptance(batches, ratio) : Acceptance.EXACT;
  }

  /** Returns a kernel's name in scenario files. */
  static String name(TransitionKernel kernel) {
    return kernel.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  /** Writes the section out in full. */
  static void write(Scenario.Learning l, Map<String, Object> m) {
    m.put("kernel", name(l.kernel()));
    if (l.kernel() instanceof Sgld sgld) {
      m.put("tau", sgld.tau());
      m.put("eta", sgld.eta());
    } else if (l.kernel() instanceof Sgd sgd) {
      m.put("rate", sgd.rate());
      m.put("pulses", sgd.pulseAll() ? ALL : "moving");
    } else if (l.kernel() instanceof Mala mala) {
      m.put("tau", mala.tau());
      m.put("eta", mala.eta());
    } else if (l.kernel() instanceof Metropolis metropolis) {
      m.put("eta", metropolis.eta());
      m.put("deviation", metropolis.deviation());
    }
    if (l.kernel().schedule() instanceof Schedule.Cosine c) {
      Map<String, Object> s = new LinkedHashMap<>();
      s.put("kind", "cosine");
      s.put("cycle", c.cycle());
      s.put("lowest", c.lowest());
      s.put("exploration", c.exploration());
      m.put("schedule", s);
    }
    if (l.kernel() instanceof MetropolisKernel k) {
      Map<String, Object> a = new LinkedHashMap<>();
      a.put("over", k.acceptance().full() ? ALL : "mini-batches");
      if (!k.acceptance().full()) {
        a.put("batches", k.acceptance().batches());
      }
      a.put("proposalRatio", k.acceptance().proposalRatio());
      m.put("acceptance", a);
    }
    m.put("batch", l.batch());
    m.put("digitalRate", l.digitalRate());
    if (l.miniBatches() > 0) {
      m.put("miniBatches", l.miniBatches());
    }
    if (l.epochs() > 0) {
      m.put("epochs", l.epochs());
    }
  }
}
