package dev.spindrift.cli;

import dev.spindrift.scenario.ProgressListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;

/** One progress line over all runs of a reproduction, with the time left for all of them. */
final class StudyProgress implements ProgressListener, AutoCloseable {
  private final PrintWriter err;
  private final boolean quiet;
  private final long total;
  private long before;
  private int weight = 1;
  private String name = "";
  private ProgressBar bar;

  /**
   * Begins.
   *
   * @param total mini-batches of all runs, times their weights [1]
   * @param done those of runs that are done already [1]
   */
  StudyProgress(long total, long done, boolean quiet, CommandLine line) {
    this.total = total;
    this.before = done;
    this.quiet = quiet;
    this.err = line.getErr();
  }

  /** A run begins, or goes on. */
  void begin(String run, int number, int of, int itsWeight) {
    name = String.format(Locale.ROOT, "%d/%d %s", number, of, run);
    weight = itsWeight;
  }

  /** A run of so many mini-batches is done. */
  void end(long miniBatches) {
    before += miniBatches * weight;
  }

  @Override
  public void miniBatch(
      long done, long length, double simulated, double energy, double loss, double accuracy) {
    if (quiet) {
      return;
    }
    if (bar == null) {
      bar = build(before + (done - 1) * weight);
    }
    bar.setExtraMessage(
        String.format(
            Locale.ROOT,
            "%s: %d of %d, loss %.3f%s",
            name,
            done,
            length,
            loss,
            Double.isNaN(accuracy)
                ? ""
                : String.format(Locale.ROOT, ", accuracy %.1f %%", 100 * accuracy)));
    bar.stepTo(before + done * weight);
  }

  @Override
  public void resumed(long done, long length) {
    notice(String.format(Locale.ROOT, "%s goes on after mini-batch %d of %d", name, done, length));
  }

  @Override
  public void notice(String text) {
    err.println((bar == null ? "" : System.lineSeparator()) + "spindrift: " + text);
    err.flush();
  }

  private ProgressBar build(long from) {
    boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
    ProgressBarBuilder b =
        new ProgressBarBuilder()
            .setTaskName("all runs")
            .setInitialMax(total)
            .startsFrom(from, Duration.ZERO)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(terminal ? 200 : 10_000);
    if (!terminal) {
      b.setConsumer(
          new DelegatingProgressBarConsumer(
              text -> {
                err.println(text);
                err.flush();
              },
              170));
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
