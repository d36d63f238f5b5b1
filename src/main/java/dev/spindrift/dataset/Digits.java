package dev.spindrift.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The UCI optical digits that travel inside the program.
 *
 * <p>Split: in the order of the file, of each class's images the third of every five (number 2, 7,
 * 12, ... counted from 0) is held out. That is stratified by class, needs no random numbers, and
 * spreads the writers, who follow one another in the file, over both parts: 1,438 train, 359 test.
 */
final class Digits {
  static final String ATTRIBUTION =
      "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning"
          + " Repository, CC BY 4.0 (test part, as distributed with scikit-learn)";

  /** Mean and standard deviation of value / 16 over the 1,438 training images. */
  static final Normalisation NORMALISATION =
      new Normalisation(16, new double[] {0.3052}, new double[] {0.3758});

  private static final String RESOURCE = "digits.csv.gz";
  private static final int SIDE = 8;
  private static final int CLASSES = 10;

  private Digits() {}

  static Dataset load() {
    List<byte[]> train = new ArrayList<>();
    List<byte[]> test = new ArrayList<>();
    int[] seen = new int[CLASSES];
    try (InputStream raw = Digits.class.getResourceAsStream(RESOURCE)) {
      if (raw == null) {
        throw new IllegalStateException("the program's own " + RESOURCE + " is missing");
      }
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(raw), StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        byte[] row = parse(line);
        int label = row[SIDE * SIDE];
        (seen[label]++ % 5 == 2 ? test : train).add(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own " + RESOURCE + " cannot be read", e);
    }
    return new Dataset("digits", images(train), images(test), ATTRIBUTION);
  }

  private static byte[] parse(String line) {
    String[] fields = line.split(",", -1);
    byte[] row = new byte[SIDE * SIDE + 1];
    if (fields.length != row.length) {
      throw new IllegalStateException("the program's own " + RESOURCE + " is damaged: " + line);
    }
    for (int i = 0; i < row.length; i++) {
      row[i] = Byte.parseByte(fields[i]);
    }
    return row;
  }

  private static ImageSet images(List<byte[]> rows) {
    int length = SIDE * SIDE;
    byte[] pixels = new byte[rows.size() * length];
    byte[] labels = new byte[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, pixels, i * length, length);
      labels[i] = rows.get(i)[length];
    }
    return new ImageSet(pixels, labels, 1, SIDE, SIDE, CLASSES, NORMALISATION);
  }
}
