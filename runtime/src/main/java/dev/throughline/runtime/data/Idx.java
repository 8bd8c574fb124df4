package dev.throughline.runtime.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The IDX format of MNIST and Fashion-MNIST, compressed with gzip or not: grey images in one file,
 * labels in another.
 */
public final class Idx {
  private static final int IMAGES_MAGIC = 0x0803; // unsigned bytes, three dimensions
  private static final int LABELS_MAGIC = 0x0801; // unsigned bytes, one dimension
  private static final int LARGEST_SIDE = 1 << 14;
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

  private static Dataset inFolder(Path folder, String part) {
    return read(
        find(folder, part + "-images-idx3-ubyte"), find(folder, part + "-labels-idx1-ubyte"));
  }

  private static Path find(Path folder, String name) {
    return SUFFIXES.stream()
        .map(suffix -> folder.resolve(name + suffix))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () -> new DataException(
                "there is neither `%s` nor `%s.gz` in `%s`".formatted(name, name, folder)));
  }

  /** Any two files, of images and of their labels; classes are named by their numbers. */
  public static Dataset read(Path images, Path labels) {
    try (InputStream imageBytes = Files.newInputStream(images);
        InputStream labelBytes = Files.newInputStream(labels)) {
      return read(imageBytes, images.toString(), labelBytes, labels.toString());
    } catch (IOException e) {
      throw new DataException(
          "cannot read `%s` or `%s`: %s".formatted(images, labels, e.getMessage()), e);
    }
  }

  /**
   * Images and labels from streams, such as resources; classes are named by their numbers.
   *
   * @param imagesName what messages call the images
   * @param labelsName what messages call the labels
   */
  public static Dataset read(
      InputStream images, String imagesName, InputStream labels, String labelsName) {
    int[] readLabels = readLabels(labels, labelsName);
    int classes = Arrays.stream(readLabels).max().orElse(0) + 1;
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return readImages(images, imagesName, readLabels, labelsName, names);
  }

  /** The same with names for the classes. */
  public static Dataset read(
      InputStream images,
      String imagesName,
      InputStream labels,
      String labelsName,
      List<String> classNames) {
    return readImages(images, imagesName, readLabels(labels, labelsName), labelsName, classNames);
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
            String.format(Locale.ROOT, "`%s` claims images of %,d×%,d pixels: it is damaged", name,
                height, width));
      }
      if (count != labels.length) {
        throw new DataException(
            String.format(Locale.ROOT, "`%s` has %,d images but `%s` has %,d labels", name, count,
                labelsName, labels.length));
      }
      // One array an image, each after its bytes have proved to be there: a lying count costs
      // nothing.
      List<byte[]> pixels = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        pixels.add(in.bytes(height * width));
      }
      in.expectEnd();
      return Dataset.of(1, height, width, pixels, labels, classNames);
    } catch (IOException e) {
      throw new DataException("cannot read `%s`: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static int[] readLabels(InputStream stream, String name) {
    try (IdxStream in = IdxStream.open(stream, name, LABELS_MAGIC, "labels")) {
      int count = in.dimension();
      byte[] bytes = in.bytes(count);
      in.expectEnd();
      int[] labels = new int[count];
      for (int i = 0; i < count; i++) {
        labels[i] = bytes[i] & 0xFF;
      }
      return labels;
    } catch (IOException e) {
      throw new DataException("cannot read `%s`: %s".formatted(name, e.getMessage()), e);
    }
  }
}
