package dev.throughline.runtime.data;

import dev.throughline.runtime.tensor.Philox;
import java.util.Arrays;
import java.util.Locale;

/**
 * The augmentation of He et al. 2015, section 4.2: pad on each side with black, crop at random to
 * the old size, mirror left and right with probability one half.
 *
 * @param padding pixels on each side
 * @param flip whether to mirror
 */
public record PadCropFlip(int padding, boolean flip) implements Augmentation {
  private static final int MOST_PADDING = 1 << 20;

  public PadCropFlip {
    if (padding < 0 || padding > MOST_PADDING) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "the padding must be from 0 to %,d, not %,d", MOST_PADDING,
              padding));
    }
  }

  /** Crops and mirrors; 4 is the paper's padding. */
  public static PadCropFlip of(int padding) {
    return new PadCropFlip(padding, true);
  }

  /** The same without mirroring, for images such as digits. */
  public PadCropFlip withoutFlip() {
    return new PadCropFlip(padding, false);
  }

  @Override
  public void apply(
      byte[] pixels, byte[] into, int height, int width, int channels, Philox random) {
    int down = random.nextInt(2 * padding + 1) - padding;
    int right = random.nextInt(2 * padding + 1) - padding;
    boolean mirror = random.nextInt(2) == 1 && flip;
    int row = width * channels;
    // Columns of the result that show a part of the image: 0 <= w + right < width.
    int from = Math.clamp(-right, 0, width);
    int to = Math.clamp((long) width - right, from, width);
    for (int h = 0; h < height; h++) {
      int source = h + down;
      int at = h * row;
      if (source < 0 || source >= height) {
        Arrays.fill(into, at, at + row, (byte) 0);
        continue;
      }
      Arrays.fill(into, at, at + from * channels, (byte) 0);
      Arrays.fill(into, at + to * channels, at + row, (byte) 0);
      if (to > from) {
        System.arraycopy(
            pixels,
            source * row + (from + right) * channels,
            into,
            at + from * channels,
            (to - from) * channels);
      }
      if (mirror) {
        mirror(into, at, width, channels);
      }
    }
  }

  private static void mirror(byte[] image, int at, int width, int channels) {
    for (int left = 0, right = width - 1; left < right; left++, right--) {
      for (int c = 0; c < channels; c++) {
        byte kept = image[at + left * channels + c];
        image[at + left * channels + c] = image[at + right * channels + c];
        image[at + right * channels + c] = kept;
      }
    }
  }
}
