package dev.spindrift.cli;

import dev.spindrift.scenario.Estimate;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows an estimate getting on, with the time left of what is under way: a live bar on a terminal,
 * a line every five seconds where there is none.
 */
final class EstimateProgress implements Estimate.Progress, AutoCloseable {
  private static final long LOG_INTERVAL_NANOS = 5_000_000_000L;

  private final PrintWriter messages;
  private final boolean quiet;
  private ProgressBar bar;
  private String what = "";
  private long started;
  private long spoke;

  EstimateProgress(boolean quiet, PrintWriter messages) {
    this.quiet = quiet;
    this.messages = messages;
  }

  @Override
  public void done(String now, long done, long of) {
    if (quiet) {
      return;
    }
    if (!now.equals(what)) {
      end();
      what = now;
      started = System.nanoTime();
      spoke = started;
      if (Ansi.AUTO.enabled()) {
        bar =
            new ProgressBarBuilder()
                .setTaskName("  " + what)
                .setInitialMax(of)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build();
      }
    }
    if (bar != null) {
      bar.stepTo(Math.min(of, done));
      return;
    }
    long time = System.nanoTime();
    if (time - spoke > LOG_INTERVAL_NANOS && done > 0) {
      spoke = time;
      double left = (time - started) * 1e-9 * Math.max(0, of - done) / done;
      messages.printf(
          Locale.ROOT, "%s: %.0f %%, %.0f s left%n", what, Math.min(100, 100.0 * done / of), left);
      messages.flush();
    }
  }

  /** Ends the bar, so that what is printed next stands below it. */
  void end() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void close() {
    end();
  }
}
