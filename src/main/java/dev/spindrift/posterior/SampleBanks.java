package dev.spindrift.posterior;

import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The contents of the chip's N sample banks, one file each in the run's folder.
 *
 * <p>Sample i lies in bank i mod N, so once all banks are used the newest sample replaces the
 * oldest. The whole flat parameter vector is stored: weights as read by the network, batch-norm
 * gamma, beta and running statistics. Only a transfer buffer of one mebibyte is held in memory. Not
 * thread-safe.
 */
public final class SampleBanks implements AutoCloseable, Checkpointed {
  private final Path folder;
  private final int parametersPerSample;
  private final StoredSample[] samples;
  private ByteBuffer transfer;

  /**
   * Makes empty banks.
   *
   * @param folder where the files go; made if missing
   * @param banks number of banks, N [1]
   * @param parametersPerSample length of the flat parameter vector [1]
   * @throws IllegalArgumentException if a number is below 1
   * @throws UncheckedIOException if the folder cannot be made or already holds banks of another run
   */
  public SampleBanks(Path folder, int banks, int parametersPerSample) {
    this(folder, banks, parametersPerSample, false);
  }

  /**
   * Makes empty banks in the folder of an interrupted run, whose samples are kept for {@link
   * #restore}.
   *
   * @param folder where the files are
   * @param banks number of banks, N [1]
   * @param parametersPerSample length of the flat parameter vector [1]
   * @throws IllegalArgumentException if a number is below 1
   * @throws UncheckedIOException if the folder cannot be made
   */
  public static SampleBanks reopen(Path folder, int banks, int parametersPerSample) {
    return new SampleBanks(folder, banks, parametersPerSample, true);
  }

  private SampleBanks(Path folder, int banks, int parametersPerSample, boolean reopen) {
    this.folder = folder;
    this.parametersPerSample = parametersPerSample;
    if (banks < 1 || parametersPerSample < 1) {
      throw new IllegalArgumentException(
          banks + " banks of " + parametersPerSample + " parameters; allowed: at least 1 of each");
    }
    this.samples = new StoredSample[banks];
    this.transfer = BankFile.newTransferBuffer();
    try {
      Files.createDirectories(folder);
      for (int bank = 0; bank < banks; bank++) {
        Files.deleteIfExists(BankFile.part(file(bank)));
        if (!reopen && Files.exists(file(bank))) {
          throw new IOException(file(bank) + " is there already; give each run its own folder");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make sample banks: " + reason(e), e);
    }
  }

  /** Returns the number of banks [1]. */
  public int banks() {
    return samples.length;
  }

  /**
   * Stores a sample in bank {@code sampleIndex mod N}; what the bank held before is replaced only
   * when the new sample is wholly on disk.
   *
   * @param sampleIndex index of the sample, from 0 [1]
   * @param miniBatch mini-batch after which it is stored, from 1 [1]
   * @param flatParameters parameters from index 0 to the limit, {@code parametersPerSample} of
   *     them; position ignored; not modified
   * @throws ArithmeticException if a parameter is not finite
   * @throws UncheckedIOException if writing fails, e.g. on a full disk; all banks are as before
   */
  public void store(int sampleIndex, long miniBatch, FloatBuffer flatParameters) {
    requireLength(flatParameters);
    int bank = bankOf(sampleIndex);
    try {
      BankFile.write(file(bank), sampleIndex, miniBatch, flatParameters, transfer());
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(
              Locale.ROOT,
              "cannot store sample %d (%.3g MB) in %s: %s. The other banks are intact; make room or"
                  + " choose another output folder",
              sampleIndex,
              (BankFile.HEADER_BYTES + 4.0 * parametersPerSample) / 1e6,
              file(bank),
              reason(e)),
          e);
    }
    samples[bank] = new StoredSample(sampleIndex, miniBatch, bank);
  }

  /**
   * Forgets what a bank holds, because the chain moves into it; nothing happens if it is empty.
   *
   * @param bank 0..N-1 [1]
   * @throws UncheckedIOException if the file cannot be deleted
   */
  public void discard(int bank) {
    Objects.checkIndex(bank, samples.length);
    try {
      Files.deleteIfExists(file(bank));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty bank " + bank + ": " + reason(e), e);
    }
    samples[bank] = null;
  }

  /** Returns how many banks hold a sample, 0..N [1]. */
  public int stored() {
    return (int) Arrays.stream(samples).filter(Objects::nonNull).count();
  }

  /** Returns the samples still held, by rising sample index. */
  public List<StoredSample> samplesOldestFirst() {
    return Arrays.stream(samples)
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingInt(StoredSample::sampleIndex))
        .toList();
  }

  /**
   * Reads a sample back.
   *
   * @param sample one of {@link #samplesOldestFirst()}
   * @param into filled from index 0 to its limit, {@code parametersPerSample} of them; position
   *     unchanged; modified, undefined if this fails
   * @throws IllegalArgumentException if the bank holds another sample by now
   * @throws UncheckedIOException if the file cannot be read, is truncated or damaged
   */
  public void load(StoredSample sample, FloatBuffer into) {
    requireLength(into);
    if (!sample.equals(samples[Objects.checkIndex(sample.bank(), samples.length)])) {
      throw new IllegalArgumentException(
          sample + " is no longer stored; its bank holds " + samples[sample.bank()]);
    }
    try {
      BankFile.Header header = BankFile.read(file(sample.bank()), into, transfer());
      if (header.sampleIndex() != sample.sampleIndex()
          || header.miniBatch() != sample.miniBatch()) {
        throw new IOException(
            file(sample.bank()) + " holds " + header + " instead of the sample of this run");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read sample " + sample.sampleIndex() + ": " + reason(e), e);
    }
  }

  /** Saves which samples are held; their files stay where they are. */
  @Override
  public void save(StateWriter out) throws IOException {
    List<StoredSample> held = samplesOldestFirst();
    out.writeLong(held.size());
    for (StoredSample s : held) {
      out.writeLongs(s.sampleIndex(), s.miniBatch(), s.bank());
    }
  }

  /**
   * Holds the samples of an earlier moment of this chain again.
   *
   * <p>The run that was interrupted may have got beyond that moment and replaced or discarded some
   * of them. It did so where this run will do it again, so their loss changes nothing. Any other
   * loss or damage of a file is an error.
   */
  @Override
  public void restore(StateReader in) throws IOException {
    Arrays.fill(samples, null);
    int newest = -1;
    for (int bank = 0; bank < samples.length; bank++) {
      if (Files.exists(file(bank))) {
        newest = Math.max(newest, BankFile.readHeader(file(bank)).sampleIndex());
      }
    }
    for (long i = in.readLong(); i > 0; i--) {
      long[] s = in.readLongs(3);
      StoredSample sample = new StoredSample((int) s[0], s[1], (int) s[2]);
      Path file = file(sample.bank());
      // The bank after the newest sample's is emptied when the chain moves in.
      boolean lost = sample.sampleIndex() + samples.length <= newest + 1;
      if (!lost && !BankFile.verify(file, transfer()).holds(sample)) {
        throw new IOException(file + " does not hold " + sample);
      }
      samples[sample.bank()] = sample;
    }
  }

  /** Releases the transfer buffer; the files stay. */
  @Override
  public void close() {
    transfer = null;
  }

  private ByteBuffer transfer() {
    if (transfer == null) {
      throw new IllegalStateException("the sample banks in " + folder + " are closed");
    }
    return transfer;
  }

  private int bankOf(int sampleIndex) {
    if (sampleIndex < 0) {
      throw new IllegalArgumentException("sample index " + sampleIndex + "; allowed: >= 0");
    }
    return sampleIndex % samples.length;
  }

  private Path file(int bank) {
    return folder.resolve(String.format(Locale.ROOT, "bank-%03d.f32", bank));
  }

  private void requireLength(FloatBuffer buffer) {
    if (buffer.limit() != parametersPerSample) {
      throw new IllegalArgumentException(
          "a sample has " + parametersPerSample + " parameters, found " + buffer.limit());
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
