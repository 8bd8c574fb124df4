package dev.throughline.processor.schedule;

import java.util.List;
import java.util.Locale;

/**
 * The filter gradient of a matrix product: rows of the whole batch in blocks. Where rows are wide, a block of dy is
 * copied panel by panel and x as it lies, so that a tile walks over memory that is near.
 *
 * @param rows of each sample
 * @param c channels of x
 * @param panels of the channels of dy
 * @param tile channels of x that a tile takes where registers are many
 * @param blockRows rows of a block
 * @param wide channels of x that are copied at a time
 * @param copiesX whether tiles read x from that copy
 */
public record ProductGradient(
    int rows, int c, Panels panels, int tile, int blockRows, int wide, boolean copiesX)
    implements ContractionSchedule {
  /** Floats of dy that a block may hold, if that leaves rows enough. */
  private static final int BLOCK_FLOATS = 128 * 1024;

  private static final int FEWEST_ROWS = 32;
  private static final int MOST_ROWS = 192;

  /** Channels of x that are read where they are, at most. */
  private static final int NARROW = 32;

  /** Floats of x that are copied at a time: rows are read along, and stay in a second-level cache. */
  private static final int COPIED = 32 * 1024;

  static ProductGradient of(int rows, int c, int k, Source source) {
    Panels panels = Panels.of(k);
    int tile = RowGradient.tapTiles(c, panels.vectors()).getFirst();
    int blockRows = Math.clamp(BLOCK_FLOATS / panels.padded(), FEWEST_ROWS, MOST_ROWS);
    boolean copiesX = c > NARROW || source == Source.FETCHED;
    int parts = copiesX ? Math.ceilDiv(c * blockRows, COPIED) : 1;
    int wide = parts == 1 ? c : Math.ceilDiv(Math.ceilDiv(c, parts), tile) * tile;
    while (parts > 1 && !FewTaps.fit(c % wide)) {
      wide += tile;
    }
    return new ProductGradient(rows, c, panels, tile, blockRows, Math.min(wide, c), copiesX);
  }

  /** Channels of x that a tile takes, and those that whole tiles leave over, if any. */
  public List<Integer> channels(Registers registers) {
    if (registers == Registers.MANY) {
      return withRest(tile);
    }
    return FewTaps.tiles(wide);
  }

  private List<Integer> withRest(int taken) {
    return c % taken == 0 ? List.of(taken) : List.of(taken, c % taken);
  }

  /** Whether {@link FewTaps} divides all channels that are copied at a time in the same way. */
  public boolean sharesTaps() {
    return FewTaps.areShared(wide);
  }

  /** The tile that takes {@code channels} of x. */
  public Tile tile(Registers registers, int channels) {
    return RowGradient.tile(registers, channels, panels);
  }

  @Override
  public List<Tile> tiles(Registers registers) {
    return channels(registers).stream().map(taken -> tile(registers, taken)).toList();
  }

  /** Whether tiles read dy from a copy. */
  public boolean copiesGradient() {
    return panels.count() > 1 || panels.ragged();
  }

  /** Floats of the copy of x. */
  public int xFloats() {
    return copiesX ? blockRows * pitch() : 0;
  }

  /** From one row of the copy of x to the next: rows some powers of two apart would share few lines of a cache. */
  public int pitch() {
    return wide % (2 * Panels.LANES) == 0 ? wide + Panels.LANES : wide;
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
