package dev.throughline.processor.emit.java;

import dev.throughline.processor.emit.java.RowPlan.Pass;
import java.util.List;

/**
 * Prints the copy of weights in the order in which tiles read them: panels of output channels, in each the
 * filter's rows, columns and input channels, and there the channels of the panel side by side.
 */
final class PackPrinter {
  private PackPrinter() {}

  private static final List<String> PARAMETERS =
      List.of("float[] w", "int wAt", "float[] packed", "int packedAt");

  /**
   * For {@code [r][c][s][k]}, read along k.
   *
   * @param slides whether tiles read columns before channels
   */
  static JavaMethod forward(String name, int r, int c, int s, Panels panels, boolean slides) {
    SourceText text = new SourceText();
    text.comment(
        List.of(
            "Packs weights [%d][%d][%d][%d] as [k/%d][r]%s[%d]."
                .formatted(
                    r,
                    c,
                    s,
                    panels.channels(),
                    panels.width(),
                    slides ? "[c][s]" : "[s][c]",
                    panels.width())));
    text.openMethod("static void " + name, PARAMETERS);
    text.line("final int R = %d, C = %d, S = %d, K = %d;", r, c, s, panels.channels());
    text.line("int at = packedAt;");
    text.open("for (int panel = 0; panel < K; panel += %d) {", panels.width());
    if (panels.ragged()) {
      text.line("int channels = Math.min(%d, K - panel);", panels.width());
    }
    text.open("for (int r = 0; r < R; r++) {");
    String columns = "for (int s = 0; s < S; s++) {";
    String channels = "for (int c = 0; c < C; c++) {";
    text.open(slides ? channels : columns);
    text.open(slides ? columns : channels);
    text.line("int from = wAt + ((r * C + c) * S + s) * K + panel;");
    text.line("System.arraycopy(w, from, packed, at, %s);",
        panels.ragged() ? "channels" : panels.width());
    if (panels.ragged()) {
      text.line("Arrays.fill(packed, at + channels, at + %d, 0);", panels.width());
    }
    text.line("at += %d;", panels.width());
    text.close().close().close().close().close();
    return new JavaMethod(name, text.toString());
  }

  /** For {@code [r][c][s][k]}, read along c with the taps of each pass reversed. */
  static JavaMethod inputGradient(String name, int s, RowPlan plan) {
    Panels panels = plan.panels();
    SourceText text = new SourceText();
    text.comment(
        List.of(
            "Packs weights [r][%d][%d][%d] as [c/%d][r]%s[%d], rows and columns reversed%s."
                .formatted(
                    plan.out(),
                    s,
                    plan.in(),
                    panels.width(),
                    plan.slides() ? "[k][s]" : "[s][k]",
                    panels.width(),
                    plan.passes().size() > 1 ? ", once for each part of the filter" : "")));
    text.openMethod("static void " + name, PARAMETERS);
    text.line("final int C = %d, S = %d, K = %d;", plan.out(), s, plan.in());
    text.line("int at = packedAt;");
    for (Pass pass : plan.passes()) {
      if (pass.rows() * pass.columns() > 0) {
        pass(text, pass, panels, plan.slides());
      }
    }
    text.close();
    return new JavaMethod(name, text.toString());
  }

  private static void pass(SourceText text, Pass pass, Panels panels, boolean slides) {
    RowPlan.Taps taps = pass.taps();
    int lastRow = taps.firstRow() + (pass.rows() - 1) * taps.rowStep();
    int lastColumn = taps.firstColumn() + (pass.columns() - 1) * taps.columnStep();
    text.open("for (int panel = 0; panel < C; panel += %d) {", panels.width());
    text.open("for (int r = %d; r >= %d; r -= %d) {", taps.firstRow(), lastRow, -taps.rowStep());
    String columns =
        "for (int s = %d; s >= %d; s -= %d) {"
            .formatted(taps.firstColumn(), lastColumn, -taps.columnStep());
    String channels = "for (int k = 0; k < K; k++) {";
    text.open(slides ? channels : columns);
    text.open(slides ? columns : channels);
    text.open("for (int c = panel; c < panel + %d; c++) {", panels.width());
    String value = "w[wAt + ((r * C + c) * S + s) * K + k]";
    text.line("packed[at++] = %s;", panels.ragged() ? "c < C ? " + value + " : 0" : value);
    text.close().close().close().close().close();
  }
}
