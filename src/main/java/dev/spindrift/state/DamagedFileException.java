package dev.spindrift.state;

import java.io.IOException;

/** A checkpoint that is not what was written: truncated, changed, or no checkpoint at all. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Makes one; the message says where and how. */
  public DamagedFileException(String message) {
    super(message);
  }
}
