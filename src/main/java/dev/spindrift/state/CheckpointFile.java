package dev.spindrift.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The format of a checkpoint, all numbers little-endian.
 *
 * <pre>
 * bytes  content
 *     8  magic, ASCII "SPINCKPT"
 *     4  version, 1
 *     4  H, length of the header
 *     H  header, JSON in UTF-8
 *     4  CRC32C of all bytes so far
 * then for each section, the last one without name and contents
 *     4  N, length of the name
 *     8  L, length of the contents
 *     4  CRC32C of the contents
 *     N  name in UTF-8
 *     4  CRC32C of the 16 + N bytes before
 *     L  contents: items as {@link StateWriter} writes them, one byte of type (1 long, 2 double,
 *        3 text, 4 longs, 5 doubles, 6 ints, 7 floats), for text and arrays 8 bytes of length
 * </pre>
 *
 * <p>Sections stream through one buffer of a mebibyte in both directions.
 */
public final class CheckpointFile {
  /** A section's place in the file. */
  private record Section(long offset, long length) {}

  private static final byte[] MAGIC = "SPINCKPT".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int FIXED = 16;
  private static final int LONGEST_TEXT = 1 << 24;
  private static final int BUFFER = 1 << 20;

  private final Path file;
  private final String header;
  private final Map<String, Section> sections;

  private CheckpointFile(Path file, String header, Map<String, Section> sections) {
    this.file = file;
    this.header = header;
    this.sections = sections;
  }

  /**
   * Writes a file; what stood there is replaced. The caller forces it to disk and renames it.
   *
   * @param file where to
   * @param header a JSON text that says what this is a checkpoint of
   * @param parts what to save, name to part, in iteration order
   * @throws IOException if writing fails
   */
  public static void write(Path file, String header, Map<String, ? extends Checkpointed> parts)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      byte[] text = header.getBytes(StandardCharsets.UTF_8);
      ByteBuffer start = buffer(FIXED + text.length + 4);
      start.put(MAGIC).putInt(VERSION).putInt(text.length).put(text);
      fully(channel, sealed(start));
      ByteBuffer transfer = newTransferBuffer();
      for (Map.Entry<String, ? extends Checkpointed> part : parts.entrySet()) {
        long at = channel.position();
        fully(channel, sectionHeader(part.getKey(), 0, 0));
        StateWriter out = new StateWriter(channel, transfer);
        part.getValue().save(out);
        out.flush();
        long end = channel.position();
        fully(channel.position(at), sectionHeader(part.getKey(), out.length(), out.checksum()));
        channel.position(end);
      }
      fully(channel, sectionHeader("", 0, 0));
    }
  }

  /**
   * Opens a file and checks every byte of it.
   *
   * @throws DamagedFileException if it is not, as a whole, what was written
   * @throws IOException if it cannot be read
   */
  public static CheckpointFile open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer fixed = read(file, channel, FIXED);
      byte[] magic = new byte[MAGIC.length];
      fixed.get(magic);
      if (!Arrays.equals(magic, MAGIC)) {
        throw damaged(file, 0, "does not begin with SPINCKPT");
      }
      int version = fixed.getInt();
      int length = length(file, fixed.getInt());
      byte[] text = bytes(file, channel, length);
      CRC32C crc = new CRC32C();
      crc.update(fixed.rewind());
      crc.update(text);
      if (read(file, channel, 4).getInt() != (int) crc.getValue()) {
        throw damaged(file, 0, "has a header that does not match its checksum");
      }
      if (version != VERSION) {
        throw damaged(file, 8, "has format version " + version + ", not " + VERSION);
      }
      String header = new String(text, StandardCharsets.UTF_8);
      return new CheckpointFile(file, header, sections(file, channel));
    }
  }

  private static Map<String, Section> sections(Path file, FileChannel channel) throws IOException {
    Map<String, Section> sections = new LinkedHashMap<>();
    ByteBuffer transfer = newTransferBuffer();
    while (true) {
      long at = channel.position();
      ByteBuffer fixed = read(file, channel, FIXED);
      int nameLength = length(file, fixed.getInt());
      long length = fixed.getLong();
      int checksum = fixed.getInt();
      byte[] name = bytes(file, channel, nameLength);
      CRC32C crc = new CRC32C();
      crc.update(fixed.rewind());
      crc.update(name);
      if (read(file, channel, 4).getInt() != (int) crc.getValue()) {
        throw damaged(file, at, "has a section header that does not match its checksum");
      }
      if (nameLength == 0) {
        if (channel.position() != channel.size()) {
          throw damaged(file, channel.position(), "has bytes behind its end");
        }
        return sections;
      }
      String section = new String(name, StandardCharsets.UTF_8);
      long offset = channel.position();
      if (checksum(file, channel, length, transfer) != checksum) {
        throw damaged(
            file, offset, "has a section " + section + " that does not match its checksum");
      }
      sections.put(section, new Section(offset, length));
    }
  }

  private static int checksum(Path file, FileChannel channel, long length, ByteBuffer transfer)
      throws IOException {
    CRC32C crc = new CRC32C();
    for (long left = length; left > 0; left -= transfer.limit()) {
      transfer.clear().limit((int) Math.min(left, transfer.capacity()));
      while (transfer.hasRemaining()) {
        if (channel.read(transfer) < 0) {
          throw damaged(file, channel.size(), "is truncated");
        }
      }
      crc.update(transfer.flip());
    }
    return (int) crc.getValue();
  }

  /** Returns the header. */
  public String header() {
    return header;
  }

  /** Returns whether the file holds any part. */
  public boolean isEmpty() {
    return sections.isEmpty();
  }

  /**
   * Restores parts; there must be exactly those that were saved.
   *
   * @param parts name to part; modified, undefined if this fails
   * @throws IOException if the file does not fit the parts or cannot be read
   */
  public void restore(Map<String, ? extends Checkpointed> parts) throws IOException {
    if (!sections.keySet().equals(parts.keySet())) {
      throw new IOException(file + " holds " + sections.keySet() + ", not " + parts.keySet());
    }
    ByteBuffer transfer = newTransferBuffer();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (Map.Entry<String, ? extends Checkpointed> part : parts.entrySet()) {
        Section s = sections.get(part.getKey());
        channel.position(s.offset());
        StateReader in = new StateReader(part.getKey(), channel, s.length(), transfer);
        part.getValue().restore(in);
        in.finish();
      }
    }
  }

  /**
   * Restores one part, to look at it.
   *
   * @param name the part's name
   * @param part modified, undefined if this fails
   * @throws IOException if there is no such part, it does not fit or cannot be read
   */
  public void restore(String name, Checkpointed part) throws IOException {
    Section s = sections.get(name);
    if (s == null) {
      throw new IOException(file + " holds " + sections.keySet() + ", not " + name);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(s.offset());
      StateReader in = new StateReader(name, channel, s.length(), newTransferBuffer());
      part.restore(in);
      in.finish();
    }
  }

  private static ByteBuffer newTransferBuffer() {
    return ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer sectionHeader(String name, long length, int checksum) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer b = buffer(FIXED + bytes.length + 4);
    return sealed(b.putInt(bytes.length).putLong(length).putInt(checksum).put(bytes));
  }

  /** Appends the checksum of what the buffer holds and makes it ready to be written. */
  private static ByteBuffer sealed(ByteBuffer b) {
    CRC32C crc = new CRC32C();
    crc.update(b.duplicate().flip());
    return b.putInt((int) crc.getValue()).flip();
  }

  private static int length(Path file, int found) throws DamagedFileException {
    if (found < 0 || found > LONGEST_TEXT) {
      throw damaged(file, 0, "has a text of impossible length " + found);
    }
    return found;
  }

  private static ByteBuffer read(Path file, FileChannel channel, int size) throws IOException {
    ByteBuffer b = buffer(size);
    while (b.hasRemaining()) {
      if (channel.read(b) < 0) {
        throw damaged(file, channel.size(), "is truncated");
      }
    }
    return b.flip();
  }

  private static byte[] bytes(Path file, FileChannel channel, int size) throws IOException {
    byte[] bytes = new byte[size];
    read(file, channel, size).get(bytes);
    return bytes;
  }

  private static void fully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static DamagedFileException damaged(Path file, long at, String finding) {
    return new DamagedFileException(file + " " + finding + " (at byte " + at + ")");
  }
}
