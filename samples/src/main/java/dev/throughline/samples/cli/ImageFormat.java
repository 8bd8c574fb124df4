package dev.throughline.samples.cli;

import dev.throughline.runtime.data.Cifar10;
import dev.throughline.runtime.data.Cifar100;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Idx;
import dev.throughline.runtime.data.ImageFolder;
import dev.throughline.runtime.spec.NetworkSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a folder of training and test images may be.
 *
 * @param markers names of files or folders, each of which tells the format
 * @param train reads the training images
 * @param test reads the test images, with the classes of the training images
 * @param testOf reads the test images with the classes of other training images
 */
record ImageFormat(List<String> markers, Reader train, Reader test, TestReader testOf) {
  private static final String TRAIN = "train";

  private static final List<ImageFormat> ALL =
      List.of(
          new ImageFormat(
              List.of("data_batch_1.bin", "cifar-10-batches-bin"),
              (folder, _) -> Cifar10.train(folder),
              (folder, _) -> Cifar10.test(folder),
              (folder, _, _) -> Cifar10.test(folder)),
          new ImageFormat(
              List.of("train.bin", "cifar-100-binary"),
              (folder, _) -> Cifar100.train(folder),
              (folder, _) -> Cifar100.test(folder),
              (folder, _, _) -> Cifar100.test(folder)),
          new ImageFormat(
              List.of("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"),
              (folder, _) -> Idx.train(folder),
              (folder, _) -> Idx.test(folder),
              (folder, _, classNames) -> Idx.test(folder, classNames)),
          new ImageFormat(
              List.of(TRAIN),
              (folder, network) -> ImageFolder.of(
                  folder.resolve(TRAIN), network.channels(), network.height(), network.width()),
              (folder, network) -> folderPerClass(
                  folder, network, ImageFolder.classNames(folder.resolve(TRAIN))),
              ImageFormat::folderPerClass));

  /** Reads one half of a folder; pictures are scaled to what the network reads. */
  interface Reader {
    Dataset read(Path folder, NetworkSpec network);
  }

  /** Reads test images; a class keeps its label whether there are images of it or not. */
  interface TestReader {
    Dataset read(Path folder, NetworkSpec network, List<String> classNames);
  }

  /** What the files in a folder say it is. */
  static Optional<ImageFormat> of(Path folder) {
    return ALL.stream()
        .filter(f -> f.markers.stream().anyMatch(name -> Files.exists(folder.resolve(name))))
        .findFirst();
  }

  private static Dataset folderPerClass(
      Path folder, NetworkSpec network, List<String> classNames) {
    return ImageFolder.of(
        folder.resolve("test"), network.channels(), network.height(), network.width(), classNames);
  }
}
