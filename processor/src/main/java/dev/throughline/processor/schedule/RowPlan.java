package dev.throughline.processor.schedule;

import dev.throughline.processor.graph.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution or its input gradient as sums over rows of a zero-bordered band.
 *
 * <p>Stored features-last, the {@code s·c} values that a filter's row meets lie side by side, so an output
 * pixel is, for each filter row, the product of a run of the band with a matrix. A strided input
 * gradient falls apart into {@code strideH · strideW} such convolutions of stride 1, one for each
 * residue of (row, column): the taps that meet a pixel depend on nothing else. Groups of channels are
 * such sums of their own, one after the other.
 *
 * @param channelwise whether each channel of the result meets one channel of what is read, its own: then lanes
 *     run over both, and all channels are one group
 * @param groups of channels
 * @param in channels of what is read, of one group
 * @param inRows its height
 * @param inColumns its width
 * @param out channels of the result, of one group
 * @param outRows height of the whole result
 * @param outColumns width of the whole result
 * @param stride rows and columns that the filter moves for one output row or column
 * @param step distance of a pass's neighbouring pixels in the result
 * @param dilation distance of the taps of a pass in what is read
 */
public record RowPlan(
    boolean channelwise,
    int groups,
    int in,
    int inRows,
    int inColumns,
    int out,
    int outRows,
    int outColumns,
    Step stride,
    Step step,
    Step dilation,
    List<Pass> passes) {

  /** Vertical and horizontal distances. */
  public record Step(int rows, int columns) {}

  /**
   * One convolution: filter rows and columns, the border above and left of the input that it reads
   * (negative where it starts inside), and where its result lies.
   *
   * @param taps for each row and column of the pass, the row and column of the stored filter
   * @param packedAt where its packed weights start, among those of a group
   */
  public record Pass(
      int rows,
      int columns,
      int top,
      int left,
      int outRows,
      int outColumns,
      int firstRow,
      int firstColumn,
      Taps taps,
      int packedAt) {}

  /** Pass row t meets filter row {@code firstRow + t·rowStep}; columns likewise. */
  public record Taps(int firstRow, int rowStep, int firstColumn, int columnStep) {}

  public RowPlan {
    passes = List.copyOf(passes);
  }

  static RowPlan forward(Window v) {
    Pass pass =
        new Pass(
            v.r(), v.s(), v.padTop(), v.padLeft(), v.p(), v.q(), 0, 0, new Taps(0, 1, 0, 1), 0);
    boolean channelwise = v.isChannelwise();
    return new RowPlan(
        channelwise,
        channelwise ? 1 : v.groups(),
        channelwise ? v.c() : v.groupChannels(),
        v.h(),
        v.w(),
        channelwise ? v.k() : v.groupFilters(),
        v.p(),
        v.q(),
        new Step(v.strideH(), v.strideW()),
        new Step(1, 1),
        dilation(v.dilationH(), v.r(), v.dilationW(), v.s()),
        List.of(pass));
  }

  static RowPlan inputGradient(Window v) {
    boolean channelwise = v.isChannelwise();
    int weights = channelwise
        ? panels(true, v.c()).padded()
        : v.groupFilters() * Panels.of(v.groupChannels()).padded();
    List<Pass> passes = new ArrayList<>();
    int packedAt = 0;
    for (int a = 0; a < Math.min(v.strideH(), v.h()); a++) {
      Residue rows = Residue.of(a, v.padTop(), v.strideH(), v.dilationH(), v.r());
      for (int b = 0; b < Math.min(v.strideW(), v.w()); b++) {
        Residue columns = Residue.of(b, v.padLeft(), v.strideW(), v.dilationW(), v.s());
        passes.add(
            new Pass(
                columns.taps == 0 ? 0 : rows.taps,
                columns.taps,
                rows.border,
                columns.border,
                Math.ceilDiv(v.h() - a, v.strideH()),
                Math.ceilDiv(v.w() - b, v.strideW()),
                a,
                b,
                new Taps(rows.lastTap, -rows.tapStep, columns.lastTap, -columns.tapStep),
                packedAt));
        packedAt += rows.taps * columns.taps * weights;
      }
    }
    return new RowPlan(
        channelwise,
        channelwise ? 1 : v.groups(),
        channelwise ? v.k() : v.groupFilters(),
        v.p(),
        v.q(),
        channelwise ? v.c() : v.groupChannels(),
        v.h(),
        v.w(),
        new Step(1, 1),
        new Step(v.strideH(), v.strideW()),
        dilation(
            v.dilationH() / divisor(v.dilationH(), v.strideH()),
            v.r(),
            v.dilationW() / divisor(v.dilationW(), v.strideW()),
            v.s()),
        passes);
  }

  /** A single tap is at no distance from another. */
  private static Step dilation(int rows, int r, int columns, int s) {
    return new Step(r == 1 ? 1 : rows, s == 1 ? 1 : columns);
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  /**
   * Along one axis, the taps that meet inputs of residue {@code a}: those that, dilated, are congruent to {@code
   * a + pad}. Read from the last to the first, they meet ascending outputs.
   */
  private record Residue(int taps, int border, int lastTap, int tapStep) {
    static Residue of(int a, int pad, int stride, int dilation, int filter) {
      int tapStep = stride / divisor(stride, dilation);
      for (int tap = 0; tap < Math.min(tapStep, filter); tap++) {
        if ((a + pad - tap * dilation) % stride == 0) {
          int taps = Math.ceilDiv(filter - tap, tapStep);
          int lastTap = tap + (taps - 1) * tapStep;
          return new Residue(taps, (lastTap * dilation - a - pad) / stride, lastTap, tapStep);
        }
      }
      return new Residue(0, 0, 0, tapStep);
    }
  }

  public Panels panels() {
    return panels(channelwise, out);
  }

  private static Panels panels(boolean channelwise, int channels) {
    return channelwise ? new Panels(channels, 1) : Panels.of(channels);
  }

  /** Channels of what is read that one channel of the result meets. */
  public int depth() {
    return channelwise ? 1 : in;
  }

  /**
   * Whether tiles slide: pixels side by side share what they read, which pays where one vector of channels
   * leaves little else to do. Weights are then packed {@code [r][c][s]} instead of {@code [r][s][c]}.
   */
  public boolean slides() {
    Pass pass = passes.getFirst();
    return passes.size() == 1
        && !channelwise
        && panels().vectors() == 1
        && stride.columns() == 1
        && dilation.columns() == 1
        && pass.columns() >= 2
        && pass.columns() <= 5
        && in >= 8;
  }

  /** Pixels of a tile. */
  public int tilePixels() {
    return channelwise
        ? panels().tilePixels(passColumns(), 8)
        : panels().tilePixels(passColumns());
  }

  /**
   * Whether the band holds, for each pixel of the result, the run that its filter meets: dilated taps do not lie
   * side by side.
   */
  public boolean gathers() {
    return dilation.columns() > 1 && !channelwise;
  }

  /** Floats of the packed weights of all passes of a group. */
  public int packed() {
    return passes.stream().mapToInt(p -> p.rows() * p.columns() * depth() * panels().padded())
        .sum();
  }

  /** Zero columns left of the input in the band. */
  public int leftBorder() {
    return Math.max(0, passes.stream().mapToInt(Pass::left).max().orElseThrow());
  }

  /** Rows of the input above the first that the first output row may read. */
  public int topBorder() {
    return passes.stream().mapToInt(Pass::top).max().orElseThrow();
  }

  /** Rows of input that {@code count} output rows of every pass meet. */
  public int bandRows(int count) {
    int below =
        passes.stream()
            .mapToInt(p -> (p.rows() - 1) * dilation.rows() - p.top())
            .max()
            .orElseThrow();
    return Math.max(0, (count - 1) * stride.rows() + topBorder() + below + 1);
  }

  /** Whether the last lanes of a pixel are the first of the next, or lie behind the last. */
  boolean readsBeyond() {
    return channelwise && panels().ragged();
  }

  /** Width of the band when each output row is computed in tiles of {@code pixels}. */
  public int bandColumns(int pixels) {
    if (gathers()) {
      return passes.stream()
          .mapToInt(p -> Math.ceilDiv(p.outColumns(), pixels) * pixels * p.columns())
          .max()
          .orElseThrow();
    }
    int reach = inColumns;
    for (Pass p : passes) {
      int computed = Math.ceilDiv(p.outColumns(), pixels) * pixels;
      int taps = p.columns() == 0 ? 0 : (p.columns() - 1) * dilation.columns() + 1;
      reach = Math.max(reach, (computed - 1) * stride.columns() + taps - p.left());
    }
    return leftBorder() + reach;
  }

  /** Rows of output of the largest pass. */
  public int passRows() {
    return passes.stream().mapToInt(Pass::outRows).max().orElseThrow();
  }

  public int passColumns() {
    return passes.stream().mapToInt(Pass::outColumns).max().orElseThrow();
  }
}
