package dev.throughline.processor.schedule;

import dev.throughline.processor.graph.Window;
import java.util.Locale;

/**
 * A filter gradient of one vector of output channels and stride 1: each input pixel meets the filter's columns at
 * neighbouring output pixels, so it is broadcast once for all of them. The output's gradient is copied between
 * zero columns; the input is read where it is.
 *
 * @param channels input channels of a tile
 * @param left zero columns before the output's gradient
 * @param bandColumns width of its copy, in pixels
 * @param blockRows rows of the output that share one copy
 */
public record SlidingGradient(
    Window window, int channels, int left, int bandColumns, int blockRows)
    implements ContractionSchedule {
  /** From a pixel of the copied gradient to the next, in floats. */
  public static final int PITCH = Panels.LANES;

  /** Floats of the output's gradient that one block of rows may hold. */
  private static final int BLOCK = 18 * 1024;

  private static final int MOST_SUMS = 16;
  private static final int FEWEST_SUMS = 6;

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
        && v.s() <= MOST_SUMS / 2
        && channels(v) * v.s() >= FEWEST_SUMS;
  }

  /** The most input channels that divide all of them and leave their sums in registers. */
  private static int channels(Window v) {
    for (int channels = Math.max(1, MOST_SUMS / v.s()); channels > 1; channels--) {
      if (v.c() % channels == 0) {
        return channels;
      }
    }
    return 1;
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
