package dev.throughline.processor.schedule;

import dev.throughline.processor.schedule.Contraction.BatchMatMul;
import dev.throughline.processor.schedule.Contraction.Stack;
import java.util.Locale;

/**
 * The product of two stacks of matrices, pair by pair.
 *
 * @param panels of the columns of the result
 * @param tileRows rows that a tile computes
 * @param blockRows rows of a block
 * @param buffered whether sums pass through scratch before they are stored
 */
public record StackProduct(
    BatchMatMul product, Panels panels, int tileRows, int blockRows, boolean buffered)
    implements ContractionSchedule {

  static StackProduct of(BatchMatMul product, boolean epilogue) {
    Panels panels = Panels.of(product.k());
    int tileRows = PanelProduct.tileRows(panels);
    int rows = Math.ceilDiv(product.m(), tileRows) * tileRows;
    int fitting = PanelProduct.fittingRows(product.c(), panels) * tileRows;
    return new StackProduct(
        product, panels, tileRows, Math.min(rows, fitting), epilogue || panels.ragged());
  }

  /** Whether tiles read the second factor from a copy in panels. */
  public boolean copies() {
    Stack b = product.b();
    boolean inPanels = !b.transposed() && !panels.ragged();
    boolean onePanel = panels.count() == 1 && b.row() == panels.width();
    return !(inPanels && (product.a().transposed() || onePanel));
  }

  /** Floats of that copy. */
  public int copyFloats() {
    return copies() ? product.c() * panels.padded() : 0;
  }

  /** Rows that are left over when whole tiles are done. */
  public int tail() {
    return product.m() % tileRows;
  }

  @Override
  public String text() {
    return String.format(Locale.ROOT, "stack product, tile %s %d×%d, block %d of %d rows",
        product.a().transposed() ? "gradient" : "product", tileRows, panels.width(), blockRows,
        product.m());
  }

  @Override
  public int scratchFloats() {
    return copyFloats() + (buffered ? blockRows * panels.padded() : 0);
  }
}
