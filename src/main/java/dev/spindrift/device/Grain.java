package dev.spindrift.device;

/** How finely the two pulses of a push-pull pair are resolved. */
public enum Grain {
  /** The pair moves the wall once: the two normal displacements are merged into one. */
  PAIR,
  /** Push and pull move it one after the other, and the track's ends act on each. */
  PULSE
}
