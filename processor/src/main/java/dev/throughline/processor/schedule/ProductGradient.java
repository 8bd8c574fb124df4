package dev.throughline.processor.schedule;

import java.util.List;
import java.util.Locale;

/**
 * The filter gradient of a matrix product: rows of the whole batch in blocks. Where rows are wide, a block of dy is
 * copied panel by panel and x slice by slice, so that a tile walks over memory that lies together.
 *
 * @param rows of each sample
 * @param c channels of x
 * @param panels of the channels of dy
 * @param tile channels of x that a tile takes where registers are many
 * @param blockRows rows of a block
 * @param slice channels of x that are copied side by side
 */
public record ProductGradient(
    int rows, int c, Panels panels, int tile, int blockRows, int slice)
    implements ContractionSchedule {
  /** Floats of dy that a block may hold, if that leaves rows enough. */
  private static final int BLOCK_FLOATS = 128 * 1024;

  private static final int FEWEST_ROWS = 32;
  private static final int MOST_ROWS = 192;

  /** Channels of x that are copied side by side, at most. */
  private static final int SLICE = 32;

  static ProductGradient of(int rows, int c, int k) {
    Panels panels = Panels.of(k);
    int tile = RowGradient.tapTiles(c, panels.vectors()).getFirst();
    int blockRows = Math.clamp(BLOCK_FLOATS / panels.padded(), FEWEST_ROWS, MOST_ROWS);
    int slice = c <= SLICE ? c : SLICE / tile * tile;
    return new ProductGradient(rows, c, panels, tile, blockRows, slice);
  }

  /** Channels of x that a tile takes, and those that whole tiles leave over, if any. */
  public List<Integer> channels(Registers registers) {
    if (registers == Registers.MANY) {
      return withRest(tile);
    }
    if (sharesTaps() || !copiesX()) {
      return FewTaps.tiles(slice);
    }
    int few = FewTaps.LESS;
    while (slice % few != 0) {
      few--;
    }
    return withRest(few);
  }

  private List<Integer> withRest(int taken) {
    return c % taken == 0 ? List.of(taken) : List.of(taken, c % taken);
  }

  /** Whether {@link FewTaps} divides every slice of x in the same way. */
  public boolean sharesTaps() {
    return FewTaps.areShared(slice) && FewTaps.fit(c % slice);
  }

  /** The tile that takes {@code channels} of x. */
  public Tile tile(Registers registers, int channels) {
    return RowGradient.tile(registers, channels, panels);
  }

  @Override
  public List<Tile> tiles(Registers registers) {
    return channels(registers).stream().map(taken -> tile(registers, taken)).toList();
  }

  /** Whether tiles read x from a copy. */
  public boolean copiesX() {
    return slice < c;
  }

  /** Whether tiles read dy from a copy. */
  public boolean copiesGradient() {
    return panels.count() > 1 || panels.ragged();
  }

  /** Floats of the copy of x. */
  public int xFloats() {
    return copiesX() ? blockRows * slice : 0;
  }

  /** Floats of the copy of dy. */
  public int gradientFloats() {
    return copiesGradient() ? blockRows * panels.padded() : 0;
  }

  @Override
  public String text() {
    return String.format(Locale.ROOT, "product gradient, tile gradient %d×%d, block %d rows", tile,
        panels.width(), blockRows);
  }

  @Override
  public int scratchFloats() {
    return xFloats() + gradientFloats() + (panels.ragged() ? c * panels.padded() : 0);
  }
}
