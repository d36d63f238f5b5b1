package dev.spindrift.offences.attic;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Lives in no room of the table and draws from chance. */
public final class Clutter {

  /** Draws. */
  @SuppressWarnings("Shuffle")
  public double draw(List<String> list) {
    Collections.shuffle(list);
    return Math.random() + new Random(System.currentTimeMillis()).nextDouble();
  }
}
