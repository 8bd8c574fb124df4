package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.schedule.Panels;
import dev.throughline.processor.schedule.Registers;
import dev.throughline.processor.schedule.RowGradient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Filter gradients: for each row of the filter, a product of runs of the zero-bordered input with the
 * output's gradient, summed over pixels, rows and images in that order. The sums of a tile of taps and
 * channels stay in registers along the rows of a block. Groups of channels are products of their own. Where taps are
 * dilated, the runs that they meet are gathered for each pixel of the output. If every channel is a group of its own,
 * lanes run over channels on both sides and all are treated as one group.
 *
 * <p>The floor is arithmetic. On a Sapphire Rapids core of some 165 GFLOP/s, 83 with AVX2, the 3×3 convolutions of
 * ResNet-20's second stage reach 89 and 87 % of it in cache, 83 and 80 % where x and dy come from memory.
 */
final class RowGradientLowering {
  private static final Int N = Int.variable("n");
  private static final Int BLOCK_AT = Int.variable("block");
  private static final Int END = Int.variable("end");
  private static final Int GROUP = Int.variable("group");
  private static final Int TOP_ROW = Int.variable("top");
  private static final Int H = Int.variable("h");
  private static final Int Q = Int.variable("q");
  private static final Int TAP_ROW = Int.variable("r");
  private static final Int TAP = Int.variable("s");
  private static final Int FIRST = Int.variable("first");
  private static final Int LAST = Int.variable("last");
  private static final Int PANEL = Int.variable("panel");
  private static final Int RUN = Int.variable("run");
  private static final Int SUMS = Int.variable("sums");
  private static final Int BAND_ROW = Int.variable("bandRow");
  private static final Int WIDE = Int.variable("wide");

  private final RowGradient schedule;
  private final Window window;
  private final WindowSizes sizes;
  private final Panels panels;
  private final boolean grouped;
  private final boolean ragged;
  private final Int r;
  private final Int s;
  private final Int padTop;
  private final Int padLeft;
  private final Int dilation;
  private final Int dilationColumns;
  private final Int block;
  private final Int bandRows;
  private final Int bandColumns;
  private final Int padded;
  private final Int filters;
  private final boolean apart;
  private final Int xPitch;
  private final Int dyPitch;

  RowGradientLowering(RowGradient schedule, WindowSizes sizes, Signature signature) {
    this.schedule = schedule;
    this.window = schedule.window();
    this.sizes = sizes;
    this.panels = schedule.panels();
    this.grouped = schedule.groups() > 1;
    this.ragged = panels.ragged();
    this.r = signature.extent("R", window.r());
    this.s = signature.extent("S", window.s());
    this.padTop = signature.extent("TOP", window.padTop());
    this.padLeft = signature.extent("LEFT", window.padLeft());
    this.dilation = signature.extent("DILATION", window.dilationH());
    this.dilationColumns = signature.extent("DILATION_COLUMNS", window.dilationW());
    this.block = signature.extent("BLOCK", schedule.blockRows());
    boolean band = !schedule.direct();
    this.bandRows =
        band ? signature.extent("BAND_ROWS", schedule.bandRows(schedule.blockRows())) : Int.ZERO;
    this.bandColumns = band ? signature.extent("BAND_COLUMNS", schedule.bandColumns()) : Int.ZERO;
    this.padded = signature.extent("PANELS", panels.count()).times(Int.of(panels.width()));
    this.filters = sizes.groups().times(sizes.k());
    this.apart = signature.isApart("x");
    this.xPitch = signature.pitch("x", sizes.groups().times(sizes.c()));
    this.dyPitch = signature.pitch("dy", filters);
  }

  List<Stmt> body() {
    boolean band = !schedule.direct();
    List<Stmt> body = new ArrayList<>();
    body.add(new Stmt.Let("run", schedule.channelwise() ? s : s.times(sizes.c())));
    body.add(new Stmt.Let("sums", sizes.groups().times(r).times(RUN).times(padded)));
    if (band) {
      body.add(new Stmt.Let("bandRow", bandColumns.times(sizes.c())));
    }
    body.add(
        new Stmt.Clear(
            Access.scratch(Int.ZERO), band ? SUMS.plus(bandRows.times(BAND_ROW)) : SUMS));
    if (ragged) {
      int beyond = schedule.channelwise() ? Panels.LANES : 0;
      body.add(
          new Stmt.Let(
              "wide", band ? SUMS.plus(bandRows.times(BAND_ROW)).plus(beyond) : SUMS));
    }
    List<Stmt> group = new ArrayList<>();
    if (band) {
      group.add(new Stmt.Let("top", BLOCK_AT.times(sizes.stride()).minus(padTop)));
      group.add(copyBand());
    }
    if (ragged) {
      group.add(widen());
    }
    group.add(Stmt.loop("r", r, rows()));
    List<Stmt> blocks =
        List.of(
            new Stmt.Let("end", Int.least(BLOCK_AT.plus(block), sizes.p())),
            Stmt.loop("group", sizes.groups(), group));
    body.add(
        Stmt.stepped("n", Int.variable(Kernel.FROM), Int.variable(Kernel.TO), Int.ONE,
            List.of(Stmt.stepped("block", Int.ZERO, sizes.p(), block, blocks))));
    body.add(store());
    return body;
  }

  /** The rows of the image that a block meets, between zeros or as runs. */
  private Stmt copyBand() {
    Int column = Int.variable("column");
    Int row = N.times(sizes.h()).plus(H).times(sizes.w());
    Int from = row.plus(column).times(xPitch).plus(GROUP.times(sizes.c()));
    Int toRow = SUMS.plus(H.minus(TOP_ROW).times(BAND_ROW));
    Int left = window.padLeft() > 0 ? padLeft.times(sizes.c()) : Int.ZERO;
    Stmt copy;
    if (schedule.gathers()) {
      Int at = Q.times(sizes.strideColumns()).minus(padLeft).plus(TAP.times(dilationColumns));
      Stmt pixel =
          new Stmt.Copy(
              new Access("x", from),
              Access.scratch(toRow.plus(Q.times(RUN)).plus(TAP.times(sizes.c()))),
              sizes.c());
      copy =
          Stmt.each("q", sizes.q(),
              List.of(
                  Stmt.each("s", s,
                      List.of(
                          new Stmt.Let("column", at),
                          new Stmt.Guard(column, sizes.w(), List.of(pixel))))));
    } else if (grouped || apart) {
      copy =
          Stmt.each("column", sizes.w(),
              List.of(
                  new Stmt.Copy(
                      new Access("x", from),
                      Access.scratch(toRow.plus(left).plus(column.times(sizes.c()))),
                      sizes.c())));
    } else {
      copy =
          new Stmt.Copy(
              new Access("x", row.times(sizes.c())),
              Access.scratch(toRow.plus(left)),
              sizes.w().times(sizes.c()));
    }
    return Stmt.stepped("h", Int.most(Int.ZERO, TOP_ROW),
        Int.least(sizes.h(), TOP_ROW.plus(bandRows)), Int.ONE, List.of(copy));
  }

  /** Pixels of dy in a block, each followed by the zeros that fill its last panel. */
  private Stmt widen() {
    Int pixel = N.times(sizes.p()).plus(BLOCK_AT).times(sizes.q()).plus(Q);
    Int to = WIDE.plus(Q.times(padded));
    return new Stmt.Apart(
        "Widen",
        "Copies pixels of dy, each followed by the zeros that fill its last panel.",
        List.of(
            Stmt.each("q", END.minus(BLOCK_AT).times(sizes.q()),
                List.of(
                    new Stmt.Copy(
                        new Access("dy", pixel.times(dyPitch).plus(GROUP.times(sizes.k()))),
                        Access.scratch(to),
                        sizes.k()),
                    new Stmt.Clear(Access.scratch(to.plus(sizes.k())), padded.minus(sizes.k()))))));
  }

  /** The rows of the output whose input row exists, for one row of the filter. */
  private List<Stmt> rows() {
    Int stride = sizes.stride();
    Int down = TAP_ROW.times(dilation);
    Int above = Int.most(Int.ZERO, padTop.minus(down).plus(stride).minus(1));
    Int below =
        Int.most(Int.ZERO, sizes.h().plus(padTop).minus(down).plus(stride).minus(1));
    return List.of(
        new Stmt.Let("first", Int.most(BLOCK_AT, above.over(stride))),
        new Stmt.Let("last", Int.least(END, below.over(stride))),
        new Stmt.If(FIRST, LAST,
            List.of(
                Stmt.stepped("panel", Int.ZERO, padded, Int.of(panels.width()),
                    List.of(
                        new Stmt.Panel("k", panels.width(), tiles(Registers.MANY),
                            tiles(Registers.FEW)))))));
  }

  private List<Stmt> tiles(Registers registers) {
    List<Integer> tapTiles = schedule.tapTiles(registers);
    if (schedule.sharesTaps(registers)) {
      return TapRuns.shared("j", RUN, (taps, j) -> call(registers, taps, j));
    }
    int taps = tapTiles.getFirst();
    int runs = schedule.runs();
    Int step = Int.of(taps);
    Int whole = runs % taps == 0 ? RUN : RUN.over(step).times(step);
    List<Stmt> tiles = new ArrayList<>();
    tiles.add(
        runs / taps == 1
            ? call(registers, taps, Int.ZERO)
            : Stmt.stepped("j", Int.ZERO, whole, step,
                List.of(call(registers, taps, Int.variable("j")))));
    if (tapTiles.size() > 1) {
      tiles.add(call(registers, tapTiles.get(1), whole));
    }
    return tiles;
  }

  private Stmt call(Registers registers, int taps, Int j) {
    Int channel = PANEL.plus(Int.variable("k"));
    Int pixel = schedule.direct() ? xPitch : sizes.c();
    Int rowPitch = schedule.direct() ? sizes.w().times(xPitch) : BAND_ROW;
    Int tap = dilationColumns.times(pixel);
    Int row = FIRST.times(sizes.stride()).plus(TAP_ROW.times(dilation)).minus(padTop);
    Int column =
        schedule.gathers() || window.padLeft() >= 0 ? Int.ZERO : padLeft.times(Int.of(-1));
    Int at =
        schedule.direct()
            ? N.times(sizes.h()).plus(row).times(sizes.w()).minus(padLeft).times(xPitch)
            : SUMS.plus(row.minus(TOP_ROW).times(BAND_ROW)).plus(column.times(sizes.c()));
    Int x =
        schedule.channelwise() ? at.plus(j.times(tap)).plus(channel) : at.plus(j);
    Int dy =
        ragged
            ? WIDE.plus(FIRST.minus(BLOCK_AT).times(sizes.q()).times(padded))
            : N.times(sizes.p()).plus(FIRST).times(sizes.q()).times(dyPitch)
                .plus(GROUP.times(sizes.k()));
    Int dyPixel = ragged ? padded : dyPitch;
    Int sum = GROUP.times(r).plus(TAP_ROW).times(RUN).plus(j).times(padded).plus(channel);
    return new Stmt.Call(
        schedule.tile(registers, taps),
        schedule.direct() ? new Access("x", x) : Access.scratch(x),
        ragged ? Access.scratch(dy.plus(channel)) : new Access("dy", dy.plus(channel)),
        Access.scratch(sum),
        Map.of(
            "xPixel", schedule.gathers() ? RUN : sizes.strideColumns().times(pixel),
            "xRow", sizes.stride().times(rowPitch),
            "xTap", tap,
            "dyPixel", dyPixel,
            "dyRow", sizes.q().times(dyPixel),
            "dwPitch", padded,
            "rows", LAST.minus(FIRST),
            "pixels", sizes.q()));
  }

  private Stmt store() {
    Int c = schedule.channelwise() ? Int.ONE : sizes.c();
    Int channel = Int.variable("c");
    Int sum =
        GROUP.times(r).plus(TAP_ROW).times(RUN).plus(TAP.times(c)).plus(channel).times(padded);
    Int to =
        TAP_ROW.times(c).plus(channel).times(s).plus(TAP).times(filters)
            .plus(GROUP.times(sizes.k()));
    return Stmt.each("group", sizes.groups(),
        List.of(
            Stmt.each("r", r,
                List.of(
                    Stmt.each("c", c,
                        List.of(
                            Stmt.each("s", s,
                                List.of(
                                    new Stmt.Copy(
                                        Access.scratch(sum), new Access("dw", to),
                                        sizes.k())))))))));
  }
}
