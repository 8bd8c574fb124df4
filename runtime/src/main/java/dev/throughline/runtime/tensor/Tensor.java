package dev.throughline.runtime.tensor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * A live view on a slice of a {@link Memory}, indexed by published axes.
 *
 * <p>Nothing is kept here: what a step writes into the memory is seen here, and what is set here is
 * what the next step reads. Memory that is elsewhere is asked anew each time, so read a tensor as a whole.
 */
public final class Tensor {
  private final Memory memory;
  private final int offset;
  private final Layout layout;
  private final Runnable afterWrite;

  private Tensor(Memory memory, int offset, Layout layout, Runnable afterWrite) {
    Objects.checkFromIndexSize(offset, layout.size(), memory.size());
    this.memory = memory;
    this.offset = offset;
    this.layout = layout;
    this.afterWrite = afterWrite;
  }

  /** A view on {@code layout.size()} floats of an array from {@code offset} on. */
  public static Tensor of(float[] array, int offset, Layout layout) {
    return of(HostMemory.of(array), offset, layout);
  }

  /** A view on {@code layout.size()} floats of {@code memory} from {@code offset} on. */
  public static Tensor of(Memory memory, int offset, Layout layout) {
    return new Tensor(memory, offset, layout, () -> {});
  }

  /** The same view, telling {@code afterWrite} whenever an element was set through it. */
  public static Tensor of(Memory memory, int offset, Layout layout, Runnable afterWrite) {
    return new Tensor(memory, offset, layout, afterWrite);
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
    return memory.get(offset + layout.at(index));
  }

  /** Sets the element at a published index. */
  public void set(float value, int... index) {
    memory.set(offset + layout.at(index), value);
    afterWrite.run();
  }

  /** A copy of all elements, in published row-major order. */
  public float[] toArray() {
    return memory.read(offset, layout);
  }

  /** Sets all elements from an array in published row-major order. */
  public void set(float[] published) {
    if (published.length != layout.size()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d values do not fill the tensor %s of %d elements",
              published.length, layout, layout.size()));
    }
    memory.write(offset, layout, published);
    afterWrite.run();
  }

  /** Sets every element to one value. */
  public void fill(float value) {
    float[] values = new float[layout.size()];
    Arrays.fill(values, value);
    memory.write(offset, values, 0, values.length);
    afterWrite.run();
  }

  /** Whether every element is a number: none infinite, none NaN. */
  public boolean isFinite() {
    return memory.isFinite(offset, layout.size());
  }

  /** Euclidean norm, summed in double in storage order. */
  public double norm() {
    return memory.norm(offset, layout.size());
  }

  /** Extents and norm, for people. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s norm %.6g", layout, norm());
  }
}
