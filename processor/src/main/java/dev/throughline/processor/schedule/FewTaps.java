package dev.throughline.processor.schedule;

import java.util.List;

/**
 * How taps are divided among tiles of two vectors where registers are few: ten sums hide the latency of fma, and HotSpot
 * keeps them in registers; of twelve it spills four.
 */
public final class FewTaps {
  /** Taps of the larger tile. */
  public static final int MOST = 5;

  /** Of the smaller: with tiles of both sizes, or of one, any number from 12 on is covered. */
  public static final int LESS = 4;

  private FewTaps() {}

  /** The tiles that cover {@code taps}: the larger and the smaller, or one and what it leaves over. */
  static List<Integer> tiles(int taps) {
    if (areShared(taps)) {
      return List.of(MOST, LESS);
    }
    int tile = Math.ceilDiv(taps, Math.ceilDiv(taps, MOST));
    return taps % tile == 0 ? List.of(tile) : List.of(tile, taps % tile);
  }

  /** Whether tiles of both sizes cover {@code taps}, which are many: all such numbers share a kernel. */
  static boolean areShared(int taps) {
    return taps > 2 * MOST && fit(taps);
  }

  /**
   * Whether tiles of both sizes, perhaps none of one, cover {@code taps}: as many of the larger as there are taps beyond
   * {@link #LESS} for each.
   */
  static boolean fit(int taps) {
    return taps >= LESS * Math.ceilDiv(taps, MOST);
  }
}
