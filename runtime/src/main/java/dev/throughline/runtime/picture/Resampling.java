package dev.throughline.runtime.picture;

/**
 * One axis of a picture scaled by a triangle filter that widens as the picture shrinks, so that no pixel
 * is skipped. Weights are whole numbers of 22 bits and sums are rounded to bytes after each axis, as in
 * Pillow's {@code resize} with {@code BILINEAR}: the result is the same on every machine.
 *
 * @param first where the window of an output begins in the input
 * @param weights of the inputs in each window
 */
record Resampling(int[] first, int[][] weights) {
  private static final int PRECISION = 22;
  private static final int HALF = 1 << (PRECISION - 1);

  /** Outputs {@code from} to {@code from + count} of {@code inputs} scaled to {@code outputs}. */
  static Resampling of(int inputs, long outputs, long from, int count) {
    int[] first = new int[count];
    int[][] weights = new int[count][];
    double scale = (double) inputs / outputs;
    double support = Math.max(1, scale);
    for (int i = 0; i < count; i++) {
      double centre = (from + i + 0.5) * scale;
      int begin = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(inputs, (int) (centre + support + 0.5));
      first[i] = begin;
      weights[i] = triangle(begin, end, centre, support);
    }
    return new Resampling(first, weights);
  }

  private static int[] triangle(int begin, int end, double centre, double support) {
    double[] shares = new double[end - begin];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      // A product with the reciprocal, not a quotient: Pillow's last bit.
      shares[i] = Math.max(0, 1 - Math.abs((i + begin - centre + 0.5) * (1 / support)));
      sum += shares[i];
    }
    int[] weights = new int[shares.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (int) (0.5 + shares[i] / sum * (1 << PRECISION));
    }
    return weights;
  }

  /** Both axes, columns first. */
  Both then(Resampling rows) {
    return new Both(this, rows);
  }

  /** How columns and rows are scaled. */
  record Both(Resampling columns, Resampling rows) {
    byte[] apply(Picture picture) {
      int channels = picture.channels();
      int width = columns.first.length;
      int height = rows.first.length;
      int top = rows.first[0];
      int bottom = rows.first[height - 1] + rows.weights[height - 1].length;
      byte[] narrow = new byte[(bottom - top) * width * channels];
      for (int h = top; h < bottom; h++) {
        columns.along(picture.pixels(), h * picture.width() * channels, channels, channels, narrow,
            (h - top) * width * channels, channels);
      }
      byte[] result = new byte[height * width * channels];
      int row = width * channels;
      for (int w = 0; w < width; w++) {
        rows.along(narrow, w * channels - top * row, row, channels, result, w * channels, row);
      }
      return result;
    }
  }

  /** One line; the input at {@code i} lies at {@code from + i · step}. */
  private void along(
      byte[] in, int from, int step, int channels, byte[] out, int to, int outStep) {
    for (int i = 0; i < first.length; i++) {
      int[] window = weights[i];
      for (int c = 0; c < channels; c++) {
        int sum = HALF;
        int at = from + first[i] * step + c;
        for (int weight : window) {
          sum += weight * (in[at] & 0xFF);
          at += step;
        }
        out[to + i * outStep + c] = (byte) Math.clamp(sum >> PRECISION, 0, 255);
      }
    }
  }
}
