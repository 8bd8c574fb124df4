package dev.throughline.runtime.data;

import dev.throughline.runtime.tensor.Philox;

/** A random change of an image that leaves its size and its class. Immutable and thread-safe. */
@FunctionalInterface
public interface Augmentation {
  /**
   * Writes a changed copy.
   *
   * @param pixels the image, stored {@code [h][w][c]}, left as it is
   * @param into receives as many bytes
   * @param random a stream of this sample in this epoch alone
   */
  void apply(byte[] pixels, byte[] into, int height, int width, int channels, Philox random);
}
