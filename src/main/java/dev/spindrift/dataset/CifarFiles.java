package dev.spindrift.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reader of CIFAR-10's binary layout: rows of one label byte and 3,072 pixel bytes (red, green,
 * blue plane of 32 x 32, row by row). A file may have any number of rows, as subsets exist.
 */
final class CifarFiles {
  static final int SIDE = 32;
  static final int CHANNELS = 3;
  static final int CLASSES = 10;
  static final int IMAGE_BYTES = CHANNELS * SIDE * SIDE;
  static final int ROW_BYTES = 1 + IMAGE_BYTES;

  private CifarFiles() {}

  /**
   * Reads files one after the other into one set.
   *
   * @param bad hears what is wrong; if anything is, the result is null
   */
  static ImageSet read(List<Path> files, Normalisation normalisation, BadData bad)
      throws IOException {
    long rows = 0;
    boolean whole = true;
    for (Path file : files) {
      long size = Files.size(file);
      if (size == 0 || size % ROW_BYTES != 0) {
        bad.corrupt(
            file,
            size,
            "the file ends here, "
                + size % ROW_BYTES
                + " bytes after the last whole row; it must be one or more rows of "
                + ROW_BYTES
                + " bytes");
        whole = false;
      }
      rows += size / ROW_BYTES;
    }
    if (!whole) {
      return null;
    }
    byte[] pixels = new byte[Math.toIntExact(rows * IMAGE_BYTES)];
    byte[] labels = new byte[(int) rows];
    int image = 0;
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      for (int at = 0; at + ROW_BYTES <= content.length && image < rows; at += ROW_BYTES) {
        int label = content[at] & 0xff;
        if (label >= CLASSES) {
          bad.corrupt(file, at, "label " + label + " where 0.." + (CLASSES - 1) + " is due");
          whole = false;
          break;
        }
        labels[image] = (byte) label;
        System.arraycopy(content, at + 1, pixels, image * IMAGE_BYTES, IMAGE_BYTES);
        image++;
      }
    }
    return whole
        ? new ImageSet(pixels, labels, CHANNELS, SIDE, SIDE, CLASSES, normalisation)
        : null;
  }
}
