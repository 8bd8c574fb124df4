package dev.throughline.processor.emit.java;

import dev.throughline.processor.schedule.Panels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** Tiles of convolutions of each channel by itself, where lanes run over channels on both sides. */
final class ChannelTiles {
  private ChannelTiles() {}

  private static final List<String> PARAMETERS =
      List.of(
          "float[] x",
          "int xAt",
          "int xPixel",
          "int xRow",
          "int xTap",
          "float[] w",
          "int wAt",
          "float[] y",
          "int yAt",
          "int yPixel",
          "int rows",
          "int columns");

  static String name(int pixels) {
    return String.format(Locale.ROOT, "channels%d", pixels);
  }

  /** Of a convolution of each channel by itself. */
  static JavaMethod of(JavaDialect dialect, int pixels) {
    String name = name(pixels);
    SourceText text = new SourceText();
    List<String> comment = new ArrayList<>();
    comment.add(
        "%s of a sum of each channel by itself:"
            .formatted(TilePrinter.extent(dialect, pixels, "pixel", 1)));
    comment.add("");
    comment.add("<pre>");
    comment.add(
        "  y[p][c] = Σ r,s  x[xAt + r·xRow + s·xTap + p·xPixel + c] · w[wAt + (r·columns + s)·16 + c]");
    comment.add("</pre>");
    switch (dialect) {
      case VECTOR -> {
        comment.add("");
        comment.add(String.format(Locale.ROOT, "Each w is loaded once for all %d pixels.", pixels));
        vector(text.comment(comment), name, pixels);
      }
      case SCALAR -> scalar(text.comment(comment), name, pixels);
    }
    return new JavaMethod(name, text.toString());
  }

  private static void vector(SourceText text, String name, int pixels) {
    text.openMethod("static void " + name, PARAMETERS);
    for (int p = 0; p < pixels; p++) {
      text.line("FloatVector sum%d = FloatVector.zero(SPECIES);", p);
    }
    text.open("for (int r = 0; r < rows; r++) {");
    text.line("int x0 = xAt + r * xRow;");
    text.open("for (int s = 0; s < columns; s++) {");
    text.line("FloatVector weight = FloatVector.fromArray(SPECIES, w, wAt);");
    for (int p = 0; p < pixels; p++) {
      if (p > 0) {
        text.line("int x%d = x%d + xPixel;", p, p - 1);
      }
      text.line("sum%d = FloatVector.fromArray(SPECIES, x, x%d).fma(weight, sum%d);", p, p, p);
    }
    text.line("x0 += xTap;");
    text.line("wAt += %d;", Panels.LANES);
    text.close().close();
    for (int p = 0; p < pixels; p++) {
      text.line("sum%d.intoArray(y, %s);", p, TilePrinter.scaled("yAt", p, "yPixel"));
    }
    text.close();
  }

  private static void scalar(SourceText text, String name, int pixels) {
    text.openMethod("static void " + name, PARAMETERS);
    text.open("for (int p = 0; p < %d; p++) {", pixels);
    text.open("for (int c = 0; c < %d; c += 4) {", Panels.LANES);
    fourLocals(text, "sum", k -> "0");
    text.line("int tap = wAt + c;");
    text.open("for (int r = 0; r < rows; r++) {");
    text.line("int at = xAt + r * xRow + p * xPixel + c;");
    text.open("for (int s = 0; s < columns; s++) {");
    for (int k = 0; k < 4; k++) {
      text.line("sum%d = Math.fma(x[%s], w[%s], sum%d);", k, TilePrinter.plus("at", k),
          TilePrinter.plus("tap", k), k);
    }
    text.line("at += xTap;");
    text.line("tap += %d;", Panels.LANES);
    text.close().close();
    text.line("int to = yAt + p * yPixel + c;");
    for (int k = 0; k < 4; k++) {
      text.line("y[%s] = sum%d;", TilePrinter.plus("to", k), k);
    }
    text.close().close().close();
  }

  private static void fourLocals(SourceText text, String name, IntFunction<String> value) {
    for (int k = 0; k < 4; k++) {
      text.line("float %s%d = %s;", name, k, value.apply(k));
    }
  }

  private static final List<String> GRADIENT_PARAMETERS =
      List.of(
          "float[] x",
          "int xAt",
          "int xPixel",
          "int xRow",
          "int xTap",
          "float[] dy",
          "int dyAt",
          "int dyPixel",
          "int dyRow",
          "float[] dw",
          "int dwAt",
          "int dwPitch",
          "int rows",
          "int pixels");

  static String gradientName(int taps) {
    return String.format(Locale.ROOT, "channelsGradient%d", taps);
  }

  /** The gradient of {@code taps} taps of a convolution of each channel by itself. */
  static JavaMethod gradient(JavaDialect dialect, int taps) {
    String name = gradientName(taps);
    SourceText text = new SourceText();
    List<String> comment = new ArrayList<>();
    comment.add(
        "%s of the gradient of a filter of each channel by itself, summed over rows of pixels:"
            .formatted(TilePrinter.extent(dialect, taps, "tap", 1)));
    comment.add("");
    comment.add("<pre>");
    comment.add(
        "  dw[s][c] += Σ p,q  x[xAt + p·xRow + q·xPixel + s·xTap + c] · dy[dyAt + p·dyRow + q·dyPixel + c]");
    comment.add("</pre>");
    switch (dialect) {
      case VECTOR -> gradientVector(text.comment(comment), name, taps);
      case SCALAR -> gradientScalar(text.comment(comment), name, taps);
    }
    return new JavaMethod(name, text.toString());
  }

  private static void gradientVector(SourceText text, String name, int taps) {
    text.openMethod("static void " + name, GRADIENT_PARAMETERS);
    for (int s = 0; s < taps; s++) {
      text.line("FloatVector sum%d = FloatVector.fromArray(SPECIES, dw, %s);", s,
          TilePrinter.scaled("dwAt", s, "dwPitch"));
    }
    text.open("for (int p = 0; p < rows; p++) {");
    text.line("int xq = xAt + p * xRow;");
    text.line("int dyq = dyAt + p * dyRow;");
    text.open("for (int q = 0; q < pixels; q++) {");
    text.line("FloatVector gradient = FloatVector.fromArray(SPECIES, dy, dyq);");
    for (int s = 0; s < taps; s++) {
      text.line("sum%d = FloatVector.fromArray(SPECIES, x, %s).fma(gradient, sum%d);", s,
          TilePrinter.scaled("xq", s, "xTap"), s);
    }
    text.line("xq += xPixel;");
    text.line("dyq += dyPixel;");
    text.close().close();
    for (int s = 0; s < taps; s++) {
      text.line("sum%d.intoArray(dw, %s);", s, TilePrinter.scaled("dwAt", s, "dwPitch"));
    }
    text.close();
  }

  private static void gradientScalar(SourceText text, String name, int taps) {
    text.openMethod("static void " + name, GRADIENT_PARAMETERS);
    text.open("for (int s = 0; s < %d; s++) {", taps);
    text.open("for (int c = 0; c < %d; c += 4) {", Panels.LANES);
    text.line("int to = dwAt + s * dwPitch + c;");
    fourLocals(text, "sum", k -> "dw[%s]".formatted(TilePrinter.plus("to", k)));
    text.open("for (int p = 0; p < rows; p++) {");
    text.line("int xq = xAt + p * xRow + s * xTap + c;");
    text.line("int dyq = dyAt + p * dyRow + c;");
    text.open("for (int q = 0; q < pixels; q++) {");
    for (int k = 0; k < 4; k++) {
      text.line("sum%d = Math.fma(x[%s], dy[%s], sum%d);", k, TilePrinter.plus("xq", k),
          TilePrinter.plus("dyq", k), k);
    }
    text.line("xq += xPixel;");
    text.line("dyq += dyPixel;");
    text.close().close();
    for (int k = 0; k < 4; k++) {
      text.line("dw[%s] = sum%d;", TilePrinter.plus("to", k), k);
    }
    text.close().close().close();
  }
}
