package dev.throughline.runtime.data;

import dev.throughline.runtime.message.Quote;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
  private static final int LONGEST_TEXT = 1 << 16;

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
      return IntStream.range(0, CLASSES).mapToObj("class %s"::formatted).toList();
    }
    try (InputStream in = DataFile.open(file)) {
      String text = new String(in.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
      List<String> names = text.lines().map(String::strip).filter(n -> !n.isEmpty()).toList();
      if (names.size() != CLASSES) {
        throw new DataException(
            String.format(Locale.ROOT, "%s names %d classes, not %d", Quote.path(file),
                names.size(), CLASSES));
      }
      return names;
    } catch (IOException e) {
      throw DataFile.unreadable(file, e);
    }
  }
}
