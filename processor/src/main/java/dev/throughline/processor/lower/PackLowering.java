package dev.throughline.processor.lower;

import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.schedule.Panels;
import dev.throughline.processor.schedule.RowPlan;
import dev.throughline.processor.schedule.RowPlan.Pass;
import dev.throughline.processor.schedule.Stored;
import dev.throughline.processor.schedule.WeightPacking;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of weights in the order in which tiles read them: panels of the result's channels, in each the
 * filter's rows, columns and channels, and there the channels of the panel side by side.
 */
final class PackLowering {
  private static final Int GROUP = Int.variable("group");
  private static final Int PANEL = Int.variable("panel");
  private static final Int R = Int.variable("r");
  private static final Int S = Int.variable("s");
  private static final Int C = Int.variable("c");
  private static final Int K = Int.variable("k");
  private static final Int FILTER = Int.variable("filter");

  private final Signature signature;

  private PackLowering(Signature signature) {
    this.signature = signature;
  }

  static void emit(Stored.Packed packed, MemoryPlan memory, Emitter emitter) {
    emit(packed.packing(), memory.slotOf(packed.weights()), memory.slotOf(packed), emitter);
  }

  static void emit(WeightPacking packing, Slot weights, Slot packed, Emitter emitter) {
    Signature signature = emitter.signature();
    PackLowering lowering = new PackLowering(signature);
    switch (packing) {
      case WeightPacking.Forward forward ->
          emitter.loop(
              new Emitter.Draft(
                  "Packs weights [r][c][s][k] into panels of k, in the order of tiles.",
                  "pack",
                  List.of("InGroups"),
                  n -> PanelWords.packed(forward, n)),
              signature,
              Unit.ONCE,
              lowering.forward(forward, weights, packed));
      case WeightPacking.Reversed(_, RowPlan plan) ->
          emitter.loop(
              new Emitter.Draft(
                  "Packs weights [r][c][s][k] into panels of c, rows and columns reversed%s."
                      .formatted(
                          plan.passes().size() > 1 ? ", once for each part of the filter" : ""),
                  plan.passes().size() == 1 ? "packReversed" : "packReversedInParts",
                  List.of("Ragged", "InGroups"),
                  n -> PanelWords.reversed(plan, n)),
              signature,
              Unit.ONCE,
              lowering.reversed(packing, plan, weights, packed));
    }
  }

  private List<Stmt> forward(WeightPacking.Forward packing, Slot weights, Slot packed) {
    Panels panels = packing.panels();
    Int width = signature.extent("WIDTH", panels.width());
    Int groups = signature.extent("GROUPS", packing.groups());
    Int r = signature.extent("R", packing.r());
    Int c = signature.extent("C", packing.c());
    Int s = signature.extent("S", packing.s());
    Int k = signature.extent("K", panels.channels());
    Int count = signature.extent("PANELS", panels.count());
    Int filters = groups.times(k);
    signature.buffer("w", Shape.fixed(r, c, s, filters), weights, false);
    signature.buffer("packed", Shape.fixed(groups, count, r.times(c).times(s), width), packed,
        true);
    Int tap =
        R.times(s.times(c)).plus(
            inRow(packing.slides(), S, packing.s(), C, "C_STEP", packing.c()));
    Int to =
        GROUP.times(count).plus(PANEL).times(r.times(s).times(c)).plus(tap).times(width);
    Int from =
        R.times(c).plus(C).times(s).plus(S).times(filters).plus(GROUP.times(k))
            .plus(PANEL.times(width));
    Int channels = Int.variable("channels");
    List<Stmt> copy =
        List.of(
            new Stmt.Copy(new Access("w", from), new Access("packed", to), channels),
            new Stmt.Clear(new Access("packed", to.plus(channels)), width.minus(channels)));
    return List.of(
        Stmt.each("group", groups,
            List.of(
                Stmt.each("panel", count,
                    List.of(
                        new Stmt.Let(
                            "channels", Int.least(width, k.minus(PANEL.times(width)))),
                        Stmt.each("r", r,
                            List.of(Stmt.each("s", s, List.of(Stmt.each("c", c, copy))))))))));
  }

  /**
   * Where in a row of a filter column {@code s} of channel {@code c} lies: tiles read the channels of a column one after
   * the other, those that slide the columns of a channel.
   */
  private Int inRow(boolean slides, Int s, int columns, Int c, String channelStep, int channels) {
    Int ofColumn = signature.extent("S_STEP", slides ? 1 : channels);
    Int ofChannel = signature.extent(channelStep, slides ? columns : 1);
    return s.times(ofColumn).plus(c.times(ofChannel));
  }

  private List<Stmt> reversed(WeightPacking packing, RowPlan plan, Slot weights, Slot packed) {
    int s = ((WeightPacking.Reversed) packing).s();
    Panels panels = plan.panels();
    boolean single = plan.passes().size() == 1;
    int taps = plan.passes().stream().mapToInt(pass -> pass.rows() * pass.columns()).sum();
    Int groups = signature.extent("GROUPS", plan.groups());
    long row = (long) s * plan.out() * (plan.channelwise() ? 1 : plan.groups() * plan.in());
    Int rows = signature.extent("R", weights.size() / row);
    Int columns = signature.extent("S", s);
    Int c = signature.extent("C", plan.out());
    Int k = plan.channelwise() ? Int.ONE : signature.extent("K", plan.in());
    Int count = signature.extent("PANELS", panels.count());
    Int width = signature.extent("WIDTH", panels.width());
    Int all = single ? signature.extent("TAPS", taps) : Int.of(taps);
    Int filters = plan.channelwise() ? c : groups.times(k);
    signature.buffer(
        "w", Shape.fixed(rows, plan.channelwise() ? Int.ONE : c, columns, filters), weights, false);
    signature.buffer(
        "packed",
        single ? Shape.fixed(groups, count, all.times(k), width)
            : Shape.fixed(groups, all.times(k).times(count).times(width)),
        packed,
        true);
    List<Stmt> passes = new ArrayList<>();
    Int before = Int.ZERO;
    for (Pass pass : plan.passes()) {
      if (pass.rows() * pass.columns() > 0) {
        Int at = GROUP.times(all).plus(before).times(k).times(count).times(width);
        passes.add(pass(plan, pass, at, new Weights(c, columns, k, filters), count));
        before = before.plus((long) pass.rows() * pass.columns());
      }
    }
    return List.of(Stmt.each("group", groups, passes));
  }

  private record Weights(Int c, Int s, Int k, Int filters) {}

  /** One part of the filter, its rows and columns from the last to the first. */
  private Stmt pass(RowPlan plan, Pass pass, Int at, Weights w, Int count) {
    boolean single = plan.passes().size() == 1;
    RowPlan.Taps taps = pass.taps();
    Int width = signature.extent("WIDTH", plan.panels().width());
    Int rows = single ? signature.extent("PASS_ROWS", pass.rows()) : Int.of(pass.rows());
    Int columns =
        single ? signature.extent("PASS_COLUMNS", pass.columns()) : Int.of(pass.columns());
    Int row = tap(R, taps.firstRow(), taps.rowStep(), single, rows);
    Int column = tap(S, taps.firstColumn(), taps.columnStep(), single, columns);
    Int order =
        single && !plan.channelwise()
            ? R.times(columns.times(w.k)).plus(
                inRow(plan.slides(), S, pass.columns(), K, "K_STEP", plan.in()))
            : R.times(columns).plus(S).times(w.k).plus(K);
    Int to =
        at.plus(PANEL.times(rows.times(columns).times(w.k)).plus(order).times(width)).plus(C);
    Int from =
        plan.channelwise()
            ? row.times(w.s).plus(column).times(w.filters).plus(FILTER)
            : row.times(w.c).plus(FILTER).times(w.s).plus(column).times(w.filters)
                .plus(GROUP.times(w.k)).plus(K);
    Stmt store = Stmt.store("packed", to, Value.load("w", from));
    Stmt channels =
        Stmt.each("c", width,
            List.of(
                new Stmt.Let("filter", PANEL.times(width).plus(C)),
                plan.panels().ragged() ? new Stmt.If(FILTER, w.c, List.of(store)) : store));
    List<Stmt> panel = new ArrayList<>();
    if (plan.panels().ragged()) {
      panel.add(
          new Stmt.Clear(
              new Access(
                  "packed",
                  at.plus(PANEL.times(rows.times(columns).times(w.k)).times(width))),
              rows.times(columns).times(w.k).times(width)));
    }
    panel.add(
        Stmt.each("r", rows,
            List.of(Stmt.each("s", columns, List.of(Stmt.each("k", w.k, List.of(channels)))))));
    return Stmt.each("panel", count, panel);
  }

  /** Where the filter's tap is that comes {@code index}-th. */
  private static Int tap(Int index, int first, int step, boolean single, Int count) {
    return single && step == -1 ? count.minus(1).minus(index)
        : Int.of(first).plus(index.times(Int.of(step)));
  }
}
