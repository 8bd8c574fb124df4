package dev.throughline.runtime.tensor;

import java.util.Arrays;
import java.util.Locale;

/**
 * The published extents of a tensor, and the order in which its axes are stored.
 *
 * <p>Published extents are PyTorch's: filters {@code [k, c, r, s]}, linear weights {@code [k, c]},
 * images {@code [n, c, h, w]}. {@code order[i]} names the published axis that is stored at place
 * {@code i}, slowest first; the last one is contiguous. Immutable.
 */
public final class Layout {
  private final int[] extents;
  private final int[] order;
  private final int[] strides;
  private final int size;

  private Layout(int[] extents, int[] order) {
    this.extents = extents;
    this.order = order;
    this.strides = new int[extents.length];
    boolean[] seen = new boolean[extents.length];
    if (order.length != extents.length) {
      throw new IllegalArgumentException(
          "storage order %s does not name each axis of %s once"
              .formatted(Arrays.toString(order), Arrays.toString(extents)));
    }
    long stride = 1;
    for (int place = order.length - 1; place >= 0; place--) {
      int axis = order[place];
      if (axis < 0 || axis >= extents.length || seen[axis]) {
        throw new IllegalArgumentException(
            "storage order %s does not name each axis of %s once"
                .formatted(Arrays.toString(order), Arrays.toString(extents)));
      }
      if (extents[axis] < 1) {
        throw new IllegalArgumentException(
            "extents %s are not all positive".formatted(Arrays.toString(extents)));
      }
      seen[axis] = true;
      strides[axis] = (int) stride;
      stride *= extents[axis];
      if (stride > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a tensor of extents %s has more elements than a Java array"
                .formatted(Arrays.toString(extents)));
      }
    }
    this.size = (int) stride;
  }

  /** A tensor stored in the order it is published in. */
  public static Layout of(int... extents) {
    int[] order = new int[extents.length];
    Arrays.setAll(order, i -> i);
    return new Layout(extents.clone(), order);
  }

  /** The same extents, stored in another order of axes, slowest first. */
  public Layout stored(int... newOrder) {
    return new Layout(extents, newOrder.clone());
  }

  /** Convolution filters, published {@code [k, c, r, s]}, stored {@code [r][c][s][k]}. */
  public static Layout filters(int k, int c, int r, int s) {
    return of(k, c, r, s).stored(2, 1, 3, 0);
  }

  /** Linear weights, published {@code [k, c]}, stored {@code [c][k]}. */
  public static Layout linear(int k, int c) {
    return of(k, c).stored(1, 0);
  }

  /** One image or feature map, published {@code [c, h, w]}, stored {@code [h][w][c]}. */
  public static Layout image(int c, int h, int w) {
    return of(c, h, w).stored(1, 2, 0);
  }

  /** A batch of images, published {@code [n, c, h, w]}, stored {@code [n][h][w][c]}. */
  public static Layout images(int n, int c, int h, int w) {
    return of(n, c, h, w).stored(0, 2, 3, 1);
  }

  /** {@code n} of these one after another, the new axis first: {@code [n, ...]}. */
  public Layout times(int n) {
    int[] manyExtents = new int[extents.length + 1];
    int[] manyOrder = new int[order.length + 1];
    manyExtents[0] = n;
    for (int i = 0; i < extents.length; i++) {
      manyExtents[i + 1] = extents[i];
      manyOrder[i + 1] = order[i] + 1;
    }
    return new Layout(manyExtents, manyOrder);
  }

  /** Number of axes. */
  public int rank() {
    return extents.length;
  }

  /** Number of elements. */
  public int size() {
    return size;
  }

  /** Published extent of {@code axis}. */
  public int extent(int axis) {
    if (axis < 0 || axis >= extents.length) {
      throw new IndexOutOfBoundsException(
          String.format(Locale.ROOT, "there is no axis %d: the tensor %s has %d, from 0 on", axis,
              this, extents.length));
    }
    return extents[axis];
  }

  /** The published extents. */
  public int[] extents() {
    return extents.clone();
  }

  /** The published axis stored at each place, slowest first. */
  public int[] order() {
    return order.clone();
  }

  /** The distance in memory between neighbours along each published axis. */
  public int[] strides() {
    return strides.clone();
  }

  /** Place in memory of the element at a published index. */
  public int at(int... index) {
    if (index.length != extents.length) {
      throw new IndexOutOfBoundsException(
          String.format(Locale.ROOT, "index %s has %d axes, the tensor %s has %d",
              Arrays.toString(index), index.length, this, extents.length));
    }
    int place = 0;
    for (int axis = 0; axis < index.length; axis++) {
      if (index[axis] < 0 || index[axis] >= extents[axis]) {
        throw new IndexOutOfBoundsException(
            "index %s lies outside the tensor %s".formatted(Arrays.toString(index), this));
      }
      place += index[axis] * strides[axis];
    }
    return place;
  }

  /** Copies {@code size()} stored elements into published row-major order. */
  public void publish(float[] stored, int storedFrom, float[] published, int publishedFrom) {
    checkRoom("stored", stored, storedFrom);
    checkRoom("published", published, publishedFrom);
    walk((place, flat) -> published[publishedFrom + flat] = stored[storedFrom + place]);
  }

  /** Copies {@code size()} elements in published row-major order into storage. */
  public void store(float[] published, int publishedFrom, float[] stored, int storedFrom) {
    checkRoom("published", published, publishedFrom);
    checkRoom("stored", stored, storedFrom);
    walk((place, flat) -> stored[storedFrom + place] = published[publishedFrom + flat]);
  }

  /** Fails before anything is copied, rather than half-way. */
  private void checkRoom(String what, float[] array, int from) {
    if (from < 0 || size > array.length - from) {
      throw new IndexOutOfBoundsException(
          String.format(Locale.ROOT,
              "the tensor %s has %,d elements, which do not fit the %s array of %,d from %,d on",
              this, size, what, array.length, from));
    }
  }

  /** Visits every element in published row-major order. */
  void walk(Visitor visitor) {
    int[] index = new int[extents.length];
    int place = 0;
    for (int flat = 0; flat < size; flat++) {
      visitor.visit(place, flat);
      for (int axis = index.length - 1; axis >= 0; axis--) {
        place += strides[axis];
        if (++index[axis] < extents[axis]) {
          break;
        }
        place -= strides[axis] * extents[axis];
        index[axis] = 0;
      }
    }
  }

  /** Receives the place in memory and the published row-major position of one element. */
  interface Visitor {
    void visit(int place, int flat);
  }

  /** Whether both publish the same extents, in whatever order they are stored. */
  public boolean sameExtents(int... others) {
    return Arrays.equals(extents, others);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Layout that
        && Arrays.equals(extents, that.extents)
        && Arrays.equals(order, that.order);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(extents) + Arrays.hashCode(order);
  }

  /** The published extents, as {@code f32[16, 3, 3, 3]}. */
  @Override
  public String toString() {
    return "f32" + Arrays.toString(extents);
  }
}
