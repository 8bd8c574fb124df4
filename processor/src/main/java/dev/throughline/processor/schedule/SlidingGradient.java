package dev.throughline.processor.schedule;

import dev.throughline.processor.graph.Window;
import java.util.List;
import java.util.Locale;

/**
 * A filter gradient of one vector of output channels and stride 1: each input pixel meets the filter's columns at
 * neighbouring output pixels, so it is broadcast once for all of them. The output's gradient is copied between
 * zero columns; the input is read where it is.
 *
 * @param channels input channels of a tile where registers are many
 * @param left zero columns before the output's gradient
 * @param bandColumns width of its copy, in pixels
 * @param blockRows rows of the output that share one copy
 */
public record SlidingGradient(
    Window window, int channels, int left, int bandColumns, int blockRows)
    implements ContractionSchedule {
  /** From a pixel of the copied gradient to the next, in floats. */
  public static final int PITCH = Panels.LANES;

  /** Floats of the output's gradient that one block of rows may hold: with as many rows of x, a first-level cache. */
  private static final int BLOCK = 4608;

  private static final int MOST_SUMS = 24;
  private static final int FEWEST_SUMS = 6;

  /** Vector registers of a machine that has many, but for one value of x. */
  private static final int MANY_REGISTERS = 31;

  static SlidingGradient of(Window v) {
    // Pixel w meets column s at output column w + pad − s.
    int left = Math.max(0, v.s() - 1 - v.padLeft());
    int bandColumns = left + Math.max(v.q(), v.w() + v.padLeft());
    int rows = v.p();
    while (rows > 1 && rows * bandColumns * PITCH > BLOCK) {
      rows = Math.ceilDiv(rows, 2);
    }
    return new SlidingGradient(v, channels(v), left, bandColumns, rows);
  }

  /** Whether this is the better algorithm for {@code v}. */
  static boolean suits(Window v) {
    return v.groups() == 1
        && v.dilationH() == 1
        && v.dilationW() == 1
        && v.k() <= PITCH
        && v.strideH() == 1
        && v.strideW() == 1
        && v.s() >= 2
        && v.s() <= MOST_SUMS / 3
        && channels(v) * v.s() >= FEWEST_SUMS;
  }

  /** The most input channels that divide all of them and leave their sums in registers. */
  private static int channels(Window v) {
    int sums = Math.min(MOST_SUMS, MANY_REGISTERS - v.s());
    for (int channels = Math.max(1, sums / v.s()); channels > 1; channels--) {
      if (v.c() % channels == 0) {
        return channels;
      }
    }
    return 1;
  }

  /**
   * The tile where registers are many. Where they are few, all columns of more than three channels would not fit: each
   * column is the product of the input with the gradient beside it, in tiles of {@link #taps}.
   */
  public Tile tile() {
    return new Tile.SlideGradient(channels, window.s());
  }

  /** Input channels of a tile where registers are few, and those that whole tiles leave over, if any. */
  public List<Integer> taps() {
    return FewTaps.tiles(window.c());
  }

  /** Whether {@link FewTaps} divides the input channels. */
  public boolean sharesTaps() {
    return FewTaps.areShared(window.c());
  }

  /** The tile that takes {@code taps} input channels where registers are few. */
  public static Tile tile(int taps) {
    return new Tile.Gradient(taps, 2);
  }

  @Override
  public List<Tile> tiles(Registers registers) {
    return registers == Registers.MANY ? List.of(tile())
        : taps().stream().map(SlidingGradient::tile).toList();
  }

  @Override
  public String text() {
    return String.format(Locale.ROOT, "sliding gradient, tile %d×%d×%d, block %d of %d rows",
        channels,
        window.s(), PITCH, blockRows, window.p());
  }

  @Override
  public int scratchFloats() {
    int sums = window.r() * window.c() * window.s() * PITCH;
    return sums + blockRows * bandColumns * PITCH;
  }
}
