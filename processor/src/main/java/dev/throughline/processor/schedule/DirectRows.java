package dev.throughline.processor.schedule;

import dev.throughline.processor.graph.Window;
import java.util.ArrayList;
import java.util.List;
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

  /** Vector registers of a machine that has few, but for one that the compiler needs. */
  private static final int FEW_REGISTERS = 15;

  /** Shapes of tiles in a row, where registers are few. */
  private static final int SHAPES = 3;

  static DirectRows forward(Window v, boolean epilogue, boolean apart) {
    RowPlan plan = RowPlan.forward(v);
    Panels panels = plan.panels();
    boolean sameOrder = plan.slides() || v.s() == 1 || v.c() == 1;
    boolean asStored = v.groups() == 1 && panels.channels() == panels.width() && sameOrder;
    WeightPacking packing =
        new WeightPacking.Forward(plan.groups(), v.r(), v.groupChannels(), v.s(), panels,
            plan.slides());
    return of(plan, epilogue, apart, asStored ? Optional.empty() : Optional.of(packing));
  }

  static DirectRows inputGradient(Window v, boolean epilogue, boolean apart) {
    RowPlan plan = RowPlan.inputGradient(v);
    return of(plan, epilogue, apart, Optional.of(new WeightPacking.Reversed(v.s(), plan)));
  }

  private static DirectRows of(
      RowPlan plan, boolean epilogue, boolean apart, Optional<WeightPacking> packing) {
    int pixels = plan.tilePixels();
    boolean direct =
        plan.groups() == 1
            && !plan.gathers()
            && !plan.readsBeyond()
            && !(apart && plan.passes().stream().anyMatch(p -> p.columns() > 1))
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

  /** Tiles of one shape side by side, from pixel {@code first} to below {@code end}. */
  public record Run(Tile tile, int first, int end, int pixels) {}

  /** The tiles of a row of {@code columns} pixels. */
  public List<Run> row(Registers registers, int columns) {
    return switch (registers) {
      case MANY -> List.of(new Run(tile(pixels), 0, columns, pixels));
      case FEW ->
          plan.channelwise()
              ? List.of(new Run(new Tile.Channels(pixels), 0, columns, pixels))
              : shared(columns);
    };
  }

  private Tile tile(int tilePixels) {
    return plan.channelwise()
        ? new Tile.Channels(tilePixels)
        : plan.slides()
            ? new Tile.Slide(tilePixels, filterColumns(), plan.in(), 1)
        : Tile.Product.ofPanel(tilePixels, plan.panels().vectors());
  }

  /**
   * As few tiles as 16 registers allow, so that none computes a pixel in vain.
   *
   * <p>Rows of any length that take tiles of 4 to 6 pixels have a run of each, perhaps an empty one, so that they share
   * a kernel.
   */
  private List<Run> shared(int columns) {
    int most = mostOfFew();
    int tiles = Math.ceilDiv(columns, most);
    int small = columns / tiles;
    int large = columns % tiles;
    boolean usual = !plan.slides() && small > most - SHAPES;
    int smallest = usual ? most - SHAPES + 1 : small;
    List<Run> runs = new ArrayList<>();
    int first = 0;
    for (int shape = usual ? most : small + 1; shape >= smallest; shape--) {
      int count = shape == small ? tiles - large : shape == small + 1 ? large : 0;
      int end = first + count * shape;
      if (usual || count > 0) {
        runs.add(new Run(tileOfFew(shape), first, end, shape));
      }
      first = end;
    }
    return runs;
  }

  private Tile tileOfFew(int tilePixels) {
    return plan.slides()
        ? new Tile.Slide(tilePixels, filterColumns(), plan.in(), 2)
        : new Tile.Product(tilePixels, 2, plan.panels().width());
  }

  /** Beside the sums, two vectors of each weight of a tap stay in registers, and one value of the input. */
  private int mostOfFew() {
    int weights = plan.slides() ? filterColumns() : 1;
    return Math.max(1, (FEW_REGISTERS - 1) / 2 - weights);
  }

  private int filterColumns() {
    return plan.passes().getFirst().columns();
  }

  @Override
  public List<Tile> tiles(Registers registers) {
    return plan.passes().stream()
        .flatMap(pass -> row(registers, pass.outColumns()).stream().map(Run::tile))
        .distinct()
        .toList();
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
  public boolean dividesRows() {
    return plan.passRows() > 1;
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
