package dev.throughline.processor.lower;

import dev.throughline.processor.schedule.RowPlan;
import dev.throughline.processor.schedule.RowPlan.Pass;
import dev.throughline.processor.schedule.WeightPacking;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a weight lies among panels, in words: to whoever packs them, and to whoever reads them. */
final class PanelWords {
  private PanelWords() {}

  /** What a copy of weights holds. */
  static List<String> packed(WeightPacking.Forward packing, Numbers n) {
    String order = isPointwise(n) ? "c" : stepped("C", "c", n);
    return List.of(
        "packed[%s, k / %s, %s, k %% %s] = w[%s, c, %s, %s]   and 0 elsewhere".formatted(
            group(n), n.symbol("WIDTH"), order, n.symbol("WIDTH"), n.isOne("R") ? "0" : "r",
            n.isOne("S") ? "0" : "s", filter(false, n)));
  }

  /** What one with reversed taps holds. */
  static List<String> reversed(RowPlan plan, Numbers n) {
    String filter = plan.channelwise() ? "c" : filter(false, n);
    List<String> lines = new ArrayList<>();
    for (Part part : parts(plan, n, n.symbol("WIDTH"), true)) {
      lines.add(
          "packed[%s] = w[%s, %s, %s, %s]%s".formatted(
              part.at, part.row, plan.channelwise() ? "0" : "c", part.column, filter,
              part.range.isEmpty() ? "   and 0 elsewhere" : part.range + ", and 0 elsewhere"));
    }
    return lines;
  }

  /** The weights of a convolution. */
  static List<String> forward(RowPlan plan, Numbers n) {
    String tap = tap(n.of("S"));
    String order =
        plan.channelwise() ? tap
            : plan.slides() ? "(r·%s + c)·%s + s".formatted(n.symbol("C"), n.of("S"))
            : "(%s)·%s + c".formatted(tap, n.symbol("C"));
    int width = plan.panels().width();
    return List.of(
        "w[r, %s, s, %s] = panels[%s, k / %s, %s, k %% %s]".formatted(
            plan.channelwise() ? "0" : "c", filter(plan.channelwise(), n), group(n), width, order,
            width));
  }

  /** Those of a matrix product, or of its input gradient. */
  static List<String> product(boolean forward, int width) {
    return List.of(
        "w[c,k] = panels[%s / %s, %s, %s %% %s]".formatted(
            forward ? "k" : "c", width, forward ? "c" : "k", forward ? "k" : "c", width));
  }

  /** Those of a convolution's input gradient. */
  static List<String> backward(RowPlan plan, Numbers n) {
    List<String> lines = new ArrayList<>();
    for (Part part : parts(plan, n, String.valueOf(plan.panels().width()), false)) {
      lines.add(
          "w[%s, %s, %s, %s] = panels[%s]%s".formatted(
              part.row, plan.channelwise() ? "0" : "c", part.column,
              plan.channelwise() ? "c" : filter(false, n), part.at, part.range));
    }
    return lines;
  }

  /**
   * A part of a filter, its rows and columns from the last to the first.
   *
   * @param at where tap {@code r,s} of the part lies
   * @param row which row of the filter it is, {@code column} likewise
   * @param range of r and s
   */
  private record Part(String at, String row, String column, String range) {}

  /** {@code stepped}: whether the order of a row's taps is written with steps, as one kernel packs in either order. */
  private static List<Part> parts(RowPlan plan, Numbers n, String width, boolean stepped) {
    boolean single = plan.passes().size() == 1;
    List<Part> parts = new ArrayList<>();
    int before = 0;
    for (Pass pass : plan.passes()) {
      int taps = pass.rows() * pass.columns();
      if (taps == 0) {
        continue;
      }
      String columns = single ? n.of("S") : String.valueOf(pass.columns());
      String tap = tap(columns);
      String channels = n.symbol("K");
      String order =
          plan.channelwise() ? tap
              : single && isPointwise(n) ? "k"
              : single && stepped ? stepped("K", "k", n)
              : plan.slides() ? "(r·%s + k)·%s + s".formatted(channels, columns)
              : "(%s)·%s + k".formatted(tap, channels);
      if (single) {
        parts.add(
            new Part(
                "%s, c / %s, %s, c %% %s".formatted(group(n), width, order, width),
                fromTheLast("R", "r", n), fromTheLast("S", "s", n), ""));
      } else {
        String depth = plan.channelwise() ? "" : "·" + channels;
        parts.add(
            new Part(
                String.format(Locale.ROOT, "%s, (%d%s·%s + (c / %s)·%d%s + %s)·%s + c %% %s",
                    group(n), before, depth, n.symbol("PANELS"), width, taps, depth, order, width,
                    width),
                tap(pass.taps().firstRow(), pass.taps().rowStep(), "r"),
                tap(pass.taps().firstColumn(), pass.taps().columnStep(), "s"),
                String.format(Locale.ROOT, "   where r < %d, s < %d", pass.rows(),
                    pass.columns())));
      }
      before += taps;
    }
    return parts;
  }

  /** Whether it is the weights of a matrix product. */
  private static boolean isPointwise(Numbers n) {
    return n.isOne("R") && n.isOne("S");
  }

  private static String fromTheLast(String extent, String letter, Numbers n) {
    return n.isOne(extent) ? "0" : n.of(extent) + "−1−" + letter;
  }

  /** {@code 2−2r}. */
  private static String tap(int first, int step, String letter) {
    return String.format(Locale.ROOT, step == -1 ? "%d−%3$s" : "%d−%d%s", first, -step, letter);
  }

  /** {@code r·S·C + s·S_STEP + c·C_STEP}. */
  private static String stepped(String channels, String letter, Numbers n) {
    return "%s + %s + %s".formatted(
        times("r", n.of("S"), n.symbol(channels)), times("s", n.of("S_STEP")),
        times(letter, n.of(channels + "_STEP")));
  }

  /** The product, without what is 1. */
  private static String times(String first, String... factors) {
    return Stream.concat(Stream.of(first), Stream.of(factors).filter(f -> !f.equals("1")))
        .collect(Collectors.joining("·"));
  }

  /** The number of tap {@code r,s}. */
  private static String tap(String columns) {
    return columns.equals("1") ? "r + s" : "r·%s + s".formatted(columns);
  }

  private static String group(Numbers n) {
    return n.isOne("GROUPS") ? "0" : "group";
  }

  private static String filter(boolean channelwise, Numbers n) {
    return channelwise || n.isOne("GROUPS") ? "k" : "group·" + n.symbol("K") + " + k";
  }
}
