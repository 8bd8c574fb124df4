package dev.throughline.samples.embedded;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the embedded images: a class-balanced, seeded subset of Fashion-MNIST in the format of the
 * original.
 *
 * <p>1,000 training and 200 test images of each of the ten classes, in the order of the source
 * files. The source is the folder of the four official files, which Debian's package {@code
 * dataset-fashion-mnist} puts into {@code /usr/share/datasets/fashion-mnist}.
 *
 * <p>Run from the root of the repository: {@code java
 * samples/src/test/java/dev/throughline/samples/embedded/FashionSubset.java SOURCE TARGET}.
 */
final class FashionSubset {

  private static final int IMAGES_MAGIC = 0x0803;
  private static final int LABELS_MAGIC = 0x0801;
  private static final int CLASSES = 10;
  private static final long SEED = 2017; // the year of the paper, Xiao et al., arXiv 1708.07747

  private FashionSubset() {}

  public static void main(String... arguments) throws IOException {
    Path source = Path.of(arguments[0]);
    Path target = Path.of(arguments[1]);
    Files.createDirectories(target);
    choose(source, target, "train", 1_000);
    choose(source, target, "t10k", 200);
  }

  private static void choose(Path source, Path target, String part, int perClass)
      throws IOException {
    String imagesFile = part + "-images-idx3-ubyte.gz";
    String labelsFile = part + "-labels-idx1-ubyte.gz";
    byte[] labels;
    try (DataInputStream in = open(source.resolve(labelsFile), LABELS_MAGIC)) {
      labels = in.readNBytes(in.readInt());
    }
    int[] chosen = balanced(labels, perClass);
    try (DataInputStream in = open(source.resolve(imagesFile), IMAGES_MAGIC);
        DataOutputStream out = create(target.resolve(imagesFile))) {
      int count = in.readInt();
      int height = in.readInt();
      int width = in.readInt();
      byte[] images = in.readNBytes(count * height * width);
      out.writeInt(IMAGES_MAGIC);
      out.writeInt(chosen.length);
      out.writeInt(height);
      out.writeInt(width);
      for (int i : chosen) {
        out.write(images, i * height * width, height * width);
      }
    }
    try (DataOutputStream out = create(target.resolve(labelsFile))) {
      out.writeInt(LABELS_MAGIC);
      out.writeInt(chosen.length);
      for (int i : chosen) {
        out.writeByte(labels[i]);
      }
    }
  }

  /** The positions of {@code perClass} images of every class, drawn by the seed, ascending. */
  private static int[] balanced(byte[] labels, int perClass) {
    Random random = new Random(SEED);
    return IntStream.range(0, CLASSES)
        .flatMap(label -> {
          List<Integer> ofClass = new ArrayList<>();
          for (int i = 0; i < labels.length; i++) {
            if (labels[i] == label) {
              ofClass.add(i);
            }
          }
          Collections.shuffle(ofClass, random);
          return ofClass.subList(0, perClass).stream().mapToInt(Integer::intValue);
        })
        .sorted()
        .toArray();
  }

  private static DataInputStream open(Path file, int magic) throws IOException {
    DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))));
    if (in.readInt() != magic) {
      in.close();
      throw new IOException(file + " is not the IDX file expected here");
    }
    return in;
  }

  private static DataOutputStream create(Path file) throws IOException {
    return new DataOutputStream(new SmallGzip(Files.newOutputStream(file)));
  }

  /** Gzip at its best compression; the repository carries the result. */
  private static final class SmallGzip extends GZIPOutputStream {
    SmallGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
