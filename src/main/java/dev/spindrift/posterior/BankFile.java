package dev.spindrift.posterior;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The format of one bank's file, all numbers little-endian.
 *
 * <pre>
 * offset  bytes  content
 *      0      8  magic, ASCII "SPINBANK"
 *      8      4  version, 1
 *     12      4  sample index, from 0
 *     16      8  mini-batch after which the sample was stored, from 1
 *     24      8  count of parameters
 *     32      4  CRC32C of the parameters' bytes
 *     36      4  CRC32C of bytes 0..35
 *     40   4 x count  parameters, IEEE 754 binary32
 * </pre>
 *
 * <p>A run streams parameters through one buffer of a mebibyte, in both directions: it replaces
 * banks, and Java 17 cannot unmap on demand, so on Windows a mapped one could not be replaced. Who
 * reads finished results maps them ({@link SampleFile}).
 */
final class BankFile {
  /** What the header tells. */
  record Header(int sampleIndex, long miniBatch, long count, int checksum) {
    boolean holds(StoredSample sample) {
      return sampleIndex == sample.sampleIndex() && miniBatch == sample.miniBatch();
    }
  }

  static final int HEADER_BYTES = 40;
  private static final int VERSION = 1;
  private static final byte[] MAGIC = "SPINBANK".getBytes(StandardCharsets.US_ASCII);
  private static final int CHUNK_FLOATS = 1 << 18;

  private BankFile() {}

  /** Returns the temporary file under which a bank's file is written. */
  static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  static ByteBuffer newTransferBuffer() {
    return ByteBuffer.allocateDirect(CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Writes to a temporary file, forces it to disk and moves it over {@code file} in one step.
   *
   * @param parameters read from index 0 to its limit; not modified
   * @throws IOException if writing fails; {@code file} is then as it was
   * @throws ArithmeticException if a parameter is not finite
   */
  static void write(
      Path file, int sampleIndex, long miniBatch, FloatBuffer parameters, ByteBuffer transfer)
      throws IOException {
    Path part = part(file);
    try {
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        channel.position(HEADER_BYTES);
        int checksum = writeParameters(channel, parameters, transfer);
        writeFully(
            channel.position(0),
            header(new Header(sampleIndex, miniBatch, parameters.limit(), checksum)));
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static int writeParameters(
      FileChannel channel, FloatBuffer parameters, ByteBuffer transfer) throws IOException {
    CRC32C crc = new CRC32C();
    float[] chunk = new float[CHUNK_FLOATS];
    for (int from = 0; from < parameters.limit(); from += CHUNK_FLOATS) {
      int n = Math.min(CHUNK_FLOATS, parameters.limit() - from);
      parameters.get(from, chunk, 0, n);
      for (int i = 0; i < n; i++) {
        if (!Float.isFinite(chunk[i])) {
          throw new ArithmeticException("parameter " + (from + i) + " of the model is " + chunk[i]);
        }
      }
      transfer.clear().limit(n * Float.BYTES);
      transfer.asFloatBuffer().put(chunk, 0, n);
      crc.update(transfer);
      writeFully(channel, transfer.flip());
    }
    return (int) crc.getValue();
  }

  private static ByteBuffer header(Header header) {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putInt(VERSION).putInt(header.sampleIndex()).putLong(header.miniBatch());
    bytes.putLong(header.count()).putInt(header.checksum());
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), 0, bytes.position());
    return bytes.putInt((int) crc.getValue()).flip();
  }

  /**
   * Reads and checks a header, and that the file has the length the header promises.
   *
   * @throws IOException if the file cannot be read or is damaged; the message says where and how
   */
  static Header readHeader(Path file, FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long length = channel.size();
    if (length < HEADER_BYTES) {
      throw damaged(file, length, "ends inside the header of " + HEADER_BYTES + " bytes");
    }
    readFully(file, channel, bytes);
    bytes.flip();
    byte[] magic = new byte[MAGIC.length];
    bytes.get(magic);
    if (!java.util.Arrays.equals(magic, MAGIC)) {
      throw damaged(file, 0, "is no sample bank: it does not begin with SPINBANK");
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), 0, HEADER_BYTES - Integer.BYTES);
    int version = bytes.getInt();
    Header header = new Header(bytes.getInt(), bytes.getLong(), bytes.getLong(), bytes.getInt());
    if (bytes.getInt() != (int) crc.getValue()) {
      throw damaged(file, 0, "has a header that does not match its checksum");
    }
    if (version != VERSION) {
      throw new IOException(
          file
              + " is a sample bank of format version "
              + version
              + "; this program reads "
              + VERSION);
    }
    long expected = HEADER_BYTES + header.count() * Float.BYTES;
    if (length != expected) {
      throw damaged(
          file,
          Math.min(length, expected),
          (length < expected ? "is truncated: " : "has trailing bytes: ")
              + length
              + " bytes instead of "
              + expected);
    }
    return header;
  }

  /**
   * Reads the parameters.
   *
   * @param into filled from index 0; modified, undefined if this fails
   * @throws IOException if the file cannot be read or is damaged
   */
  static Header read(Path file, FloatBuffer into, ByteBuffer transfer) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Header header = readHeader(file, channel);
      if (header.count() != into.limit()) {
        throw new IOException(
            file + " holds " + header.count() + " parameters, the model has " + into.limit());
      }
      CRC32C crc = new CRC32C();
      for (int from = 0; from < into.limit(); from += CHUNK_FLOATS) {
        int n = Math.min(CHUNK_FLOATS, into.limit() - from);
        transfer.clear().limit(n * Float.BYTES);
        readFully(file, channel, transfer);
        crc.update(transfer.flip());
        into.put(from, transfer.flip().asFloatBuffer(), 0, n);
      }
      requireMatch(file, header, crc);
      return header;
    }
  }

  /** Reads and checks a header, as {@link #readHeader(Path, FileChannel)}. */
  static Header readHeader(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return readHeader(file, channel);
    }
  }

  /**
   * Reads everything and checks it.
   *
   * @throws IOException if the file cannot be read or is damaged
   */
  static Header verify(Path file, ByteBuffer transfer) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Header header = readHeader(file, channel);
      CRC32C crc = new CRC32C();
      for (long left = header.count() * Float.BYTES; left > 0; left -= transfer.limit()) {
        transfer.clear().limit((int) Math.min(left, transfer.capacity()));
        readFully(file, channel, transfer);
        crc.update(transfer.flip());
      }
      requireMatch(file, header, crc);
      return header;
    }
  }

  static void requireMatch(Path file, Header header, CRC32C crc) throws IOException {
    if ((int) crc.getValue() != header.checksum()) {
      throw damaged(file, HEADER_BYTES, "has parameters that do not match their checksum");
    }
  }

  private static IOException damaged(Path file, long offset, String finding) {
    return new IOException(
        file
            + " "
            + finding
            + " (at byte "
            + offset
            + "). The sample is lost; remove the run's folder and run again");
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static void readFully(Path file, FileChannel channel, ByteBuffer bytes)
      throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException(file + " became shorter while it was read");
      }
    }
  }
}
