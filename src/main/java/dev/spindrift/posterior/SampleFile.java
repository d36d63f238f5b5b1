package dev.spindrift.posterior;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A stored sample, mapped read-only: its parameters lie in the system's page cache and not in the
 * program's memory, however many samples are open. Immutable; the file must not change while it is
 * open (banks are replaced by renaming, so an open sample outlives its bank's next one).
 */
public final class SampleFile {
  private final Path file;
  private final BankFile.Header header;
  private final FloatBuffer parameters;

  private SampleFile(Path file, BankFile.Header header, FloatBuffer parameters) {
    this.file = file;
    this.header = header;
    this.parameters = parameters;
  }

  /**
   * Opens a sample and checks it as a whole.
   *
   * @param file one bank's file
   * @throws UncheckedIOException if it cannot be read or is damaged; says where and how
   */
  public static SampleFile open(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      BankFile.Header header = BankFile.readHeader(file, channel);
      long bytes = header.count() * Float.BYTES;
      var mapped = channel.map(FileChannel.MapMode.READ_ONLY, BankFile.HEADER_BYTES, bytes);
      CRC32C crc = new CRC32C();
      crc.update(mapped);
      BankFile.requireMatch(file, header, crc);
      FloatBuffer parameters =
          mapped.rewind().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().asReadOnlyBuffer();
      return new SampleFile(file, header, parameters);
    } catch (IOException e) {
      String why =
          e.getMessage() == null || e.getMessage().equals(file.toString())
              ? "no readable file " + file
              : e.getMessage();
      throw new UncheckedIOException(why, e);
    }
  }

  /**
   * Opens all samples of a run.
   *
   * @param folder folder {@code posterior} of a run's results
   * @return by rising sample index; empty if there are none
   * @throws UncheckedIOException if the folder or a sample cannot be read
   */
  public static List<SampleFile> openAll(Path folder) {
    List<SampleFile> samples = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(f -> f.getFileName().toString().matches("bank-\\d{3,}\\.f32"))
          .forEach(f -> samples.add(open(f)));
    } catch (IOException e) {
      throw new UncheckedIOException("no posterior samples in " + folder, e);
    }
    samples.sort(Comparator.comparingInt(SampleFile::sampleIndex));
    return samples;
  }

  /** Returns where it is. */
  public Path file() {
    return file;
  }

  /** Returns its index in the chain's sequence of samples, from 0 [1]. */
  public int sampleIndex() {
    return header.sampleIndex();
  }

  /** Returns the mini-batch after which it was stored, from 1 [1]. */
  public long miniBatch() {
    return header.miniBatch();
  }

  /** Returns the CRC32C of its parameters' bytes. */
  public int checksum() {
    return header.checksum();
  }

  /** Returns a new view of the flat parameter vector, read-only, from index 0 to its limit. */
  public FloatBuffer parameters() {
    return parameters.duplicate();
  }

  @Override
  public String toString() {
    return "sample %d after mini-batch %d, %d parameters, CRC32C %08x"
        .formatted(sampleIndex(), miniBatch(), parameters.limit(), checksum());
  }
}
