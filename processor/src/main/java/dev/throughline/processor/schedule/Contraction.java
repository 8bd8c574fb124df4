package dev.throughline.processor.schedule;

import dev.throughline.processor.graph.Window;
import java.util.List;

/**
 * A sum of products: a matrix product, a convolution, or one of their gradients.
 *
 * <p>Letters are cuDNN's: x input with c channels of h × w, w weights, y output with k channels of p × q;
 * r, s count the rows and columns of a filter; d… is a gradient of the loss. Images are stored {@code
 * [n][h][w][c]}, convolution weights {@code [r][c][s][k]}, weights of a matrix product {@code [c][k]}.
 */
public sealed interface Contraction {

  /** {@code y[n,p,q,k] = Σ r,s,c x[n, p·stride − pad + r, q·stride − pad + s, c] · w[r,c,s,k]}, taps possibly dilated. */
  record ConvForward(Window window) implements Contraction {}

  /** {@code dx[n,h,w,c] = Σ r,s,k dy[n,p,q,k] · w[r,c,s,k]} where p, q, r, s meet at h, w. */
  record ConvInputGradient(Window window) implements Contraction {}

  /** {@code dw[r,c,s,k] = Σ n,p,q x[n, p·stride − pad + r, q·stride − pad + s, c] · dy[n,p,q,k]}. */
  record ConvFilterGradient(Window window) implements Contraction {}

  /**
   * {@code y[m,k] = Σ c x[m,c] · w[c,k]}.
   *
   * @param rows rows of x that each sample of the batch has
   */
  record MatMul(int rows, int c, int k) implements Contraction {}

  /** {@code dx[m,c] = Σ k dy[m,k] · w[c,k]}. */
  record MatMulInputGradient(int rows, int c, int k) implements Contraction {}

  /** {@code dw[c,k] = Σ m x[m,c] · dy[m,k]}. */
  record MatMulFilterGradient(int rows, int c, int k) implements Contraction {}

  /**
   * {@code y[n,h,m,k] = Σ c a[n,h,m,c] · b[n,h,c,k]}: both factors belong to a sample.
   *
   * @param matrices pairs h of each sample
   */
  record BatchMatMul(int matrices, int m, int c, int k, Stack a, Stack b, Stack y)
      implements Contraction {}

  /**
   * How a stack of matrices lies in memory: floats from one sample, one matrix and one row to the next.
   * The elements of a row lie side by side.
   *
   * @param transposed whether what lies in a row is a column of the factor
   */
  record Stack(int sample, int matrix, int row, boolean transposed) {
    /** Matrix after matrix, row after row. */
    public static Stack dense(int matrices, int rows, int columns, boolean transposed) {
      return new Stack(matrices * rows * columns, rows * columns, columns, transposed);
    }
  }

  /** Whether the sum runs over the batch, so that its result does not grow with it. */
  default boolean overBatch() {
    return switch (this) {
      case ConvFilterGradient _, MatMulFilterGradient _ -> true;
      case ConvForward _, ConvInputGradient _, MatMul _, MatMulInputGradient _ -> false;
      case BatchMatMul _ -> false;
    };
  }

  /** This contraction in its cheapest form: a 1×1 convolution of stride 1 is a matrix product. */
  default Contraction simplest() {
    return switch (this) {
      case ConvForward(Window v) when v.isPointwise() -> new MatMul(v.h() * v.w(), v.c(), v.k());
      case ConvInputGradient(Window v) when v.isPointwise() ->
          new MatMulInputGradient(v.h() * v.w(), v.c(), v.k());
      case ConvFilterGradient(Window v) when v.isPointwise() ->
          new MatMulFilterGradient(v.h() * v.w(), v.c(), v.k());
      default -> this;
    };
  }

  /** Whether it is the product of a matrix with weights, or one of its gradients. */
  default boolean isProduct() {
    return switch (this) {
      case MatMul _, MatMulInputGradient _, MatMulFilterGradient _ -> true;
      case ConvForward _, ConvInputGradient _, ConvFilterGradient _, BatchMatMul _ -> false;
    };
  }

  /** Elements of the weights, or of their gradient; 0 if there are none. */
  default long weights() {
    return switch (this) {
      case ConvForward(Window v) -> v.weights().elements();
      case ConvInputGradient(Window v) -> v.weights().elements();
      case ConvFilterGradient(Window v) -> v.weights().elements();
      case MatMul(_, int c, int k) -> (long) c * k;
      case MatMulInputGradient(_, int c, int k) -> (long) c * k;
      case MatMulFilterGradient(_, int c, int k) -> (long) c * k;
      case BatchMatMul _ -> 0;
    };
  }

  /** Elements of the two factors and of the result, of one sample where they belong to a sample. */
  default List<Long> sizes() {
    return switch (this) {
      case ConvForward(Window v) ->
          List.of(v.input().elements(), weights(), v.output().elements());
      case ConvInputGradient(Window v) ->
          List.of(v.output().elements(), weights(), v.input().elements());
      case ConvFilterGradient(Window v) ->
          List.of(v.input().elements(), v.output().elements(), weights());
      case MatMul(int m, int c, int k) -> List.of((long) m * c, weights(), (long) m * k);
      case MatMulInputGradient(int m, int c, int k) ->
          List.of((long) m * k, weights(), (long) m * c);
      case MatMulFilterGradient(int m, int c, int k) ->
          List.of((long) m * c, (long) m * k, weights());
      case BatchMatMul(int h, int m, int c, int k, _, _, _) ->
          List.of((long) h * m * c, (long) h * c * k, (long) h * m * k);
    };
  }

  /** Multiply-adds of one sample, counted twice as is usual, border taps included. */
  default long flops() {
    return switch (this) {
      case ConvForward(Window v) -> v.flops();
      case ConvInputGradient(Window v) -> v.flops();
      case ConvFilterGradient(Window v) -> v.flops();
      case MatMul(int m, int c, int k) -> 2L * m * c * k;
      case MatMulInputGradient(int m, int c, int k) -> 2L * m * c * k;
      case MatMulFilterGradient(int m, int c, int k) -> 2L * m * c * k;
      case BatchMatMul(int h, int m, int c, int k, _, _, _) -> 2L * h * m * c * k;
    };
  }
}
