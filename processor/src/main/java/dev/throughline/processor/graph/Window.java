package dev.throughline.processor.graph;

import java.util.Locale;

/**
 * The geometry of a convolution, in cuDNN's letters: input {@code c × h × w}, {@code k} filters of {@code
 * r × s}, output {@code k × p × q}.
 *
 * <p>Output row {@code p} reads input rows {@code p·strideH − padTop + (0 … r−1)·dilationH}; rows outside
 * the input are zero. Padding at the bottom and right is whatever {@code p} and {@code q} imply. Channels and
 * filters are divided into {@code groups} runs of equal length: the filters of a group read its channels only.
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
    int q,
    int dilationH,
    int dilationW,
    int groups) {
  private static final int MOST_RESIDUES = 36;

  public Window {
    if (c % groups != 0 || k % groups != 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d channels and %d filters in %d groups", c, k, groups));
    }
  }

  /** What a window does along one axis: {@code kernel} taps, {@code dilation} apart. */
  public record Along(int kernel, int stride, int padding, int dilation) {
    public Along(int kernel, int stride, int padding) {
      this(kernel, stride, padding, 1);
    }

    /** From the first tap to the last, both included. */
    public int reach() {
      return (kernel - 1) * dilation + 1;
    }

    /** {@code ⌊(in + 2·padding − reach) / stride⌋ + 1} windows fit. */
    public int extent(int in) {
      return Math.floorDiv(in + 2 * padding - reach(), stride) + 1;
    }

    /** The same rounded up: one more where that covers what is left, unless it would start in the padding. */
    public int extentRoundedUp(int in) {
      int extent = Math.ceilDiv(in + 2 * padding - reach(), stride) + 1;
      return (extent - 1) * stride >= in + padding ? extent - 1 : extent;
    }
  }

  /** Without groups and dilation. */
  public Window(
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
    this(c, h, w, k, r, s, strideH, strideW, padTop, padLeft, p, q, 1, 1, 1);
  }

  /** The same padding on opposite sides. */
  public static Window of(int c, int h, int w, int k, Along rows, Along columns, int groups) {
    return of(c, h, w, k, rows, columns, rows.extent(h), columns.extent(w), groups);
  }

  /** As many windows as cover the input, as far as each starts in it or in the padding before it. */
  public static Window roundedUp(int c, int h, int w, Along rows, Along columns) {
    int p = rows.extentRoundedUp(h);
    int q = columns.extentRoundedUp(w);
    return of(c, h, w, c, rows, columns, p, q, 1);
  }

  private static Window of(
      int c, int h, int w, int k, Along rows, Along columns, int p, int q, int groups) {
    return new Window(
        c,
        h,
        w,
        k,
        rows.kernel,
        columns.kernel,
        rows.stride,
        columns.stride,
        rows.padding,
        columns.padding,
        p,
        q,
        rows.dilation,
        columns.dilation,
        groups);
  }

  /** A square kernel with the same stride and padding on every side. */
  public static Window square(int c, int h, int w, int k, int kernel, int stride, int padding) {
    Along along = new Along(kernel, stride, padding);
    return of(c, h, w, k, along, along, 1);
  }

  /** {@code ⌊(in + 2·padding − kernel) / stride⌋ + 1}. */
  public static int extent(int in, int kernel, int stride, int padding) {
    return new Along(kernel, stride, padding).extent(in);
  }

  public TensorType input() {
    return TensorType.image(c, h, w);
  }

  public TensorType output() {
    return TensorType.image(k, p, q);
  }

  /**
   * Whether the windows stand so far apart that too few taps meet an element of the input for its gradient to be
   * a convolution: that has one part for each residue of row and column.
   */
  public boolean isSparse() {
    return (long) Math.min(strideH, h) * Math.min(strideW, w) > MOST_RESIDUES;
  }

  /** Channels that a filter reads. */
  public int groupChannels() {
    return c / groups;
  }

  /** Filters of a group. */
  public int groupFilters() {
    return k / groups;
  }

  /** Rows that an average over output row {@code row} divides by; see {@link #counted}. */
  public int countedRows(int row) {
    return counted(row * strideH - padTop, r, h, padTop);
  }

  /** Columns likewise. */
  public int countedColumns(int column) {
    return counted(column * strideW - padLeft, s, w, padLeft);
  }

  /**
   * An average counts the padding as zeros, as much behind the input as before it; what a last window covers
   * beyond that is not counted.
   */
  private static int counted(int start, int kernel, int in, int padding) {
    return Math.min(start + kernel, in + padding) - start;
  }

  /** Stored {@code [r][c / groups][s][k]}. */
  public TensorType weights() {
    return TensorType.fixed(r, groupChannels(), s, k);
  }

  /** Multiply-adds of one sample, counted twice as is usual, border taps included. */
  public long flops() {
    return 2L * p * q * k * r * s * groupChannels();
  }

  /** Whether each pixel of the output meets the pixel of the input at its place, and no other. */
  public boolean isPointwise() {
    return groups == 1 && r == 1 && s == 1 && strideH == 1 && strideW == 1 && padTop == 0
        && padLeft == 0 && p == h && q == w;
  }

  /** Whether there are as many groups as channels and as filters. */
  public boolean isChannelwise() {
    return groups > 1 && groups == c && groups == k;
  }
}
