package dev.throughline.processor.emit.java;

import dev.throughline.processor.schedule.Panels;
import dev.throughline.processor.schedule.RowPlan;
import dev.throughline.processor.schedule.RowPlan.Pass;
import dev.throughline.processor.schedule.WeightPacking;
import java.util.List;
import java.util.Locale;

/**
 * Prints the copy of weights in the order in which tiles read them: panels of output channels, in each the
 * filter's rows, columns and input channels, and there the channels of the panel side by side.
 */
final class PackPrinter {
  private PackPrinter() {}

  private static final List<String> PARAMETERS =
      List.of("float[] w", "int wAt", "float[] packed", "int packedAt");

  static JavaMethod of(String name, WeightPacking packing) {
    return switch (packing) {
      case WeightPacking.Forward forward -> forward(name, forward);
      case WeightPacking.Reversed(int s, RowPlan plan) -> reversed(name, s, plan);
    };
  }

  private static JavaMethod forward(String name, WeightPacking.Forward packing) {
    int groups = packing.groups();
    int r = packing.r();
    int c = packing.c();
    int s = packing.s();
    Panels panels = packing.panels();
    boolean slides = packing.slides();
    SourceText text = new SourceText();
    text.comment(
        List.of(
            String.format(Locale.ROOT, "Packs weights [%d][%d][%d][%d] as %s[k/%d][r]%s[%d].", r, c,
                s, groups * panels.channels(), groups == 1 ? "" : "[group]", panels.width(),
                slides ? "[c][s]" : "[s][c]", panels.width())));
    text.openMethod("static void " + name, PARAMETERS);
    text.line("final int R = %d, C = %d, S = %d, K = %d;", r, c, s, panels.channels());
    text.line("int at = packedAt;");
    openGroups(text, groups);
    text.open("for (int panel = 0; panel < K; panel += %d) {", panels.width());
    if (panels.ragged()) {
      text.line("int channels = Math.min(%d, K - panel);", panels.width());
    }
    text.open("for (int r = 0; r < R; r++) {");
    String columns = "for (int s = 0; s < S; s++) {";
    String channels = "for (int c = 0; c < C; c++) {";
    text.open(slides ? channels : columns);
    text.open(slides ? columns : channels);
    text.line("int from = wAt + ((r * C + c) * S + s) * %s + panel;", filter(groups));
    text.line("System.arraycopy(w, from, packed, at, %s);",
        panels.ragged() ? "channels" : panels.width());
    if (panels.ragged()) {
      text.line("Arrays.fill(packed, at + channels, at + %d, 0);", panels.width());
    }
    text.line("at += %d;", panels.width());
    text.close().close().close().close();
    closeGroups(text, groups);
    return new JavaMethod(name, text.close().toString());
  }

  private static void openGroups(SourceText text, int groups) {
    if (groups > 1) {
      text.open("for (int group = 0; group < %d; group++) {", groups);
    }
  }

  private static void closeGroups(SourceText text, int groups) {
    if (groups > 1) {
      text.close();
    }
  }

  /** The number of filters, and where those of a group begin. */
  private static String filter(int groups) {
    return groups == 1 ? "K" : groups + " * K + group * K";
  }

  private static JavaMethod reversed(String name, int s, RowPlan plan) {
    Panels panels = plan.panels();
    SourceText text = new SourceText();
    text.comment(
        List.of(
            String.format(Locale.ROOT,
                "Packs weights [r][%d][%d][%d] as [c/%d][r]%s[%d], rows and columns reversed%s.",
                plan.out(), s, plan.groups() * plan.in(), panels.width(),
                plan.slides() ? "[k][s]" : "[s][k]", panels.width(),
                plan.passes().size() > 1 ? ", once for each part of the filter" : "")));
    text.openMethod("static void " + name, PARAMETERS);
    text.line("final int C = %d, S = %d, K = %d;", plan.out(), s, plan.in());
    text.line("int at = packedAt;");
    openGroups(text, plan.groups());
    for (Pass pass : plan.passes()) {
      if (pass.rows() * pass.columns() > 0) {
        pass(text, pass, plan);
      }
    }
    closeGroups(text, plan.groups());
    text.close();
    return new JavaMethod(name, text.toString());
  }

  private static void pass(SourceText text, Pass pass, RowPlan plan) {
    Panels panels = plan.panels();
    RowPlan.Taps taps = pass.taps();
    int lastRow = taps.firstRow() + (pass.rows() - 1) * taps.rowStep();
    int lastColumn = taps.firstColumn() + (pass.columns() - 1) * taps.columnStep();
    text.open("for (int panel = 0; panel < C; panel += %d) {", panels.width());
    text.open("for (int r = %d; r >= %d; r -= %d) {", taps.firstRow(), lastRow, -taps.rowStep());
    String columns =
        String.format(Locale.ROOT, "for (int s = %d; s >= %d; s -= %d) {", taps.firstColumn(),
            lastColumn, -taps.columnStep());
    String channels = "for (int k = 0; k < %s; k++) {".formatted(plan.channelwise() ? "1" : "K");
    text.open(plan.slides() ? channels : columns);
    text.open(plan.slides() ? columns : channels);
    text.open("for (int c = panel; c < panel + %d; c++) {", panels.width());
    String value =
        plan.channelwise()
            ? "w[wAt + (r * S + s) * C + c]"
            : "w[wAt + ((r * C + c) * S + s) * %s + k]".formatted(filter(plan.groups()));
    text.line("packed[at++] = %s;", panels.ragged() ? "c < C ? " + value + " : 0" : value);
    text.close().close().close().close().close();
  }
}
