package dev.throughline.runtime.data;

import java.math.BigInteger;

/**
 * Sums of bytes and of their squares over a set of images. Whole numbers, so exact and the same in
 * any order.
 *
 * @param sums by place {@code [h][w][c]}
 * @param squares by channel
 */
record Statistics(int count, int channels, long[] sums, long[] squares) {
  private static final double LARGEST_BYTE = 255;

  static Statistics of(Images images) {
    int channels = images.channels();
    int places = images.height() * images.width() * channels;
    if (images.size() == 0) {
      throw new DataException("no statistics can be taken of an empty set of images");
    }
    long[] sums =
        Heap.take("sums over all pixels", (long) places * Long.BYTES, "use smaller images",
            () -> new long[places]);
    long[] squares = new long[channels];
    byte[] pixels = new byte[places];
    for (int i = 0; i < images.size(); i++) {
      images.read(i, pixels);
      for (int c = 0; c < channels; c++) {
        long squaresOfImage = 0;
        for (int place = c; place < places; place += channels) {
          int value = pixels[place] & 0xFF;
          sums[place] += value;
          squaresOfImage += value * value;
        }
        squares[c] += squaresOfImage;
      }
    }
    return new Statistics(images.size(), channels, sums, squares);
  }

  Normalization perChannel() {
    float[] mean = new float[channels];
    for (int c = 0; c < channels; c++) {
      mean[c] = (float) (sum(c) / (valuesPerChannel() * LARGEST_BYTE));
    }
    return Normalization.perChannel(mean, deviations());
  }

  Normalization perPixelMean() {
    float[] mean = new float[sums.length];
    for (int place = 0; place < mean.length; place++) {
      mean[place] = (float) (sums[place] / (count * LARGEST_BYTE));
    }
    return Normalization.perChannel(mean, deviations());
  }

  private long sum(int c) {
    long sum = 0;
    for (int place = c; place < sums.length; place += channels) {
      sum += sums[place];
    }
    return sum;
  }

  /**
   * {@code √(n Σx² - (Σx)²) / n}. In whole numbers up to the root: the difference of two large numbers that
   * are nearly the same is where rounding would show.
   */
  private float[] deviations() {
    float[] deviations = new float[channels];
    BigInteger n = BigInteger.valueOf(valuesPerChannel());
    for (int c = 0; c < channels; c++) {
      BigInteger spread =
          n.multiply(BigInteger.valueOf(squares[c])).subtract(BigInteger.valueOf(sum(c)).pow(2));
      // A channel of one value everywhere carries nothing; dividing by 1 leaves it at zero.
      deviations[c] =
          spread.signum() == 0
              ? 1
              : (float) (Math.sqrt(spread.doubleValue()) / (n.doubleValue() * LARGEST_BYTE));
    }
    return deviations;
  }

  private long valuesPerChannel() {
    return (long) count * (sums.length / channels);
  }
}
