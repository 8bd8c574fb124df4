package dev.throughline.runtime.tensor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * A live view on a slice of a buffer, indexed by published axes.
 *
 * <p>Nothing is copied: what a step writes into the buffer is seen here, and what is set here is
 * what the next step reads.
 */
public final class Tensor {
  private final float[] buffer;
  private final int offset;
  private final Layout layout;
  private final Runnable afterWrite;

  private Tensor(float[] buffer, int offset, Layout layout, Runnable afterWrite) {
    Objects.checkFromIndexSize(offset, layout.size(), buffer.length);
    this.buffer = buffer;
    this.offset = offset;
    this.layout = layout;
    this.afterWrite = afterWrite;
  }

  /** A view on {@code layout.size()} floats of {@code buffer} from {@code offset} on. */
  public static Tensor of(float[] buffer, int offset, Layout layout) {
    return new Tensor(buffer, offset, layout, () -> {});
  }

  /** The same view, telling {@code afterWrite} whenever an element was set through it. */
  public static Tensor of(float[] buffer, int offset, Layout layout, Runnable afterWrite) {
    return new Tensor(buffer, offset, layout, afterWrite);
  }

  /** Published extents and storage order. */
  public Layout layout() {
    return layout;
  }

  /** Published extents. */
  public int[] shape() {
    return layout.extents();
  }

  /** Number of elements. */
  public int size() {
    return layout.size();
  }

  /** The element at a published index. */
  public float get(int... index) {
    return buffer[offset + layout.at(index)];
  }

  /** Sets the element at a published index. */
  public void set(float value, int... index) {
    buffer[offset + layout.at(index)] = value;
    afterWrite.run();
  }

  /** A copy of all elements, in published row-major order. */
  public float[] toArray() {
    float[] published = new float[layout.size()];
    layout.publish(buffer, offset, published, 0);
    return published;
  }

  /** Sets all elements from an array in published row-major order. */
  public void set(float[] published) {
    if (published.length != layout.size()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d values do not fill the tensor %s of %d elements",
              published.length, layout, layout.size()));
    }
    layout.store(published, 0, buffer, offset);
    afterWrite.run();
  }

  /** Sets every element to one value. */
  public void fill(float value) {
    Arrays.fill(buffer, offset, offset + layout.size(), value);
    afterWrite.run();
  }

  /** Whether every element is a number: none infinite, none NaN. */
  public boolean isFinite() {
    for (int i = offset; i < offset + layout.size(); i++) {
      if (!Float.isFinite(buffer[i])) {
        return false;
      }
    }
    return true;
  }

  /** Euclidean norm, summed in double in storage order. */
  public double norm() {
    double sum = 0;
    for (int i = offset; i < offset + layout.size(); i++) {
      sum += (double) buffer[i] * buffer[i];
    }
    return Math.sqrt(sum);
  }

  /** Extents and norm, for people. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s norm %.6g", layout, norm());
  }
}
