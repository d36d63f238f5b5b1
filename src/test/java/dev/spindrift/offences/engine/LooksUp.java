package dev.spindrift.offences.engine;

import dev.spindrift.offences.report.LooksDown;

/** Uses a room above it, which also closes a cycle. */
public final class LooksUp {

  /** Returns the roof's name. */
  public String roof() {
    return LooksDown.NAME.strip() + new LooksDown().ground();
  }
}
