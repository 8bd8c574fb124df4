package dev.throughline.processor.lower;

import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.schedule.RowPlan;
import dev.throughline.processor.schedule.RowPlan.Pass;
import java.util.List;

/**
 * The band of a convolution at the beginning of scratch: rows of what is read, zeros left and right of them, or the runs
 * that dilated taps meet.
 *
 * @param pitch from one pixel of what is read to the next
 * @param block rows of the result that share a band
 * @param rows of what is read that a block meets
 * @param byRows whether a task is a part of a sample's rows
 */
record RowBand(
    RowPlan plan, WindowSizes sizes, String input, Int pitch, Int block, Int rows, boolean byRows) {
  private static final Int N = Int.variable("n");
  private static final Int BLOCK_AT = Int.variable("block");
  private static final Int GROUP = Int.variable("group");
  private static final Int TOP_ROW = Int.variable("top");
  private static final Int H = Int.variable("h");
  private static final Int Q = Int.variable("q");
  private static final Int BAND_ROW = Int.variable("bandRow");
  private static final Int LAST = Int.variable("last");

  /** Sets to zero as much of it as one of the parts of {@code all} rows meets. */
  void clear(Int all, List<Stmt> body) {
    Int cleared = rows;
    if (byRows) {
      Int parts = Int.variable(Kernel.PARTS);
      Int most = all.plus(parts).minus(1).over(parts);
      body.add(new Stmt.Let("most", Int.least(block, most)));
      cleared = met(Int.variable("most"));
    }
    body.add(new Stmt.Clear(Access.scratch(Int.ZERO), cleared.times(BAND_ROW)));
  }

  /**
   * Rows top … top + BAND_ROWS of the image, those that exist, between columns of zeros.
   *
   * @param byColumns whether the pixels of a row, or their channels of a group, do not lie together
   */
  void copy(boolean byColumns, List<Stmt> body) {
    body.add(new Stmt.Let("top", BLOCK_AT.times(sizes.stride()).minus(sizes.topBorder(plan))));
    Int toRow = H.minus(TOP_ROW).times(BAND_ROW);
    Int column = Int.variable("column");
    Int row = N.times(sizes.inRows()).plus(H).times(sizes.inColumns());
    Stmt copy =
        byColumns
            ? Stmt.loop(
                "column",
                sizes.inColumns(),
                List.of(
                    new Stmt.Copy(
                        new Access(
                            input,
                            row.plus(column).times(pitch).plus(GROUP.times(sizes.in()))),
                        Access.scratch(
                            toRow.plus(
                                sizes.leftBorder(plan).plus(column).times(sizes.in()))),
                        sizes.in())))
            : new Stmt.Copy(
                new Access(input, row.times(sizes.in())),
                Access.scratch(toRow.plus(sizes.leftBorder(plan).times(sizes.in()))),
                sizes.inColumns().times(sizes.in()));
    body.add(overRows(List.of(copy)));
  }

  /**
   * Over the rows of the band that exist. A part leaves out those that it does not meet: another core has written them,
   * and would have to ask for each back before it writes it again.
   */
  private Stmt overRows(List<Stmt> body) {
    Int copied = byRows ? met(Int.least(block, LAST.minus(BLOCK_AT))) : this.rows;
    return Stmt.stepped(
        "h",
        Int.most(Int.ZERO, TOP_ROW),
        Int.least(sizes.inRows(), TOP_ROW.plus(copied)),
        Int.ONE,
        body);
  }

  /** Rows that {@code rows} of a block meet. */
  private Int met(Int rows) {
    return this.rows.minus(block.minus(rows).times(sizes.stride()));
  }

  /** For each pixel of a pass the run that its filter meets in each row, as dilated taps do not lie side by side. */
  void gather(Pass pass, List<Stmt> body) {
    body.add(new Stmt.Clear(Access.scratch(Int.ZERO), rows.times(BAND_ROW)));
    body.add(new Stmt.Let("top", BLOCK_AT.times(sizes.stride()).minus(sizes.topBorder(plan))));
    Int s = Int.variable("s");
    Int column =
        Q.times(sizes.strideColumns()).minus(sizes.left(plan, pass))
            .plus(s.times(sizes.dilationColumns(plan)));
    Int row = N.times(sizes.inRows()).plus(H).times(sizes.inColumns());
    Int columns = sizes.columns(plan, pass);
    Stmt copy =
        new Stmt.Copy(
            new Access(
                input,
                row.plus(Int.variable("column")).times(pitch)
                    .plus(GROUP.times(sizes.in()))),
            Access.scratch(
                H.minus(TOP_ROW).times(BAND_ROW)
                    .plus(Q.times(columns).plus(s).times(sizes.in()))),
            sizes.in());
    body.add(
        overRows(
            List.of(
                Stmt.loop(
                    "q",
                    sizes.passColumns(plan, pass),
                    List.of(
                        Stmt.loop(
                            "s",
                            columns,
                            List.of(
                                new Stmt.Let("column", column),
                                new Stmt.Guard(
                                    Int.variable("column"), sizes.inColumns(),
                                    List.of(copy)))))))));
  }
}
