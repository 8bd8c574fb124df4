package dev.throughline.processor.lower;

import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.schedule.Contraction.Stack;
import dev.throughline.processor.schedule.Registers;
import dev.throughline.processor.schedule.StackProduct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Products of stacks of matrices: pair by pair, the second factor is copied panel by panel, so that tiles
 * walk over memory that lies together whatever the stacks' layout; then tiles as for any product. Where
 * the first factor is transposed its columns lie side by side, as the taps of a filter's gradient do, and the
 * tiles are those of gradients.
 */
final class StackProductLowering {
  private static final Int N = Int.variable("n");
  private static final Int MATRIX = Int.variable("matrix");
  private static final Int BLOCK_AT = Int.variable("block");
  private static final Int END = Int.variable("end");
  private static final Int WHOLE = Int.variable("whole");
  private static final Int ROW = Int.variable("m");
  private static final Int PANEL = Int.variable("panel");
  private static final Int LANE = Int.variable("k");
  private static final Int OF_A = Int.variable("ofA");
  private static final Int OF_B = Int.variable("ofB");
  private static final Int OF_Y = Int.variable("ofY");

  private final StackProduct schedule;
  private final Signature signature;
  private final Finish finish;
  private final boolean transposed;
  private final Int matrices;
  private final Int m;
  private final Int c;
  private final Int k;
  private final Int sums;
  private final int width;

  StackProductLowering(StackProduct schedule, Signature signature, Finish finish) {
    this.schedule = schedule;
    this.signature = signature;
    this.finish = finish;
    this.transposed = schedule.product().a().transposed();
    this.matrices = signature.extent("MATRICES", schedule.product().matrices());
    this.m = signature.extent("M", schedule.product().m());
    this.c = signature.extent("C", schedule.product().c());
    this.k = finish.channels();
    this.width = schedule.panels().width();
    this.sums = schedule.copies() ? c.times(finish.padded()) : Int.ZERO;
  }

  /** A stack of {@code rows} × {@code columns} matrices as it lies in memory. */
  static Shape shape(Stack stack, Int matrices, Int rows, Int columns) {
    Int inRow = stack.transposed() ? rows : columns;
    Int ofRows = stack.transposed() ? columns : rows;
    return stack.matrix() < stack.row() ? Shape.batch(ofRows, matrices, inRow).withRows(2)
        : Shape.batch(matrices, ofRows, inRow);
  }

  /** For each sample. */
  List<Stmt> body() {
    Stack a = schedule.product().a();
    Stack b = schedule.product().b();
    Stack y = schedule.product().y();
    List<Stmt> pair = new ArrayList<>();
    pair.add(new Stmt.Let("ofA", start("a", "A_MATRIX", a)));
    pair.add(new Stmt.Let("ofB", start("b", "B_MATRIX", b)));
    pair.add(new Stmt.Let("ofY", start("y", "Y_MATRIX", y)));
    if (schedule.copies()) {
      pair.add(copy());
    }
    Int block = signature.extent("BLOCK", schedule.blockRows());
    List<Stmt> rows = new ArrayList<>();
    rows.add(new Stmt.Let("end", Int.least(BLOCK_AT.plus(block), m)));
    if (transposed) {
      rows.add(clear());
    }
    rows.add(
        Stmt.stepped(
            "panel", Int.ZERO, finish.padded(), Int.of(width),
            List.of(new Stmt.Panel("k", width, tiles(Registers.MANY), tiles(Registers.FEW)))));
    if (schedule.buffered()) {
      rows.addAll(
          finish.of(
              sums,
              new Finish.Pixels(
                  OF_Y.plus(BLOCK_AT.times(yRow())),
                  N.times(matrices).plus(MATRIX).times(m).plus(BLOCK_AT), Int.ONE,
                  END.minus(BLOCK_AT), Int.ZERO)));
    }
    pair.add(Stmt.stepped("block", Int.ZERO, m, block, rows));
    return List.of(Stmt.loop("matrix", matrices, pair));
  }

  private Int start(String buffer, String name, Stack stack) {
    return N.times(signature.floats(buffer))
        .plus(MATRIX.times(signature.extent(name, stack.matrix())));
  }

  private Int aRow() {
    return row("a", "A_ROW", schedule.product().a());
  }

  private Int bRow() {
    return row("b", "B_ROW", schedule.product().b());
  }

  private Int yRow() {
    return row("y", "Y_ROW", schedule.product().y());
  }

  private Int row(String buffer, String name, Stack stack) {
    return signature.isApart(buffer)
        ? signature.pitch(buffer, Int.ZERO)
        : signature.extent(name, stack.row());
  }

  /** The second factor as [k / width][c][width]. */
  private Stmt copy() {
    List<Stmt> body = new ArrayList<>();
    if (schedule.panels().ragged()) {
      body.add(new Stmt.Clear(Access.scratch(Int.ZERO), c.times(finish.padded())));
    }
    Int row = Int.variable("c");
    Int column = Int.variable("column");
    Int columns = Int.least(Int.of(width), k.minus(PANEL));
    Int to = PANEL.times(c).plus(row.times(Int.of(width)));
    // Along the rows as they are stored: a stride of a power of two in reading would meet few cache lines.
    Stmt panel =
        schedule.product().b().transposed()
            ? Stmt.each(
                "column",
                columns,
                List.of(
                    Stmt.each(
                        "c",
                        c,
                        List.of(
                            Stmt.store(
                                Kernel.SCRATCH,
                                to.plus(column),
                                Value.load(
                                    "b",
                                    OF_B.plus(PANEL.plus(column).times(bRow())).plus(row)))))))
            : Stmt.each(
                "c",
                c,
                List.of(
                    new Stmt.Copy(
                        new Access("b", OF_B.plus(row.times(bRow())).plus(PANEL)),
                        Access.scratch(to),
                        columns)));
    body.add(Stmt.stepped("panel", Int.ZERO, k, Int.of(width), List.of(panel)));
    return new Stmt.Apart("Panels", "Copies a matrix, panel after panel of its columns.", body);
  }

  /** Tiles of gradients add to what is there. */
  private Stmt clear() {
    return schedule.buffered()
        ? new Stmt.Clear(
            Access.scratch(sums), END.minus(BLOCK_AT).times(finish.padded()))
        : Stmt.stepped(
            "m", BLOCK_AT, END, Int.ONE,
            List.of(
                new Stmt.Clear(
                    new Access(finish.result(), OF_Y.plus(ROW.times(yRow()))), k)));
  }

  private List<Stmt> tiles(Registers registers) {
    int most = schedule.tileRows(registers);
    int rows = schedule.product().m();
    if (rows <= most) {
      return List.of(call(registers, rows, Int.ZERO));
    }
    Int step = Int.of(most);
    List<Stmt> tiles = new ArrayList<>();
    tiles.add(
        new Stmt.Let("whole", BLOCK_AT.plus(END.minus(BLOCK_AT).over(step).times(step))));
    tiles.add(
        Stmt.stepped("m", BLOCK_AT, WHOLE, step, List.of(call(registers, most, ROW))));
    int tail = schedule.tail(registers);
    if (tail > 0) {
      tiles.add(new Stmt.If(WHOLE, END, List.of(call(registers, tail, WHOLE))));
    }
    return tiles;
  }

  private Stmt call(Registers registers, int rows, Int first) {
    Int channel = PANEL.plus(LANE);
    Int aRow = aRow();
    Int result = schedule.buffered() ? finish.padded() : yRow();
    Int skipped = first.equals(Int.ZERO) ? Int.ZERO : first.minus(BLOCK_AT);
    return new Stmt.Call(
        schedule.tile(registers, rows),
        new Access("a", OF_A.plus(transposed ? first : first.times(aRow))),
        schedule.copies()
            ? Access.scratch(PANEL.times(c).plus(LANE))
            : new Access("b", OF_B.plus(channel)),
        schedule.buffered()
            ? Access.scratch(sums.plus(skipped.times(finish.padded())).plus(channel))
            : new Access(finish.result(), OF_Y.plus(first.times(yRow())).plus(channel)),
        Map.of(
            "xPixel", aRow,
            "xRow", Int.ZERO,
            "dyPixel", schedule.copies() ? Int.of(width) : bRow(),
            "dyRow", Int.ZERO,
            "yPixel", result,
            "dwPitch", result,
            "rows", Int.ONE,
            "run", c,
            "pixels", c));
  }
}
