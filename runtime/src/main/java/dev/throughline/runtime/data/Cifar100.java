package dev.throughline.runtime.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CIFAR-100 in its official binary form: records of a coarse label, a fine label and 32×32 pixels,
 * plane after plane. Labels are the fine ones.
 *
 * <p>The folder is {@code cifar-100-binary} or the one that holds it. Class names come from {@code
 * fine_label_names.txt} if it is there.
 */
public final class Cifar100 {
  private static final String ARCHIVE_FOLDER = "cifar-100-binary";
  private static final int CLASSES = 100;

  private Cifar100() {}

  /** The training images: 50,000 in {@code train.bin}. */
  public static Dataset train(Path folder) {
    return read(folder, "train.bin");
  }

  /** The test images: 10,000 in {@code test.bin}. */
  public static Dataset test(Path folder) {
    return read(folder, "test.bin");
  }

  private static Dataset read(Path folder, String file) {
    CifarRecords records = new CifarRecords(folder, ARCHIVE_FOLDER, 2, 1);
    return records.read(Stream.of(file), classNames(records.folder()));
  }

  private static List<String> classNames(Path folder) {
    Path file = folder.resolve("fine_label_names.txt");
    if (!Files.exists(file)) {
      return IntStream.range(0, CLASSES).mapToObj("class %d"::formatted).toList();
    }
    try {
      List<String> names = Files.readAllLines(file).stream().filter(n -> !n.isBlank()).toList();
      if (names.size() != CLASSES) {
        throw new DataException(
            String.format(Locale.ROOT, "`%s` names %d classes, not %d", file, names.size(),
                CLASSES));
      }
      return names;
    } catch (IOException e) {
      throw new DataException("cannot read `%s`: %s".formatted(file, e.getMessage()), e);
    }
  }
}
