package dev.throughline.processor.schedule;

import dev.throughline.processor.graph.Window;
import java.util.Locale;
import java.util.Optional;

/**
 * A convolution or its input gradient, image by image: rows of the input are copied between zero columns into a
 * band that stays in the second-level cache, and every row of the result is computed in tiles.
 *
 * @param pixels neighbouring pixels that a tile computes
 * @param direct whether tiles read the input where it is, as no tap meets a border
 * @param buffered whether sums pass through scratch before they are stored
 * @param blockRows rows of the result that share one band
 */
public record DirectRows(
    RowPlan plan, int pixels, boolean direct, boolean buffered, int blockRows,
    Optional<WeightPacking> packing)
    implements ContractionSchedule {
  /** Floats of a band at most, unless one row of output needs more. */
  private static final int BAND = 48 * 1024;

  static DirectRows forward(Window v, boolean epilogue) {
    RowPlan plan = RowPlan.forward(v);
    Panels panels = plan.panels();
    boolean sameOrder = plan.slides() || v.s() == 1 || v.c() == 1;
    boolean asStored = v.groups() == 1 && panels.channels() == panels.width() && sameOrder;
    WeightPacking packing =
        new WeightPacking.Forward(plan.groups(), v.r(), v.groupChannels(), v.s(), panels,
            plan.slides());
    return of(plan, epilogue, asStored ? Optional.empty() : Optional.of(packing));
  }

  static DirectRows inputGradient(Window v, boolean epilogue) {
    RowPlan plan = RowPlan.inputGradient(v);
    return of(plan, epilogue, Optional.of(new WeightPacking.Reversed(v.s(), plan)));
  }

  private static DirectRows of(
      RowPlan plan, boolean epilogue, Optional<WeightPacking> packing) {
    int pixels = plan.tilePixels();
    boolean direct =
        plan.groups() == 1
            && !plan.gathers()
            && !plan.readsBeyond()
            && plan.bandColumns(pixels) == plan.inColumns();
    boolean buffered =
        epilogue
            || plan.panels().ragged()
            || plan.passes().stream().anyMatch(p -> p.outColumns() % pixels != 0);
    int blockRows = direct ? plan.passRows() : largestBlock(plan, pixels);
    return new DirectRows(plan, pixels, direct, buffered, blockRows, packing);
  }

  private static int largestBlock(RowPlan plan, int pixels) {
    int rows = plan.passRows();
    while (rows > 1
        && (long) plan.bandRows(rows) * plan.bandColumns(pixels) * plan.in() > BAND) {
      rows = Math.ceilDiv(rows, 2);
    }
    return rows;
  }

  /** Whether the rows of the result are divided into blocks. */
  public boolean isBlocked() {
    return blockRows < plan.passRows();
  }

  /** Floats of the band. */
  public int bandFloats() {
    int band = plan.bandRows(blockRows) * plan.bandColumns(pixels) * plan.in();
    return direct ? 0 : band + (plan.readsBeyond() ? Panels.LANES : 0);
  }

  private int sumFloats() {
    return buffered
        ? Math.ceilDiv(plan.passColumns(), pixels) * pixels * plan.panels().padded()
        : 0;
  }

  @Override
  public String text() {
    String tile = plan.channelwise() ? "channels" : plan.slides() ? "slide" : "product";
    return String.format(Locale.ROOT, "direct rows, tile %s %d×%d, block %d of %d rows", tile,
        pixels, plan.panels().width(), blockRows, plan.passRows());
  }

  @Override
  public int scratchFloats() {
    return bandFloats() + sumFloats();
  }
}
