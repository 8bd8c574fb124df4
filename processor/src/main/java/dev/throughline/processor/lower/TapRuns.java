package dev.throughline.processor.lower;

import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.schedule.FewTaps;
import java.util.List;

/** Tiles of a filter gradient side by side along its taps. */
final class TapRuns {
  private TapRuns() {}

  /** A call of the tile of so many taps, from tap {@code first} on. */
  interface Call {
    Stmt of(int taps, Int first);
  }

  /**
   * As {@link FewTaps} divides any number of {@code taps}.
   *
   * @param variable counts them
   */
  static List<Stmt> shared(String variable, Int taps, Call call) {
    Int most = Int.of(FewTaps.MOST);
    Int less = Int.of(FewTaps.LESS);
    Int tiles = taps.plus(FewTaps.MOST - 1).over(most);
    Int larger = Int.variable("larger");
    return List.of(
        new Stmt.Let("larger", taps.minus(tiles.times(less)).times(most)),
        Stmt.stepped(variable, Int.ZERO, larger, most,
            List.of(call.of(FewTaps.MOST, Int.variable(variable)))),
        Stmt.stepped(variable, larger, taps, less,
            List.of(call.of(FewTaps.LESS, Int.variable(variable)))));
  }
}
