package dev.throughline.processor.fusion;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the elements of a value lie in memory, which may be that of another value.
 *
 * @param holder the node whose memory it is
 * @param start floats from the first of the holder, of a sample if it grows with the batch, to the first of the value
 * @param sample floats from one sample to the next; 0 if the holder does not grow with the batch
 * @param strides floats from one index of each axis to the next
 */
public record Layout(Node holder, long start, long sample, List<Long> strides) {
  public Layout {
    strides = List.copyOf(strides);
  }

  /** Row-major in memory of its own. */
  static Layout own(Node node) {
    long sample = node.type().batched() ? node.type().elements() : 0;
    return new Layout(node, 0, sample, dense(node.type()));
  }

  private static List<Long> dense(TensorType type) {
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    for (int extent : type.extents().reversed()) {
      strides.addFirst(stride);
      stride *= extent;
    }
    return strides;
  }

  /** Whether a value of {@code type} lies together, in the order of its elements. */
  public boolean isDense(TensorType type) {
    return pitch(type, type.extents().size()).isPresent()
        && (!type.batched() || sample == type.elements());
  }

  /**
   * Floats from one row of {@code type} to the next, a row being its last {@code axes} axes, if the elements of a row lie
   * together and all rows are as far apart, those of the next sample behind those of the one before.
   */
  public Optional<Long> pitch(TensorType type, int axes) {
    List<Integer> extents = type.extents();
    int rows = extents.size() - axes;
    long together = 1;
    for (int axis = extents.size() - 1; axis >= rows; axis--) {
      if (extents.get(axis) > 1 && strides.get(axis) != together) {
        return Optional.empty();
      }
      together *= extents.get(axis);
    }
    long pitch = 0; // of the rows seen so far; 0 while there is but one
    long count = 1;
    for (int axis = rows - 1; axis >= 0; axis--) {
      if (extents.get(axis) == 1) {
        continue;
      }
      if (count > 1 && strides.get(axis) != count * pitch) {
        return Optional.empty();
      }
      pitch = count == 1 ? strides.get(axis) : pitch;
      count *= extents.get(axis);
    }
    if (!type.batched()) {
      return Optional.of(count == 1 ? together : pitch);
    }
    return count == 1 ? Optional.of(sample)
        : sample == count * pitch ? Optional.of(pitch) : Optional.empty();
  }

  /**
   * Floats from one row of a stack of three axes to the next where rows of the first axis take turns: those with one index
   * of the second lie together.
   */
  public Optional<Long> interleaved(TensorType stack) {
    if (stack.extents().size() != 3) {
      return Optional.empty();
    }
    List<Integer> order = List.of(1, 0, 2);
    List<Integer> extents = order.stream().map(stack.extents()::get).toList();
    return permuted(order).pitch(new TensorType(stack.batched(), extents), 2);
  }

  /** The part of it from {@code first} on, every so many elements. */
  Layout sliced(List<Integer> first, List<Integer> by) {
    long from = start;
    List<Long> steps = new ArrayList<>();
    for (int axis = 0; axis < strides.size(); axis++) {
      from += first.get(axis) * strides.get(axis);
      steps.add(by.get(axis) * strides.get(axis));
    }
    return new Layout(holder, from, sample, steps);
  }

  /** Row {@code index} of a matrix. */
  Layout row(int index) {
    return new Layout(holder, start + index * strides.getFirst(), sample, strides.subList(1, 2));
  }

  /** From feature {@code first} on. */
  Layout fromFeature(long first) {
    return new Layout(holder, start + first * strides.getLast(), sample, strides);
  }

  /** With axis {@code order[i]} as axis i. */
  Layout permuted(List<Integer> order) {
    return new Layout(holder, start, sample, order.stream().map(strides::get).toList());
  }

  /** The same elements of what is of type {@code from} under type {@code to}, unless those lie in no such order. */
  Optional<Layout> reshaped(TensorType from, TensorType to) {
    if (isDense(from)) {
      return Optional.of(new Layout(holder, start, sample, dense(to)));
    }
    List<Long> steps = new ArrayList<>();
    int axis = from.extents().size() - 1;
    long left = 1; // elements of the axis at hand that are not under one of the new axes yet
    long stride = 1;
    for (int extent : to.extents().reversed()) {
      long own = 0;
      long wanted = extent;
      while (wanted > 1) {
        while (left == 1) {
          left = from.extents().get(axis);
          stride = strides.get(axis--);
        }
        long taken = Math.min(wanted, left);
        boolean follows = own == 0 || stride == own * (extent / wanted);
        if (!follows || left % taken != 0 || wanted % taken != 0) {
          return Optional.empty();
        }
        own = own == 0 ? stride : own;
        left /= taken;
        stride *= taken;
        wanted /= taken;
      }
      steps.addFirst(own == 0 ? 1 : own);
    }
    return Optional.of(new Layout(holder, start, sample, steps));
  }
}
