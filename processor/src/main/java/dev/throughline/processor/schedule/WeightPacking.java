package dev.throughline.processor.schedule;

/**
 * A copy of weights in the order in which tiles read them: panels of the result's channels, in each the filter's
 * rows, columns and channels, and there the channels of the panel side by side.
 */
public sealed interface WeightPacking {

  /** Floats of the copy. */
  int floats();

  /** The order of the copy, for the trace. */
  String text();

  /**
   * Of {@code [r][c][s][k]}, read along k, group by group.
   *
   * @param c channels of a group
   * @param panels of the filters of a group
   * @param slides whether tiles read columns before channels
   */
  record Forward(int groups, int r, int c, int s, Panels panels, boolean slides)
      implements WeightPacking {
    @Override
    public int floats() {
      return groups * r * c * s * panels.padded();
    }

    @Override
    public String text() {
      return (slides ? "[k][r][c][s][" : "[k][r][s][c][") + panels.width() + "]";
    }
  }

  /**
   * Of {@code [r][c][s][k]}, read along c with the taps of each pass reversed.
   *
   * @param s columns of the filter
   */
  record Reversed(int s, RowPlan plan) implements WeightPacking {
    @Override
    public int floats() {
      return plan.groups() * plan.packed();
    }

    @Override
    public String text() {
      return (plan.slides() ? "[c][r][k][s][" : "[c][r][s][k][") + plan.panels().width() + "]";
    }
  }
}
