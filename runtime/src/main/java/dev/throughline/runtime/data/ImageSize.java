package dev.throughline.runtime.data;

import java.util.Locale;

/** How large an image may be: an array of bytes, or of floats, must hold it. */
final class ImageSize {
  private static final long MOST_VALUES = 1 << 28;

  private ImageSize() {}

  static void check(int channels, int height, int width) {
    if (channels < 1 || height < 1 || width < 1) {
      throw new DataException(
          String.format(Locale.ROOT, "images of %d×%d×%d have no pixels", channels, height, width));
    }
    // In two steps: three such numbers may overflow even 64 bits.
    long pixels = (long) height * width;
    if (pixels > MOST_VALUES || pixels * channels > MOST_VALUES) {
      throw new DataException(
          String.format(Locale.ROOT,
              "images of %,d×%,d×%,d have more than %,d values: use smaller ones",
              channels, height, width, MOST_VALUES));
    }
  }
}
