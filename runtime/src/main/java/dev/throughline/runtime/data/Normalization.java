package dev.throughline.runtime.data;

import dev.throughline.runtime.message.Quote;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How bytes become floats: {@code (byte / 255 - mean) / deviation}.
 *
 * <p>The mean is one number per channel or one per pixel and channel, the deviation one per
 * channel. Statistics belong to the training images; test images and images to predict use the
 * same.
 */
public final class Normalization {
  /** Bytes scaled to [0, 1]. */
  private static final float[] UNIT = new float[256];

  static {
    for (int value = 0; value < UNIT.length; value++) {
      UNIT[value] = value / 255f;
    }
  }

  private final float[] mean;
  private final float[] deviation;

  private Normalization(float[] mean, float[] deviation) {
    this.mean = mean;
    this.deviation = deviation;
    for (float d : deviation) {
      if (!(d > 0 && Float.isFinite(d))) {
        throw new DataException("a deviation must be positive, not %s".formatted(d));
      }
    }
    for (float m : mean) {
      if (!Float.isFinite(m)) {
        throw new DataException("a mean must be finite, not %s".formatted(m));
      }
    }
    if (mean.length == 0 || deviation.length == 0 || mean.length % deviation.length != 0) {
      throw new DataException(
          String.format(Locale.ROOT,
              "%d means and %d deviations do not belong to the same channels", mean.length,
              deviation.length));
    }
    for (int i = 0; i < mean.length; i++) {
      float largest = (1 + Math.abs(mean[i])) / deviation[i % deviation.length];
      if (!Float.isFinite(largest)) {
        throw new DataException("a deviation of %s is too small: values would become infinite"
            .formatted(deviation[i % deviation.length]));
      }
    }
  }

  /** Bytes to [0, 1], nothing else. */
  public static Normalization unit(int channels) {
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    return new Normalization(new float[channels], ones);
  }

  /** Given means and deviations of the channels, of bytes scaled to [0, 1]. */
  public static Normalization perChannel(float[] mean, float[] deviation) {
    return new Normalization(mean.clone(), deviation.clone());
  }

  /**
   * Mean and deviation of each channel over a training set. A channel of one value everywhere has the
   * deviation 0, which nothing can be divided by: it gets 1 instead, so that it becomes 0 throughout.
   */
  public static Normalization perChannel(Dataset training) {
    return Statistics.of(training.images()).perChannel();
  }

  /**
   * The mean of each pixel and channel over a training set (He et al. 2015, section 4.2), and the
   * deviation of each channel, 1 where that is 0.
   */
  public static Normalization perPixelMean(Dataset training) {
    return Statistics.of(training.images()).perPixelMean();
  }

  /** Normalises one image of {@code count} bytes. */
  void apply(byte[] pixels, int count, float[] into, int at) {
    int channels = deviation.length;
    int place = 0; // of the mean: of a pixel's channel, or of the image's pixel and channel
    for (int i = 0; i < count; i += channels) {
      if (place == mean.length) {
        place = 0;
      }
      for (int c = 0; c < channels; c++) {
        into[at + i + c] = (UNIT[pixels[i + c] & 0xFF] - mean[place++]) / deviation[c];
      }
    }
  }

  /** Fails unless this fits images of the size given. */
  void check(Images images) {
    int pixels = images.height() * images.width() * images.channels();
    if (deviation.length != images.channels()
        || (mean.length != deviation.length && mean.length != pixels)) {
      throw new DataException(
          String.format(Locale.ROOT,
              "a normalisation of %d means and %d channels does not fit images of %d×%d×%d",
              mean.length, deviation.length, images.channels(), images.height(), images.width()));
    }
  }

  /** All numbers as text, exactly; {@link #parse} reads it. */
  public String toText() {
    return text(mean) + ";" + text(deviation);
  }

  /** Reads what {@link #toText} wrote. */
  public static Normalization parse(String text) {
    int middle = text.indexOf(';');
    if (middle < 0) {
      throw new DataException("%s is not a normalisation".formatted(Quote.name(text)));
    }
    try {
      return new Normalization(
          numbers(text.substring(0, middle)), numbers(text.substring(middle + 1)));
    } catch (NumberFormatException e) {
      throw new DataException("%s is not a normalisation".formatted(Quote.name(text)), e);
    }
  }

  private static String text(float[] numbers) {
    return IntStream.range(0, numbers.length)
        .mapToObj(i -> Float.toString(numbers[i]))
        .collect(Collectors.joining(","));
  }

  private static float[] numbers(String text) {
    String[] parts = text.split(",", -1);
    float[] numbers = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Float.parseFloat(parts[i]);
    }
    return numbers;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Normalization that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(deviation, that.deviation);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(deviation);
  }

  @Override
  public String toString() {
    return mean.length == deviation.length
        ? "mean %s, deviation %s".formatted(Arrays.toString(mean), Arrays.toString(deviation))
        : "mean per pixel, deviation %s".formatted(Arrays.toString(deviation));
  }
}
