package dev.throughline.samples.cli;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.samples.embedded.EmbeddedFashion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Training and test images as they are in their files; nothing is read before it is asked for.
 *
 * @param name for people
 * @param test the test images with the classes of the training images beside them
 * @param testOf the test images with given classes, where the files themselves name none or some
 */
record ImageSource(
    String name,
    Supplier<Dataset> train,
    Supplier<Dataset> test,
    Function<List<String>, Dataset> testOf) {
  /** The value of {@code --data} that stands for the images inside the jar. */
  static final String EMBEDDED = "embedded";

  /** Finds what the value of {@code --data} means; pictures of any size are read for a network. */
  static ImageSource open(String data, NetworkSpec network) {
    if (data.equals(EMBEDDED)) {
      return new ImageSource(
          "embedded Fashion-MNIST",
          EmbeddedFashion::train,
          EmbeddedFashion::test,
          _ -> EmbeddedFashion.test());
    }
    Path folder = folder(data);
    ImageFormat format =
        ImageFormat.of(folder)
            .orElseThrow(
                () -> new BadInput(
                    "`"
                        + data
                        + "` is no folder of images known here: --data takes one with"
                        + " data_batch_1.bin (CIFAR-10), train.bin (CIFAR-100),"
                        + " train-images-idx3-ubyte[.gz] (IDX), or train/ and test/ with"
                        + " one folder of pictures for each class"));
    return new ImageSource(
        data,
        () -> format.train().read(folder, network),
        () -> format.test().read(folder, network),
        classNames -> format.testOf().read(folder, network, classNames));
  }

  private static Path folder(String data) {
    Path folder = PathArgument.of(data);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    throw new BadInput(
        "there is no folder `%s`: --data takes `%s` or a folder of images"
            .formatted(data, EMBEDDED));
  }
}
