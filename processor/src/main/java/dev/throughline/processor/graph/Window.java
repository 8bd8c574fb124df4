package dev.throughline.processor.graph;

/**
 * The geometry of a convolution, in cuDNN's letters: input {@code c × h × w}, {@code k} filters of {@code
 * r × s}, output {@code k × p × q}.
 *
 * <p>Output row {@code p} reads input rows {@code p·strideH − padTop + (0 … r−1)}; rows outside the input
 * are zero. Padding at the bottom and right is whatever {@code p} and {@code q} imply.
 */
public record Window(
    int c,
    int h,
    int w,
    int k,
    int r,
    int s,
    int strideH,
    int strideW,
    int padTop,
    int padLeft,
    int p,
    int q) {

  /** A square kernel with the same stride and padding on every side. */
  public static Window square(int c, int h, int w, int k, int kernel, int stride, int padding) {
    return new Window(
        c,
        h,
        w,
        k,
        kernel,
        kernel,
        stride,
        stride,
        padding,
        padding,
        extent(h, kernel, stride, padding),
        extent(w, kernel, stride, padding));
  }

  /** {@code ⌊(in + 2·padding − kernel) / stride⌋ + 1}. */
  public static int extent(int in, int kernel, int stride, int padding) {
    return Math.floorDiv(in + 2 * padding - kernel, stride) + 1;
  }

  public TensorType input() {
    return TensorType.image(c, h, w);
  }

  public TensorType output() {
    return TensorType.image(k, p, q);
  }

  /** Stored {@code [r][c][s][k]}. */
  public TensorType weights() {
    return TensorType.fixed(r, c, s, k);
  }

  /** Multiply-adds of one sample, counted twice as is usual, border taps included. */
  public long flops() {
    return 2L * p * q * k * r * s * c;
  }
}
