package dev.throughline.samples.embedded;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Idx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * A class-balanced subset of Fashion-MNIST (Xiao et al. 2017, arXiv 1708.07747): grey images of
 * 28×28, ten classes. Its licence stands beside the files.
 */
public final class EmbeddedFashion {
  private static final String FOLDER = "/dev/throughline/samples/fashion-mnist/";
  private static final List<String> CLASSES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private EmbeddedFashion() {}

  /** 10,000 training images, 1,000 of each class. */
  public static Dataset train() {
    return read("train");
  }

  /** 2,000 test images, 200 of each class. */
  public static Dataset test() {
    return read("t10k");
  }

  private static Dataset read(String part) {
    String images = part + "-images-idx3-ubyte.gz";
    String labels = part + "-labels-idx1-ubyte.gz";
    try (InputStream imageBytes = open(images);
        InputStream labelBytes = open(labels)) {
      return Idx.read(imageBytes, images, labelBytes, labels, CLASSES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String file) {
    return Objects.requireNonNull(
        EmbeddedFashion.class.getResourceAsStream(FOLDER + file), "the jar lacks " + file);
  }
}
