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
  /** Rows and columns that are copied at a time: 32 cache lines on either side. */
  private static final int SQUARE = 32;

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
    squares(
        (place, placeStep, flat, flatStep, rows, columns) -> {
          for (int row = 0; row < rows; row++) {
            int from = storedFrom + place + row * placeStep;
            int to = publishedFrom + flat + row;
            for (int column = 0; column < columns; column++) {
              published[to + column * flatStep] = stored[from + column];
            }
          }
        });
  }

  /** Copies {@code size()} elements in published row-major order into storage. */
  public void store(float[] published, int publishedFrom, float[] stored, int storedFrom) {
    checkRoom("published", published, publishedFrom);
    checkRoom("stored", stored, storedFrom);
    squares(
        (place, placeStep, flat, flatStep, rows, columns) -> {
          for (int row = 0; row < rows; row++) {
            int from = publishedFrom + flat + row;
            int to = storedFrom + place + row * placeStep;
            for (int column = 0; column < columns; column++) {
              stored[to + column] = published[from + column * flatStep];
            }
          }
        });
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

  /**
   * Visits all elements, so many rows of so many columns at a time that either side stays in a near cache: rows are along
   * the last published axis, columns along the one that is stored last. Element by element, each would miss the cache on
   * one side.
   */
  private void squares(Square square) {
    if (extents.length == 0) {
      square.copy(0, 1, 0, 1, 1, 1);
      return;
    }
    int rowAxis = extents.length - 1;
    int columnAxis = order[rowAxis];
    boolean together = rowAxis == columnAxis;
    int[] flatSteps = of(extents).strides;
    int rows = together ? 1 : extents[rowAxis];
    int columns = extents[columnAxis];
    int most = together ? columns : SQUARE;
    int[] index = new int[extents.length];
    int place = 0;
    int flat = 0;
    for (int axis = 0; axis >= 0;) {
      for (int row = 0; row < rows; row += SQUARE) {
        for (int column = 0; column < columns; column += most) {
          square.copy(
              place + row * strides[rowAxis] + column, strides[rowAxis],
              flat + row + column * flatSteps[columnAxis], flatSteps[columnAxis],
              Math.min(SQUARE, rows - row), Math.min(most, columns - column));
        }
      }
      for (axis = rowAxis - 1; axis >= 0; axis--) {
        if (axis == columnAxis) {
          continue;
        }
        place += strides[axis];
        flat += flatSteps[axis];
        if (++index[axis] < extents[axis]) {
          break;
        }
        place -= strides[axis] * extents[axis];
        flat -= flatSteps[axis] * extents[axis];
        index[axis] = 0;
      }
    }
  }

  /** Copies elements that lie together on both sides. */
  private interface Square {
    /**
     * From {@code place} in memory and position {@code flat} in published row-major order.
     *
     * @param placeStep from one row to the next in memory, where columns are neighbours
     * @param flatStep from one column to the next as published, where rows are neighbours
     */
    void copy(int place, int placeStep, int flat, int flatStep, int rows, int columns);
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
