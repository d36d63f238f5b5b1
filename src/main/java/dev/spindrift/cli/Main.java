package dev.spindrift.cli;

/** Entry point of the command line. */
public final class Main {
  private Main() {}

  /**
   * Runs the command line and exits with its code.
   *
   * @param args the words typed by the user
   */
  public static void main(String[] args) {
    System.out.println("spindrift");
  }
}
