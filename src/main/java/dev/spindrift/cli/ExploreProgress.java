package dev.spindrift.cli;

import dev.spindrift.explore.Point;
import dev.spindrift.explore.Sweep;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/** Shows a sweep: a bar on a terminal, otherwise a line per point, with the time left. */
final class ExploreProgress implements Sweep.Listener, AutoCloseable {
  private final boolean quiet;
  private final PrintWriter messages;
  private final ProgressBar bar;
  private final long started = System.nanoTime();
  private int total;
  private int ended;
  private int executed;
  private int failed;

  ExploreProgress(String title, int total, boolean quiet, PrintWriter messages) {
    this.total = total;
    this.quiet = quiet;
    this.messages = messages;
    this.bar =
        Ansi.AUTO.enabled() && !quiet
            ? new ProgressBarBuilder()
                .setTaskName("  points")
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build()
            : null;
    if (!quiet) {
      messages.println(title);
      messages.flush();
    }
  }

  /** A search does not know its points beforehand, so it begins with none. */
  @Override
  public synchronized void begin(int points) {
    total = Math.max(total, ended + points);
    if (bar != null) {
      bar.maxHint(total);
    }
  }

  @Override
  public synchronized void ended(Point p, String outcome, double seconds, String message) {
    ended++;
    failed += outcome.equals("failed") ? 1 : 0;
    executed += outcome.equals("done") || outcome.equals("failed") ? 1 : 0;
    if (bar != null) {
      bar.stepTo(ended);
    }
    if (quiet || (bar != null && message == null) || outcome.equals("skipped")) {
      return;
    }
    String left =
        executed == 0
            ? ""
            : String.format(
                Locale.ROOT,
                ", %.0f s left",
                (System.nanoTime() - started) * 1e-9 / executed * (total - ended));
    messages.printf(
        Locale.ROOT,
        "point %s %s in %.1f s (%d of %d%s)%s%n",
        p.id(),
        outcome,
        seconds,
        ended,
        total,
        left,
        message == null ? "" : ": " + message.lines().findFirst().orElse(""));
    messages.flush();
  }

  synchronized int failed() {
    return failed;
  }

  /** Ends the bar, so that the table stands below it. */
  void end() {
    if (bar != null) {
      bar.close();
    }
  }

  @Override
  public void close() {
    end();
  }
}
