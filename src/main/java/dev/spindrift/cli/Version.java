package dev.spindrift.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the version that the build wrote into the jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String v = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "spindrift " + (v == null ? "development" : v),
      "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name")
    };
  }
}
