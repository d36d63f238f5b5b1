package dev.spindrift.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of a fetched set and how to know it is the right one.
 *
 * @param name its name in the set's folder; for an idx file {@code name.gz} may stand there instead
 * @param algorithm digest algorithm, {@code MD5} where that is what the authors publish
 * @param digest digest of the uncompressed content, lower-case hexadecimal
 */
record RemoteFile(String name, String algorithm, String digest) {

  /** Returns the path of the file, plain or gzipped, or null if neither is in the folder. */
  Path find(Path folder) {
    Path plain = folder.resolve(name);
    Path gzipped = folder.resolve(name + ".gz");
    if (Files.isRegularFile(plain)) {
      return plain;
    }
    return name.endsWith("-ubyte") && Files.isRegularFile(gzipped) ? gzipped : null;
  }

  /** Returns null if the content of {@code file} is right, else what is wrong in words. */
  String verify(Path file) throws IOException {
    String found = digestOf(file);
    return found.equals(digest)
        ? null
        : name + " has " + algorithm + " " + found + " instead of " + digest;
  }

  private String digestOf(Path file) throws IOException {
    MessageDigest hash;
    try {
      hash = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
    byte[] chunk = new byte[1 << 16];
    try (InputStream in = IdxFile.open(file)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        hash.update(chunk, 0, n);
      }
    }
    return HexFormat.of().formatHex(hash.digest());
  }
}
