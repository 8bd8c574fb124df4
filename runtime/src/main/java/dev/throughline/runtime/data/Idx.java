package dev.throughline.runtime.data;

import dev.throughline.runtime.message.Quote;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The IDX format of MNIST and Fashion-MNIST, compressed with gzip or not: grey images in one file,
 * labels in another. Classes are named by their numbers; the two halves in a folder have the same ones,
 * whatever labels each of them holds.
 *
 * <p>Nothing that a header claims is believed before it is read, and images that do not fit into memory are
 * refused before they take any.
 */
public final class Idx {
  private static final int IMAGES_MAGIC = 0x0803; // unsigned bytes, three dimensions
  private static final int LABELS_MAGIC = 0x0801; // unsigned bytes, one dimension
  private static final int LARGEST_SIDE = 1 << 14;
  private static final List<String> PARTS = List.of("train", "t10k");
  private static final String IMAGES = "-images-idx3-ubyte";
  private static final String LABELS = "-labels-idx1-ubyte";
  private static final List<String> SUFFIXES = List.of("", ".gz");

  private Idx() {}

  /** {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte}, with {@code .gz} or not. */
  public static Dataset train(Path folder) {
    return inFolder(folder, "train");
  }

  /** {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, with {@code .gz} or not. */
  public static Dataset test(Path folder) {
    return inFolder(folder, "t10k");
  }

  /** The test images with names for the classes, such as those of the training images. */
  public static Dataset test(Path folder, List<String> classNames) {
    return read(file(folder, "t10k" + IMAGES), file(folder, "t10k" + LABELS), classNames);
  }

  private static Dataset inFolder(Path folder, String part) {
    Path images = file(folder, part + IMAGES);
    Path labels = file(folder, part + LABELS);
    int classes =
        PARTS.stream()
            .map(half -> find(folder, half + LABELS))
            .flatMap(Optional::stream)
            .mapToInt(file -> classes(labels(file)))
            .max()
            .orElse(0);
    return read(images, labels, numbered(classes));
  }

  private static Path file(Path folder, String name) {
    return find(folder, name)
        .orElseThrow(
            () -> new DataException(
                "there is neither `%s` nor `%s.gz` in %s"
                    .formatted(name, name, Quote.path(folder))));
  }

  private static Optional<Path> find(Path folder, String name) {
    return SUFFIXES.stream()
        .map(suffix -> folder.resolve(name + suffix))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Any two files, of images and of their labels; classes are named by the numbers up to the largest label. */
  public static Dataset read(Path images, Path labels) {
    return read(images, labels, numbered(classes(labels(labels))));
  }

  /** The same with names for the classes, such as those of the training images. */
  public static Dataset read(Path images, Path labels, List<String> classNames) {
    int[] found = labels(labels);
    try (InputStream in = DataFile.open(images)) {
      return readImages(in, Quote.path(images), found, Quote.path(labels), classNames);
    } catch (IOException e) {
      throw DataFile.unreadable(images, e);
    }
  }

  private static int[] labels(Path file) {
    try (InputStream in = DataFile.open(file)) {
      return readLabels(in, Quote.path(file));
    } catch (IOException e) {
      throw DataFile.unreadable(file, e);
    }
  }

  private static int classes(int[] labels) {
    return Arrays.stream(labels).max().orElse(-1) + 1;
  }

  private static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  /**
   * Images and labels from streams, such as resources; classes are named by their numbers.
   *
   * @param imagesName what messages call the images
   * @param labelsName what messages call the labels
   */
  public static Dataset read(
      InputStream images, String imagesName, InputStream labels, String labelsName) {
    int[] found = readLabels(labels, Quote.name(labelsName));
    return readImages(
        images, Quote.name(imagesName), found, Quote.name(labelsName), numbered(classes(found)));
  }

  /** The same with names for the classes. */
  public static Dataset read(
      InputStream images,
      String imagesName,
      InputStream labels,
      String labelsName,
      List<String> classNames) {
    return readImages(
        images,
        Quote.name(imagesName),
        readLabels(labels, Quote.name(labelsName)),
        Quote.name(labelsName),
        classNames);
  }

  private static Dataset readImages(
      InputStream stream,
      String name,
      int[] labels,
      String labelsName,
      List<String> classNames) {
    try (IdxStream in = IdxStream.open(stream, name, IMAGES_MAGIC, "images")) {
      int count = in.dimension();
      int height = in.dimension();
      int width = in.dimension();
      if (height < 1 || height > LARGEST_SIDE || width < 1 || width > LARGEST_SIDE) {
        throw new DataException(
            String.format(Locale.ROOT, "%s claims images of %,d×%,d pixels: it is damaged", name,
                height, width));
      }
      if (count != labels.length) {
        throw new DataException(
            String.format(Locale.ROOT, "%s has %,d images but %s has %,d labels", name, count,
                labelsName, labels.length));
      }
      long bytes = (long) count * (height * width + Heap.BYTES_PER_IMAGE);
      in.expect((long) count * height * width, bytes);
      return Heap.take(
          "the images of " + name, bytes, "use fewer images",
          () -> Dataset.of(1, height, width, in.images(count, height * width), labels, classNames));
    } catch (IOException | UncheckedIOException e) {
      throw DataFile.unreadable(name, e);
    }
  }

  private static int[] readLabels(InputStream stream, String name) {
    try (IdxStream in = IdxStream.open(stream, name, LABELS_MAGIC, "labels")) {
      int count = in.dimension();
      in.expect(count, (long) count * Heap.BYTES_PER_IMAGE);
      byte[] bytes = in.bytes(count);
      in.expectEnd();
      int[] labels = new int[count];
      for (int i = 0; i < count; i++) {
        labels[i] = bytes[i] & 0xFF;
      }
      return labels;
    } catch (IOException e) {
      throw DataFile.unreadable(name, e);
    }
  }
}
