package dev.throughline.processor.lower;

import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.schedule.DirectRows;
import dev.throughline.processor.schedule.Panels;
import dev.throughline.processor.schedule.Registers;
import dev.throughline.processor.schedule.RowPlan;
import dev.throughline.processor.schedule.RowPlan.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Convolutions and their input gradients: image by image, rows of the input are copied between zero columns
 * into a band that stays in the second-level cache; then every row of the result is computed in tiles. No
 * special tile for a border is left. Of grouped channels the band holds one group at a time; if every channel is a group
 * of its own, all of them, as lanes run over channels on both sides.
 *
 * <p>The floor is arithmetic: a value of the result takes 2·r·s·c FLOP and moves 8 bytes or so. On a Zen 4
 * core of 118 GFLOP/s, the 3×3 convolutions of ResNet-20's stages reach 92, 95 and 101 % of it, the
 * rows of the filter that meet the border above and below being skipped; their input gradients as much.
 */
final class RowsLowering {
  private static final Int N = Int.variable("n");
  private static final Int BLOCK_AT = Int.variable("block");
  private static final Int GROUP = Int.variable("group");
  private static final Int P = Int.variable("p");
  private static final Int Q = Int.variable("q");
  private static final Int PANEL = Int.variable("panel");
  private static final Int BAND_ROW = Int.variable("bandRow");
  private static final Int LAST = Int.variable("last");
  private static final Int SUMS = Int.variable("sums");

  private final DirectRows schedule;
  private final RowPlan plan;
  private final Panels panels;
  private final WindowSizes sizes;
  private final Signature signature;
  private final String input;
  private final String weights;
  private final Finish finish;
  private final Int block;
  private final Int bandRows;
  private final Int bandColumns;
  private final boolean single;
  private final boolean grouped;

  RowsLowering(
      DirectRows schedule, WindowSizes sizes, Signature signature, String input, String weights,
      Finish finish) {
    this.schedule = schedule;
    this.plan = schedule.plan();
    this.panels = plan.panels();
    this.sizes = sizes;
    this.signature = signature;
    this.input = input;
    this.weights = weights;
    this.finish = finish;
    this.block = signature.extent("BLOCK", schedule.blockRows());
    this.bandRows =
        schedule.direct() ? Int.ZERO
            : signature.extent("BAND_ROWS", plan.bandRows(schedule.blockRows()));
    this.bandColumns =
        schedule.direct() ? sizes.inColumns()
            : signature.extent("BAND_COLUMNS", plan.bandColumns(schedule.pixels()));
    this.single = plan.passes().size() == 1;
    this.grouped = plan.groups() > 1;
  }

  /**
   * For a run of samples, or of parts of samples.
   *
   * @param byRows whether a part is some of a sample's rows
   */
  List<Stmt> body(boolean byRows) {
    boolean band = !schedule.direct();
    List<Stmt> body = new ArrayList<>();
    body.add(
        new Stmt.Let("bandRow", bandColumns.times(band ? sizes.in() : inPitch())));
    if (schedule.buffered()) {
      int beyond = schedule.bandFloats() - plan.bandRows(schedule.blockRows())
          * plan.bandColumns(schedule.pixels()) * plan.in();
      body.add(
          new Stmt.Let("sums", band ? bandRows.times(BAND_ROW).plus(beyond) : Int.ZERO));
    }
    Int all = sizes.passRows(plan);
    Int parts = Int.variable(Kernel.PARTS);
    RowBand rowBand = new RowBand(plan, sizes, input, inPitch(), block, bandRows, byRows);
    List<Stmt> group = new ArrayList<>();
    if (band && !plan.gathers()) {
      rowBand.clear(all, body);
      rowBand.copy(grouped || signature.isApart(input), group);
    }
    for (Pass pass : plan.passes()) {
      List<Stmt> rows = new ArrayList<>();
      if (plan.gathers() && pass.rows() * pass.columns() > 0) {
        rowBand.gather(pass, rows);
      }
      rows.add(rows(pass));
      if (single) {
        group.addAll(rows);
      } else {
        group.add(PassWords.apart(plan, pass, rows));
      }
    }
    Stmt groups = Stmt.loop("group", sizes.groups(), group);
    Int from = Int.variable(Kernel.FROM);
    Int to = Int.variable(Kernel.TO);
    if (!byRows) {
      List<Stmt> sample = new ArrayList<>(finish.sums().begin());
      sample.add(new Stmt.Let("last", all));
      sample.add(Stmt.stepped("block", Int.ZERO, LAST, block, List.of(groups)));
      sample.addAll(finish.sums().end());
      body.add(Stmt.stepped("n", from, to, Int.ONE, sample));
      return body;
    }
    Int task = Int.variable("task");
    Int part = Int.variable("part");
    body.add(
        Stmt.stepped("task", from, to, Int.ONE,
            List.of(
                new Stmt.Let("n", task.over(parts)),
                new Stmt.Let("part", task.modulo(parts)),
                new Stmt.Let("last", part.plus(1).times(all).over(parts)),
                Stmt.stepped("block", part.times(all).over(parts), LAST, block, List.of(groups)))));
    return body;
  }

  /** From one pixel of what is read to the next. */
  private Int inPitch() {
    return signature.pitch(input, sizes.groups().times(sizes.in()));
  }

  /** The rows of one pass. */
  private Stmt rows(Pass pass) {
    Int filterRows = sizes.rows(plan, pass);
    Int dilation = sizes.dilation(plan);
    Int row = Int.variable("row");
    Int first = Int.variable("first");
    Int rows = Int.variable("rows");
    List<Stmt> body = new ArrayList<>();
    body.add(new Stmt.Let("row", P.times(sizes.stride()).minus(sizes.top(plan, pass))));
    // Filter rows first … first + rows meet the input; the others meet its border.
    Int above = Int.most(Int.ZERO, row.times(Int.of(-1)).plus(dilation).minus(1));
    body.add(new Stmt.Let("first", above.over(dilation)));
    Int below =
        Int.most(Int.ZERO, sizes.inRows().minus(row).plus(dilation).minus(1)).over(dilation);
    body.add(
        new Stmt.Let(
            "rows", Int.most(Int.ZERO, Int.least(filterRows, below).minus(first))));
    Int firstRow = row.plus(first.times(dilation));
    body.add(
        new Stmt.Let(
            "at",
            schedule.direct()
                ? N.times(sizes.inRows()).plus(firstRow).times(sizes.inColumns())
                    .minus(sizes.left(plan, pass)).times(inPitch())
                : firstRow
                    .minus(BLOCK_AT.times(sizes.stride()).minus(sizes.topBorder(plan)))
                    .times(BAND_ROW)
                    .plus(
                        plan.gathers() ? Int.ZERO
                            : sizes.leftBorder(plan).minus(sizes.left(plan, pass))
                                .times(sizes.in()))));
    Int outRow = P.times(Int.of(plan.step().rows())).plus(pass.firstRow());
    body.add(
        new Stmt.Let(
            "out",
            first(outRow, pass).times(finish.pitch()).plus(GROUP.times(sizes.out()))));
    body.add(tiles(pass, first, rows));
    Int columns = sizes.passColumns(plan, pass);
    if (schedule.buffered()) {
      body.addAll(
          finish.of(
              SUMS,
              new Finish.Pixels(
                  Int.variable("out"), first(outRow, pass), Int.of(plan.step().columns()), columns,
                  GROUP.times(sizes.out()))));
    }
    return Stmt.stepped(
        "p",
        BLOCK_AT,
        end(pass),
        Int.ONE,
        body);
  }

  /** The first pixel of a row of the result, among those of the batch. */
  private Int first(Int row, Pass pass) {
    return N.times(sizes.outRows()).plus(row).times(sizes.outColumns()).plus(pass.firstColumn());
  }

  /** Where the rows of a block end. */
  private Int end(Pass pass) {
    Int end = Int.least(BLOCK_AT.plus(block), LAST);
    return single ? end : Int.least(end, sizes.passRows(plan, pass));
  }

  private Stmt tiles(Pass pass, Int first, Int rows) {
    Stmt panel =
        new Stmt.Panel(
            "k",
            panels.width(),
            runs(Registers.MANY, pass, first, rows),
            runs(Registers.FEW, pass, first, rows));
    return Stmt.stepped(
        "panel", Int.ZERO, finish.padded(), Int.of(panels.width()), List.of(panel));
  }

  private List<Stmt> runs(Registers registers, Pass pass, Int first, Int rows) {
    List<Stmt> runs = new ArrayList<>();
    Int columns = sizes.passColumns(plan, pass);
    List<DirectRows.Run> all = schedule.row(registers, pass.outColumns());
    Int from = Int.ZERO;
    for (DirectRows.Run run : all) {
      Int end =
          run == all.getLast() ? columns : signature.oneOf("END_OF_" + run.pixels(), run.end());
      runs.add(
          Stmt.stepped("q", from, end, Int.of(run.pixels()),
              List.of(call(run, pass, first, rows))));
      from = end;
    }
    return runs;
  }

  private Stmt call(DirectRows.Run run, Pass pass, Int first, Int rows) {
    Int k = Int.variable("k");
    Int channel = PANEL.plus(k);
    Int columns = sizes.columns(plan, pass);
    Int depth = plan.channelwise() ? Int.ONE : sizes.in();
    Int filterRow = columns.times(depth);
    Int pixel =
        plan.gathers() ? columns.times(sizes.in())
            : sizes.strideColumns().times(schedule.direct() ? inPitch() : sizes.in());
    Int x = Int.variable("at").plus(Q.times(pixel)).plus(plan.channelwise() ? channel : Int.ZERO);
    Int packed = sizes.taps(plan).times(depth).times(finish.padded());
    Int w =
        GROUP.times(packed)
            .plus(sizes.tapsBefore(plan, pass).times(depth).times(finish.padded()))
            .plus(PANEL.times(sizes.rows(plan, pass)).times(filterRow))
            .plus(first.times(filterRow).times(Int.of(panels.width())))
            .plus(k);
    Int to = finish.pitch().times(Int.of(plan.step().columns()));
    Access sum =
        schedule.buffered()
            ? Access.scratch(SUMS.plus(Q.times(finish.padded())).plus(channel))
            : new Access(
                finish.result(), Int.variable("out").plus(Q.times(to)).plus(channel));
    return new Stmt.Call(
        run.tile(),
        schedule.direct() ? new Access(input, x) : Access.scratch(x),
        new Access(weights, w),
        sum,
        Map.of(
            "xPixel", pixel,
            "xRow", sizes.dilation(plan).times(BAND_ROW),
            "xTap", sizes.dilationColumns(plan).times(schedule.direct() ? inPitch() : sizes.in()),
            "yPixel", schedule.buffered() ? finish.padded() : to,
            "rows", rows,
            "run", filterRow,
            "channels", sizes.in(),
            "columns", columns));
  }
}
