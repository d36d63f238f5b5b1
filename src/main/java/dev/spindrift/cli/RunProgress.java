package dev.spindrift.cli;

import dev.spindrift.report.Engineering;
import dev.spindrift.scenario.ProgressListener;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;

/**
 * The progress line of a run: mini-batches, time left, simulated time, energy, loss, accuracy. On a
 * terminal one line that is redrawn; elsewhere (a log file, CI) a line every five seconds.
 */
final class RunProgress implements ProgressListener, AutoCloseable {
  private final String title;
  private final boolean quiet;
  private final PrintWriter err;
  private ProgressBar bar;

  RunProgress(String title, boolean quiet, CommandLine line) {
    this.title = title;
    this.quiet = quiet;
    this.err = line.getErr();
  }

  @Override
  public void miniBatch(
      long done, long total, double simulatedTime, double energy, double loss, double accuracy) {
    if (quiet) {
      return;
    }
    if (bar == null) {
      err.println(title);
      bar = build(done - 1, total);
    }
    bar.setExtraMessage(
        String.format(
            "chip %s, %s, loss %.3f, accuracy %s",
            Engineering.format(simulatedTime, "s"),
            Engineering.format(energy, "J"),
            loss,
            Double.isNaN(accuracy) ? "-" : String.format("%.1f %%", 100 * accuracy)));
    bar.stepTo(done);
  }

  @Override
  public void resumed(long done, long total) {
    if (!quiet) {
      err.printf("going on after mini-batch %d of %d%n", done, total);
    }
  }

  @Override
  public void notice(String text) {
    err.println((bar == null ? "" : System.lineSeparator()) + "spindrift: " + text);
    err.flush();
  }

  private ProgressBar build(long before, long total) {
    boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
    ProgressBarBuilder b =
        new ProgressBarBuilder()
            .setTaskName("mini-batches")
            .setInitialMax(total)
            .startsFrom(before, Duration.ZERO)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(terminal ? 200 : 5000);
    if (!terminal) {
      b.setConsumer(
          new DelegatingProgressBarConsumer(
              text -> {
                err.println(text);
                err.flush();
              },
              150));
    }
    return b.build();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
