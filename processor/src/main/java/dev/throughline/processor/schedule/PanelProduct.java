package dev.throughline.processor.schedule;

import dev.throughline.processor.graph.Window;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A matrix product: rows of the whole batch in blocks, so that a block of x and a panel of w stay in the
 * second-level cache.
 *
 * @param rows of each sample
 * @param in channels of what is read
 * @param panels of the channels of the result
 * @param tileRows rows that a tile computes where registers are many
 * @param blockRows rows of a block
 * @param fetches whether a block of x is computed into scratch
 * @param buffered whether sums pass through scratch before they are stored
 */
public record PanelProduct(
    int rows,
    int in,
    Panels panels,
    int tileRows,
    int blockRows,
    boolean fetches,
    boolean buffered,
    Optional<WeightPacking> packing)
    implements ContractionSchedule {
  /** Floats of x and of sums in a block, at most. */
  private static final int BLOCK = 64 * 1024;

  private static final int MOST_ROWS = 128;

  /** Of two vectors each, where registers are few: six would be faster by a tenth, but seldom divide the rows. */
  static final int FEW_ROWS = 4;

  static PanelProduct forward(int rows, int c, int k, boolean epilogue, Source source) {
    Panels panels = Panels.of(k);
    WeightPacking packing = new WeightPacking.Forward(1, 1, c, 1, panels, false);
    return of(
        rows, c, panels, epilogue, source,
        k == panels.width() ? Optional.empty() : Optional.of(packing));
  }

  static PanelProduct inputGradient(int rows, int c, int k, boolean epilogue, Source source) {
    Panels panels = Panels.of(c);
    RowPlan pointwise = RowPlan.inputGradient(Window.square(c, 1, 1, k, 1, 1, 0));
    return of(rows, k, panels, epilogue, source,
        Optional.of(new WeightPacking.Reversed(1, pointwise)));
  }

  private static PanelProduct of(
      int rows, int in, Panels panels, boolean epilogue, Source source,
      Optional<WeightPacking> packing) {
    int tileRows = tileRows(panels);
    int blockRows = fittingRows(in, panels) * tileRows;
    boolean buffered = epilogue || panels.ragged();
    return new PanelProduct(
        rows, in, panels, tileRows, blockRows, source == Source.FETCHED, buffered, packing);
  }

  /** As many rows as leave their sums in registers. */
  static int tileRows(Panels panels) {
    return Panels.LANES / panels.vectors();
  }

  /** Tiles of rows that a block holds. */
  static int fittingRows(int in, Panels panels) {
    int tileRows = tileRows(panels);
    return Math.clamp(BLOCK / (in + panels.padded()) / tileRows, 1, MOST_ROWS / tileRows);
  }

  /** Rows that a tile computes. */
  public int tileRows(Registers registers) {
    return registers == Registers.MANY ? tileRows : FEW_ROWS;
  }

  /** The tile that computes {@code rows}. */
  public Tile tile(Registers registers, int rows) {
    return tile(registers, rows, panels);
  }

  static Tile tile(Registers registers, int rows, Panels panels) {
    return registers == Registers.MANY
        ? Tile.Product.ofPanel(rows, panels.vectors())
        : new Tile.Product(rows, 2, panels.width());
  }

  @Override
  public List<Tile> tiles(Registers registers) {
    Tile whole = tile(registers, tileRows(registers));
    return hasTail(registers) ? List.of(whole, tile(registers, 1)) : List.of(whole);
  }

  /** Whether whole tiles leave rows over. */
  public boolean hasTail(Registers registers) {
    return rows % tileRows(registers) != 0;
  }

  @Override
  public boolean servesFewSamples() {
    return rows >= blockRows || in * panels.padded() <= BLOCK;
  }

  @Override
  public boolean dividesRows() {
    return rows >= 2 * tileRows;
  }

  @Override
  public String text() {
    return String.format(Locale.ROOT, "panel product, tile product %d×%d, block %d rows", tileRows,
        panels.width(), blockRows);
  }

  /** Floats of the block of x in scratch. */
  public int xFloats() {
    return fetches ? blockRows * in : 0;
  }

  @Override
  public int scratchFloats() {
    return xFloats() + (buffered ? blockRows * panels.padded() : 0);
  }
}
