package dev.spindrift.dataset;

import dev.spindrift.engine.RandomStreams;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.StateReader;
import dev.spindrift.state.StateWriter;
import java.io.IOException;
import java.util.Arrays;
import umontreal.ssj.rng.RandomPermutation;
import umontreal.ssj.rng.RandomStream;

/**
 * The endless sequence of mini-batches: a new random permutation of the images for each epoch, cut
 * into batches.
 *
 * <p>An epoch has floor(images / batch size) batches; the images left over are dropped for that
 * epoch only, as another permutation leaves out others. Each permutation is a Fisher-Yates shuffle
 * of the previous one, so the sequence is a function of the stream's state alone. Not thread-safe.
 */
public final class BatchSequence implements Checkpointed {
  private final int[] order;
  private final int batchSize;
  private final int batchesPerEpoch;
  private final RandomStream shuffle;
  private long drawn;

  /**
   * Starts the sequence.
   *
   * @param imageCount number of images [1]
   * @param batchSize images per mini-batch, 1..imageCount [1]
   * @param shuffle the only source of randomness; modified as batches are drawn
   * @throws IllegalArgumentException if not even one batch fits
   */
  public BatchSequence(int imageCount, int batchSize, RandomStream shuffle) {
    if (batchSize < 1 || batchSize > imageCount) {
      throw new IllegalArgumentException(
          "mini-batch of " + batchSize + " images; allowed are 1.." + imageCount + " (all images)");
    }
    this.order = new int[imageCount];
    Arrays.setAll(order, i -> i);
    this.batchSize = batchSize;
    this.batchesPerEpoch = imageCount / batchSize;
    this.shuffle = shuffle;
  }

  /** Returns the image indices of the next mini-batch, a new array of {@code batchSize}. */
  public int[] next() {
    int batch = (int) (drawn % batchesPerEpoch);
    if (batch == 0) {
      RandomPermutation.shuffle(order, shuffle);
    }
    drawn++;
    return Arrays.copyOfRange(order, batch * batchSize, (batch + 1) * batchSize);
  }

  /** Returns the number of mini-batches drawn so far [1]. */
  public long drawn() {
    return drawn;
  }

  /** Returns the mini-batches of one epoch [1]. */
  public int batchesPerEpoch() {
    return batchesPerEpoch;
  }

  /** Returns the epochs begun and done so far: drawn / batches per epoch [1]. */
  public double epoch() {
    return (double) drawn / batchesPerEpoch;
  }

  @Override
  public void save(StateWriter out) throws IOException {
    out.writeLong(drawn);
    out.writeInts(order);
    RandomStreams.save(shuffle, out);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    drawn = in.readLong();
    in.readInts(order);
    RandomStreams.restore(shuffle, in);
  }
}
