package dev.spindrift.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows a long computation: a live bar with rate and time left on a terminal, a line every ten
 * seconds where there is none. Thread-safe.
 */
final class StepBar implements AutoCloseable {
  private static final long LOG_INTERVAL_NANOS = 10_000_000_000L;
  private static final long MILLION = 1_000_000;

  private final String what;
  private final long total;
  private final PrintWriter messages;
  private final ProgressBar bar;
  private final long started = System.nanoTime();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong spoke = new AtomicLong(started);

  StepBar(String what, long total, PrintWriter messages) {
    this.what = what;
    this.total = total;
    this.messages = messages;
    this.bar =
        Ansi.AUTO.enabled()
            ? new ProgressBarBuilder()
                .setTaskName("  " + what)
                .setInitialMax(total)
                .setUnit("M", MILLION)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .showSpeed()
                .build()
            : null;
  }

  void add(long steps) {
    long now = done.addAndGet(steps);
    if (bar != null) {
      bar.stepTo(Math.min(total, now));
      return;
    }
    long time = System.nanoTime();
    long last = spoke.get();
    if (time - last > LOG_INTERVAL_NANOS && spoke.compareAndSet(last, time)) {
      double elapsed = (time - started) * 1e-9;
      messages.printf(
          Locale.ROOT,
          "%s: %d of %d million, %.0f s left%n",
          what,
          now / MILLION,
          total / MILLION,
          elapsed * (total - now) / now);
      messages.flush();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
