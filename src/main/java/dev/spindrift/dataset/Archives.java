package dev.spindrift.dataset;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Takes named files out of archives. Only an entry's last name counts and only names asked for are
 * written, so no archive can write outside the folder it is unpacked to.
 */
final class Archives {
  private Archives() {}

  /**
   * Unpacks the named files of a tar stream, from whatever folders of the archive.
   *
   * @throws IOException if the archive is broken or a file is missing in it
   */
  static void untar(InputStream tar, Collection<String> names, Path folder) throws IOException {
    List<String> missing = new ArrayList<>(names);
    TarArchiveInputStream entries = new TarArchiveInputStream(tar);
    for (TarArchiveEntry e = entries.getNextEntry(); e != null; e = entries.getNextEntry()) {
      String name = e.getName().substring(e.getName().lastIndexOf('/') + 1);
      if (e.isFile() && missing.remove(name)) {
        copy(entries, folder.resolve(name));
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException("the archive lacks " + String.join(", ", missing));
    }
  }

  /** Unpacks the named files of a gzipped tar file. */
  static void untarGz(Path archive, Collection<String> names, Path folder) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
        InputStream tar = new GZIPInputStream(raw, 1 << 16)) {
      untar(tar, names, folder);
    }
  }

  /** Unpacks the named files of a Debian package: an ar archive with a {@code data.tar} in it. */
  static void undeb(Path deb, Collection<String> names, Path folder) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(deb), 1 << 16);
        ArArchiveInputStream members = new ArArchiveInputStream(raw)) {
      for (ArArchiveEntry m = members.getNextEntry(); m != null; m = members.getNextEntry()) {
        switch (m.getName()) {
          case "data.tar.xz" -> {
            untar(new XZCompressorInputStream(members), names, folder);
            return;
          }
          case "data.tar.gz" -> {
            untar(new GZIPInputStream(members), names, folder);
            return;
          }
          case "data.tar" -> {
            untar(members, names, folder);
            return;
          }
          default -> {
            if (m.getName().startsWith("data.tar")) {
              throw new IOException(deb + " is packed as " + m.getName() + ", which is not known");
            }
          }
        }
      }
    }
    throw new IOException(deb + " is no Debian package: it has no data.tar");
  }

  /** Unpacks a gzip file. */
  static void gunzip(Path gz, Path to) throws IOException {
    try (InputStream in = IdxFile.open(gz)) {
      copy(in, to);
    }
  }

  static void copy(InputStream in, Path to) throws IOException {
    Files.copy(in, to);
  }
}
