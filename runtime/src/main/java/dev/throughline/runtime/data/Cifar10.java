package dev.throughline.runtime.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CIFAR-10 in its official binary form: records of one label and 32×32 pixels, plane after plane.
 *
 * <p>The folder is {@code cifar-10-batches-bin} or the one that holds it.
 */
public final class Cifar10 {
  private static final String ARCHIVE_FOLDER = "cifar-10-batches-bin";
  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private Cifar10() {}

  /** The training images: 50,000 in {@code data_batch_1.bin} to {@code data_batch_5.bin}. */
  public static Dataset train(Path folder) {
    return new CifarRecords(folder, ARCHIVE_FOLDER, 1, 0)
        .read(IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin"), CLASSES);
  }

  /** The test images: 10,000 in {@code test_batch.bin}. */
  public static Dataset test(Path folder) {
    return new CifarRecords(folder, ARCHIVE_FOLDER, 1, 0)
        .read(Stream.of("test_batch.bin"), CLASSES);
  }
}
