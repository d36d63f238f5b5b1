package dev.spindrift.cli;

import dev.spindrift.dataset.ProgressListener;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows a transfer: a live bar with bytes, rate and time left on a terminal; the same as a line
 * every ten seconds where there is none (a log). Messages go to the given writer.
 */
final class TransferBar implements ProgressListener, AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;
  private static final long LOG_INTERVAL_NANOS = 10_000_000_000L;

  private final PrintWriter messages;
  private ProgressBar bar;
  private String what;
  private long total;
  private long started;
  private long spoke;

  TransferBar(PrintWriter messages) {
    this.messages = messages;
  }

  @Override
  public void message(String text) {
    messages.println(text);
    messages.flush();
  }

  @Override
  public void begin(String what, long totalBytes) {
    close();
    this.what = what;
    total = totalBytes;
    started = System.nanoTime();
    spoke = started;
    // picocli knows a terminal from a log on every Java (System.console() alone does not since 22).
    if (!Ansi.AUTO.enabled()) {
      return;
    }
    bar =
        new ProgressBarBuilder()
            .setTaskName("  " + what)
            .setInitialMax(totalBytes)
            .setUnit(" MiB", MEBIBYTE)
            .setUpdateIntervalMillis(500)
            .setStyle(ProgressBarStyle.ASCII)
            .showSpeed()
            .build();
  }

  @Override
  public void advance(long bytes) {
    if (bar != null) {
      bar.stepTo(bytes);
    } else if (System.nanoTime() - spoke > LOG_INTERVAL_NANOS) {
      spoke = System.nanoTime();
      message(line(what, bytes, total, (spoke - started) * 1e-9));
    }
  }

  static String line(String what, long bytes, long total, double seconds) {
    double rate = bytes / seconds;
    String of = total < 0 ? "" : String.format(Locale.ROOT, " of %.1f", total / 1e6);
    String left =
        total < 0 || bytes == 0
            ? ""
            : String.format(Locale.ROOT, ", %.0f s left", (total - bytes) / rate);
    return String.format(
        Locale.ROOT, "  %s: %.1f%s MB, %.2f MB/s%s", what, bytes / 1e6, of, rate / 1e6, left);
  }

  @Override
  public void end() {
    close();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
