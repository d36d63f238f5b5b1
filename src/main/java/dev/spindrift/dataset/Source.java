package dev.spindrift.dataset;

import java.io.IOException;
import java.nio.file.Path;

/** A place from which the files of a set can be had. */
interface Source {

  /** Returns what to call it in a message. */
  String description();

  /**
   * Gets the files.
   *
   * @param work an empty folder to work in; nobody relies on what is left there
   * @param ready an empty folder; holds the set's files, uncompressed, when this returns
   * @throws IOException if that did not work; the message says why
   */
  void obtain(Path work, Path ready, ProgressListener progress) throws IOException;
}
