package dev.throughline.processor.graph;

import java.util.List;

/**
 * What a node computes. {@link GraphInterpreter} defines each one; {@link GraphBuilder} types it.
 *
 * <p>All are pure but {@link StateUpdate}, whose effect is visible to the next step only. Sums may be
 * regrouped by a backend as long as it always regroups them in the same way.
 */
public sealed interface Primitive {

  /** What the caller provides for each step. */
  record Input(String name, InputRole role) implements Primitive {}

  enum InputRole {
    /** Read by members, in training and in inference. */
    DATA,
    /** What a loss compares with, in training only. */
    TARGET
  }

  /** A trainable tensor. */
  record Parameter(ParameterInfo info) implements Primitive {}

  /** A tensor that is kept from step to step but not trained, such as a running mean; starts without chance. */
  record State(String name, Initializer initial) implements Primitive {}

  /** {@code value}, or {@code value / n} if {@code overBatch}; a scalar. */
  record Constant(float value, boolean overBatch) implements Primitive {}

  /** {@code body} applied to the inputs element by element; all have the type of the result. */
  record Map(Expr body) implements Primitive {}

  /** Repeats the input along every axis that is not among {@code axes}. */
  record Spread(Axes axes) implements Primitive {}

  /** Reduces along every axis that is not among {@code axes}. */
  record Reduce(Reduction reduction, Axes axes) implements Primitive {}

  enum Reduction {
    SUM,
    MEAN,
    MAX
  }

  /** Mean (row 0) and biased variance (row 1) of each feature over batch and positions: {@code f32[2, c]}. */
  record Moments() implements Primitive {}

  /** Row {@code row} of a fixed tensor: {@code f32[m, c]} to {@code f32[c]}. */
  record Pick(int row) implements Primitive {}

  /** {@code y[…, k] = Σc x[…, c] · w[c, k]}. Inputs x, w. */
  record MatMul() implements Primitive {}

  /** {@code dx[…, c] = Σk dy[…, k] · w[c, k]}. Inputs dy, w. */
  record MatMulInputGradient() implements Primitive {}

  /** {@code dw[c, k] = Σn,… x[…, c] · dy[…, k]}. Inputs x, dy. */
  record MatMulFilterGradient() implements Primitive {}

  /**
   * The product of two stacks of matrices, one pair for each sample and each index before the last two:
   * {@code y[…, m, k] = Σc a[…, m, c] · b[…, c, k]}. Inputs a, b; a transposed operand has its last two axes
   * exchanged, {@code a[…, c, m]} or {@code b[…, k, c]}.
   */
  record BatchMatMul(boolean transposeA, boolean transposeB) implements Primitive {}

  /**
   * Rows of a table: {@code y[…, c] = table[i[…], c]}. Inputs i, whole numbers from 0 to the number of
   * rows, and the table.
   */
  record Gather() implements Primitive {}

  /**
   * The gradient of {@link Gather} with respect to the table: {@code dtable[r, c] = Σ dy[…, c]} where {@code
   * i[…] = r}, added in the order of the samples and their positions. Inputs i, dy.
   */
  record GatherGradient() implements Primitive {}

  /**
   * {@code y[p, q, k] = Σr,c,s x[p·stride − pad + r·dilation, q·stride − pad + s·dilation, c] · w[r, c, s, k]},
   * where c runs over the channels of k's group. Inputs x, w.
   */
  record Conv2d(Window window) implements Primitive {}

  /** The gradient of {@link Conv2d} with respect to x. Inputs dy, w. */
  record Conv2dInputGradient(Window window) implements Primitive {}

  /** The gradient of {@link Conv2d} with respect to w. Inputs x, dy. */
  record Conv2dFilterGradient(Window window) implements Primitive {}

  /**
   * Maximum or average over the window of each channel ({@code k = c}). Padding never is the maximum; an
   * average counts padding as zeros, as PyTorch does by default. The last window may reach beyond the
   * padding, and an average then divides by fewer.
   */
  record Pool(Pooling pooling, Window window) implements Primitive {}

  /**
   * The gradient of {@link Pool}. Inputs x, y, dy, of an average dy alone. The gradient of a maximum goes to
   * the first largest element of its window, in row order.
   */
  record PoolGradient(Pooling pooling, Window window) implements Primitive {}

  enum Pooling {
    MAX,
    AVERAGE
  }

  /**
   * The mean of each of {@code count} {@link Bins} along {@code axis} of an image: 0 for its rows, 1 for its
   * columns.
   */
  record BinMeans(int axis, int count) implements Primitive {}

  /** The gradient of {@link BinMeans}, {@code in} being the extent of its input along the axis. Input dy. */
  record BinMeansGradient(int axis, int in) implements Primitive {}

  /** The same elements in the same order under another type; costs nothing. */
  record Reshape() implements Primitive {}

  /** Axis i of the result is axis {@code order[i]} of the input; the batch, if any, stays first and is not counted. */
  record Permute(List<Integer> order) implements Primitive {
    public Permute {
      order = List.copyOf(order);
    }
  }

  /**
   * Every {@code stride}-th element from {@code start}, per axis, the batch not counted: result element i is
   * input element {@code start + i·stride}.
   */
  record Slice(List<Integer> start, List<Integer> stride) implements Primitive {
    public Slice {
      start = List.copyOf(start);
      stride = List.copyOf(stride);
    }
  }

  /** The gradient of {@link Slice}: input element i becomes element {@code start + i·stride}, all others are zero. */
  record Scatter(List<Integer> start, List<Integer> stride) implements Primitive {
    public Scatter {
      start = List.copyOf(start);
      stride = List.copyOf(stride);
    }
  }

  /** The inputs side by side along the features. */
  record Concat() implements Primitive {}

  /** Writes its input (1) over the state (0) after the step; its value is that input. */
  record StateUpdate() implements Primitive {}

  /** Whether this is a leaf that holds its value from outside the step. */
  default boolean isLeaf() {
    return switch (this) {
      case Input _, Parameter _, State _, Constant _ -> true;
      case Map _, Spread _, Reduce _, Moments _, Pick _ -> false;
      case MatMul _, MatMulInputGradient _, MatMulFilterGradient _ -> false;
      case BatchMatMul _, Gather _, GatherGradient _ -> false;
      case Conv2d _, Conv2dInputGradient _, Conv2dFilterGradient _ -> false;
      case Pool _, PoolGradient _, BinMeans _, BinMeansGradient _ -> false;
      case Reshape _, Permute _, Slice _, Scatter _, Concat _ -> false;
      case StateUpdate _ -> false;
    };
  }
}
