package dev.throughline.samples.cli;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.network.NetworkSpec;
import dev.throughline.samples.embedded.EmbeddedFashion;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Training and test images as they are in their files; nothing is read before it is asked for.
 *
 * @param name for people
 */
record ImageSource(String name, Supplier<Dataset> train, Supplier<Dataset> test) {
  /** The value of {@code --data} that stands for the images inside the jar. */
  static final String EMBEDDED = "embedded";

  /** Finds what the value of {@code --data} means; pictures of any size are read for a network. */
  static ImageSource open(String data, NetworkSpec network) {
    if (data.equals(EMBEDDED)) {
      return new ImageSource(
          "embedded Fashion-MNIST", EmbeddedFashion::train, EmbeddedFashion::test);
    }
    Path folder = folder(data);
    ImageFormat format =
        ImageFormat.of(folder)
            .orElseThrow(
                () -> new BadInput(
                    ("`%s` is no folder of images known here: --data takes one with"
                        + " data_batch_1.bin (CIFAR-10), train.bin (CIFAR-100),"
                        + " train-images-idx3-ubyte[.gz] (IDX), or train/ and test/ with"
                        + " one folder of pictures for each class")
                        .formatted(data)));
    return new ImageSource(
        data, () -> format.train().read(folder, network),
        () -> format.test().read(folder, network));
  }

  private static Path folder(String data) {
    try {
      Path folder = Path.of(data);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    } catch (InvalidPathException e) {
      throw missing(data);
    }
    throw missing(data);
  }

  private static BadInput missing(String data) {
    return new BadInput(
        "there is no folder `%s`: --data takes `%s` or a folder of images"
            .formatted(data, EMBEDDED));
  }
}
