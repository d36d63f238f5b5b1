package dev.spindrift.dataset;

/** Hears how a fetch goes; calls come from the thread that fetches. */
public interface ProgressListener {

  /**
   * Something the user should read, in a full sentence.
   *
   * @param text one line
   */
  void message(String text);

  /**
   * A transfer begins.
   *
   * @param what what is transferred
   * @param totalBytes how much it will be, -1 if unknown [byte]
   */
  void begin(String what, long totalBytes);

  /**
   * The transfer went on.
   *
   * @param bytes how much is done since it began [byte]
   */
  void advance(long bytes);

  /** The transfer ended, well or not. */
  void end();
}
