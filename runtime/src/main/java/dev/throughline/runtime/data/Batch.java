package dev.throughline.runtime.data;

import java.util.Arrays;
import java.util.Locale;

/**
 * Some samples, ready for a network. The loader builds into the same arrays again once the next
 * batch has been asked for.
 */
public final class Batch {
  private final float[] images;
  private final int[] labels;
  private int size;

  Batch(int capacity, int valuesPerImage) {
    long values = (long) capacity * valuesPerImage;
    if (values > Integer.MAX_VALUE - 8) {
      throw new DataException(
          String.format(Locale.ROOT,
              "a batch of %,d images of %,d values exceeds a Java array: use a smaller batch",
              capacity, valuesPerImage));
    }
    this.images = new float[(int) values];
    this.labels = new int[capacity];
  }

  /** Normalised images, {@code [n][h][w][c]}, and nothing after them. */
  public float[] images() {
    return size == labels.length
        ? images
        : Arrays.copyOf(images, images.length / labels.length * size);
  }

  /** Labels, {@code [n]}, and nothing after them. */
  public int[] labels() {
    return size == labels.length ? labels : Arrays.copyOf(labels, size);
  }

  /** Number of samples, the {@code n} of the arrays. */
  public int size() {
    return size;
  }

  void fill(Dataset data, int[] order, int from, int count, Dataset.Draw draw) {
    int values = data.values();
    byte[] pixels = new byte[values];
    byte[] changed = new byte[values];
    for (int i = 0; i < count; i++) {
      int index = order[from + i];
      data.build(index, draw, pixels, changed, images, i * values);
      labels[i] = data.label(index);
    }
    size = count;
  }
}
