package dev.spindrift.replay;

import dev.spindrift.trace.TraceHeader;
import dev.spindrift.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The unfinished trace of an interrupted run. */
final class Resumed {
  private Resumed() {}

  /**
   * Puts an unfinished trace aside, to be copied from. If that was interrupted the last time, the
   * file put aside then is still whole and the copy is not.
   *
   * @return where it is now
   * @throws IOException if there is none
   */
  static Path setAside(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path partial = target.resolveSibling(target.getFileName() + ".partial");
    Path before = target.resolveSibling(target.getFileName() + ".before");
    if (Files.exists(before)) {
      Files.deleteIfExists(partial);
      return before;
    }
    Path found = Files.exists(partial) ? partial : target; // the run ended, its results did not
    if (!Files.exists(found)) {
      throw new NoSuchFileException(partial.toString(), null, "the unfinished trace is gone");
    }
    return Files.move(found, before, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Requires that a trace was begun by the run that goes on. */
  static void requireSame(TraceReader trace, TraceHeader header) throws IOException {
    if (!trace.header().entries().equals(header.entries())) {
      throw new IOException("it is the trace of another run: its header differs");
    }
  }
}
