package dev.throughline.processor.schedule;

import dev.throughline.processor.graph.Window;
import java.util.List;
import java.util.Locale;

/**
 * A filter gradient, summed over pixels, rows and images in that order; the sums of a tile of taps and channels
 * stay in registers along the rows of a block. Where taps are dilated, the runs that they meet are gathered for
 * each pixel of the output.
 *
 * @param panels of the output's channels, of one group
 * @param tapTiles the tile that covers a run of taps where registers are many, and the one for what it leaves over, if
 *     any
 * @param channelwise whether every channel is a group of its own: then lanes run over all of them as one group
 * @param channels of the input, of one group
 * @param gathers whether runs are gathered
 * @param direct whether tiles read the input where it is
 * @param bandColumns width of the copy of the input, in pixels
 * @param blockRows rows of the output that share one copy
 */
public record RowGradient(
    Window window,
    Panels panels,
    List<Integer> tapTiles,
    boolean channelwise,
    int groups,
    int channels,
    boolean gathers,
    boolean direct,
    int bandColumns,
    int blockRows)
    implements ContractionSchedule {
  /** Floats of input and gradient that one block of rows may hold, about a first-level cache. */
  private static final int BLOCK = 12 * 1024;

  /** Taps of a tile beside one vector of channels, where none divides them all. */
  private static final int USUAL_TAPS = 12;

  /** Sums of a tile of two or more vectors where registers are many. */
  private static final int MOST_SUMS = 24;

  static RowGradient of(Window v, boolean apart) {
    boolean channelwise = v.isChannelwise();
    int groups = channelwise ? 1 : v.groups();
    int channels = v.c() / groups;
    Panels panels = channelwise ? new Panels(v.k(), 1) : Panels.of(v.groupFilters());
    boolean gathers = v.dilationW() > 1 && v.s() > 1 && !channelwise;
    int reach =
        (v.q() - 1) * v.strideW() + (v.s() - 1) * v.dilationW() + 1 - v.padLeft();
    boolean direct =
        groups == 1 && !(channelwise && panels.ragged()) && !gathers && v.padLeft() <= 0
            && reach <= v.w() && !(apart && v.s() > 1);
    int bandColumns =
        gathers ? v.q() * v.s() : Math.max(0, v.padLeft()) + Math.max(v.w(), reach);
    RowGradient whole =
        new RowGradient(
            v,
            panels,
            tapTiles(v.s() * (channelwise ? 1 : channels), panels.vectors()),
            channelwise,
            groups,
            channels,
            gathers,
            direct,
            bandColumns,
            v.p());
    int rows = v.p();
    while (rows > 1 && whole.blockFloats(rows) > BLOCK) {
      rows = Math.ceilDiv(rows, 2);
    }
    return whole.inBlocksOf(rows);
  }

  private RowGradient inBlocksOf(int rows) {
    return new RowGradient(
        window, panels, tapTiles, channelwise, groups, channels, gathers, direct, bandColumns,
        rows);
  }

  /** The tile that covers {@code taps} with the fewest leftovers, and the one for the leftovers. */
  static List<Integer> tapTiles(int taps, int vectors) {
    int most = vectors == 1 ? Panels.LANES : MOST_SUMS / vectors;
    if (taps <= most) {
      return List.of(taps);
    }
    for (int tile = most; tile > most / 2; tile--) {
      if (taps % tile == 0) {
        return List.of(tile);
      }
    }
    int tile = most == Panels.LANES ? USUAL_TAPS : most;
    return taps % tile == 0 ? List.of(tile) : List.of(tile, taps % tile);
  }

  /** The tile that covers a run of taps, and the one for what it leaves over, if any. */
  public List<Integer> tapTiles(Registers registers) {
    return registers == Registers.MANY || channelwise ? tapTiles : FewTaps.tiles(runs());
  }

  /** Whether {@link FewTaps} divides the taps. */
  public boolean sharesTaps(Registers registers) {
    return registers == Registers.FEW && !channelwise && FewTaps.areShared(runs());
  }

  /** The tile that covers {@code taps}. */
  public Tile tile(Registers registers, int taps) {
    return channelwise ? new Tile.ChannelsGradient(taps) : tile(registers, taps, panels);
  }

  static Tile tile(Registers registers, int taps, Panels panels) {
    return new Tile.Gradient(taps, registers == Registers.MANY ? panels.vectors() : 2);
  }

  @Override
  public List<Tile> tiles(Registers registers) {
    return tapTiles(registers).stream().map(taps -> tile(registers, taps)).toList();
  }

  private long blockFloats(int rows) {
    long x = (long) bandRows(rows) * bandColumns * channels;
    return x + (long) rows * window.q() * panels.padded();
  }

  /** Rows of the input that {@code rows} of the output meet. */
  public int bandRows(int rows) {
    return (rows - 1) * window.strideH() + (window.r() - 1) * window.dilationH() + 1;
  }

  /** Values of the input that one row of the filter meets at a pixel. */
  public int runs() {
    return window.s() * (channelwise ? 1 : channels);
  }

  private int sumFloats() {
    return groups * window.r() * runs() * panels.padded();
  }

  private int bandFloats() {
    int beyond = channelwise ? Panels.LANES : 0;
    return direct ? 0 : bandRows(blockRows) * bandColumns * channels + beyond;
  }

  @Override
  public String text() {
    return String.format(Locale.ROOT, "row gradient, tile %s %d×%d, block %d of %d rows",
        channelwise ? "channels" : "gradient", tapTiles.getFirst(), panels.width(), blockRows,
        window.p());
  }

  @Override
  public int scratchFloats() {
    int padded = panels.ragged() ? blockRows * window.q() * panels.padded() : 0;
    return sumFloats() + bandFloats() + padded;
  }
}
