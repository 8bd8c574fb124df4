package dev.throughline.samples.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.throughline.runtime.tensor.Philox;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/** Weights and images that depend on a name and an index only; the twin of {@code recording.py}. */
final class DrawnValues {
  private static final int CHUNK = 1 << 14;

  private DrawnValues() {}

  /** A parameter in published order; {@code gain} scales matrices and filters, biases are around {@code bias}. */
  static float[] weights(String name, double gain, double bias, int... shape) {
    long fanIn = IntStream.of(shape).skip(1).asLongStream().reduce(1, (a, b) -> a * b);
    return shape.length > 1
        ? draw(name, product(shape), gain * Math.sqrt(6.0 / fanIn), 0)
        : draw(name, product(shape), 0.25, name.endsWith("weight") ? 1 : bias);
  }

  /** Noise of unit variance, published {@code [n, c, h, w]}, stored {@code [n][h][w][c]}. */
  static float[] images(String name, int n, int c, int h, int w) {
    float[] published = draw(name, n * c * h * w, Math.sqrt(3), 0);
    float[] stored = new float[published.length];
    int at = 0;
    for (int i = 0; i < n * c; i++) {
      for (int pixel = 0; pixel < h * w; pixel++) {
        stored[(i / c * h * w + pixel) * c + i % c] = published[at++];
      }
    }
    return stored;
  }

  static int[] labels(int n, int classes) {
    return IntStream.range(0, n).map(i -> (7 * i + 3) % classes).toArray();
  }

  /** {@code scale · u + shift} for evenly spread u in [-1, 1). */
  private static float[] draw(String name, int size, double scale, double shift) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(UTF_8));
    float[] values = new float[size];
    IntStream.range(0, Math.ceilDiv(size, CHUNK))
        .parallel()
        .forEach(
            chunk -> {
              int[] words = new int[4];
              int end = Math.min(size, (chunk + 1) * CHUNK);
              for (int i = chunk * CHUNK; i < end; i++) {
                Philox.block(crc.getValue(), 0, i, words);
                double u = (words[0] >>> 8) * 0x1p-23 - 1;
                values[i] = (float) (scale * u + shift);
              }
            });
    return values;
  }

  private static int product(int... shape) {
    return IntStream.of(shape).reduce(1, Math::multiplyExact);
  }
}
