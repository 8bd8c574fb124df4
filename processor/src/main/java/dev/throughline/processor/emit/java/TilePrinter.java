package dev.throughline.processor.emit.java;

import dev.throughline.processor.schedule.Panels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tiles: the innermost loops of all contractions, whose sums stay in registers.
 *
 * <p>Only the shape of a tile is fixed in its text, strides are parameters. So a network needs a handful
 * of tiles, and HotSpot compiles a handful of hot methods, not one for each kernel: a vector kernel is
 * slow until it is compiled.
 *
 * <p>Both dialects add the same products in the same order to each sum.
 */
final class TilePrinter {
  private TilePrinter() {}

  private static final List<String> PRODUCT_PARAMETERS =
      List.of(
          "float[] x",
          "int xAt",
          "int xPixel",
          "int xRow",
          "float[] w",
          "int wAt",
          "float[] y",
          "int yAt",
          "int yPixel",
          "int rows",
          "int run");

  private static final List<String> GRADIENT_PARAMETERS =
      List.of(
          "float[] x",
          "int xAt",
          "int xPixel",
          "int xRow",
          "float[] dy",
          "int dyAt",
          "int dyPixel",
          "int dyRow",
          "float[] dw",
          "int dwAt",
          "int dwPitch",
          "int rows",
          "int pixels");

  static String productName(int pixels, int vectors) {
    return String.format(Locale.ROOT, "product%dx%d", pixels, vectors * Panels.LANES);
  }

  static String gradientName(int taps, int vectors) {
    return String.format(Locale.ROOT, "gradient%dx%d", taps, vectors * Panels.LANES);
  }

  static JavaMethod product(JavaDialect dialect, int pixels, int vectors) {
    String name = productName(pixels, vectors);
    SourceText text = new SourceText();
    List<String> comment = new ArrayList<>();
    comment
        .add("%s of a sum over rows of runs:".formatted(extent(dialect, pixels, "pixel", vectors)));
    comment.add("");
    comment.add("<pre>");
    comment.add(String.format(Locale.ROOT,
        "  y[p][k] = Σ r,j  x[xAt + r·xRow + p·xPixel + j] · w[wAt + (r·run + j)·%d + k]",
        vectors * Panels.LANES));
    comment.add("</pre>");
    comment.add("");
    switch (dialect) {
      case VECTOR -> {
        if (pixels > 1) {
          comment.add(
              String.format(Locale.ROOT,
                  "Each x is broadcast once, each w loaded once for all %d pixels; the %d sums stay in",
                  pixels, pixels * vectors));
          comment.add("registers.");
        } else {
          comment.add("For the rows that are left over when tiles of more are done.");
        }
        productVector(text.comment(comment), name, pixels, vectors);
      }
      case SCALAR -> {
        Block block = Block.of(pixels);
        comment.add(
            String.format(Locale.ROOT,
                "%s × %d channels at a time are summed in locals: three times as fast as a row of sums",
                block.high == 1 ? "1 pixel" : block.high + " pixels", block.wide));
        comment.add("in memory, which HotSpot does not turn into vectors.");
        productScalar(text.comment(comment), name, pixels, vectors, block);
      }
    }
    return new JavaMethod(name, text.toString());
  }

  static String extent(JavaDialect dialect, int count, String what, int vectors) {
    String counted = count == 1 ? "1 " + what : String.format(Locale.ROOT, "%d %ss", count, what);
    return switch (dialect) {
      case VECTOR -> "%s × %s".formatted(counted, vectors == 1 ? "1 vector" : vectors + " vectors");
      case SCALAR ->
          String.format(Locale.ROOT, "%s × %d channels", counted, vectors * Panels.LANES);
    };
  }

  private static void productVector(SourceText text, String name, int pixels, int vectors) {
    text.openMethod("static void " + name, PRODUCT_PARAMETERS);
    for (int p = 0; p < pixels; p++) {
      for (int v = 0; v < vectors; v++) {
        text.line("FloatVector sum%d_%d = FloatVector.zero(SPECIES);", p, v);
      }
    }
    text.open("for (int r = 0; r < rows; r++) {");
    text.line("int x0 = xAt + r * xRow;");
    for (int p = 1; p < pixels; p++) {
      text.line("int x%d = x%d + xPixel;", p, p - 1);
    }
    text.open("for (int j = 0; j < run; j++) {");
    for (int v = 0; v < vectors; v++) {
      text.line("FloatVector w%d = FloatVector.fromArray(SPECIES, w, %s);", v, lanes("wAt", v));
    }
    for (int p = 0; p < pixels; p++) {
      text.line("FloatVector at%d = FloatVector.broadcast(SPECIES, x[x%d + j]);", p, p);
      for (int v = 0; v < vectors; v++) {
        text.line("sum%d_%d = at%d.fma(w%d, sum%d_%d);", p, v, p, v, p, v);
      }
    }
    text.line("wAt += %d;", vectors * Panels.LANES);
    text.close().close();
    for (int p = 0; p < pixels; p++) {
      for (int v = 0; v < vectors; v++) {
        text.line("sum%d_%d.intoArray(y, %s);", p, v, lanes(scaled("yAt", p, "yPixel"), v));
      }
    }
    text.close();
  }

  private static void productScalar(
      SourceText text, String name, int pixels, int vectors, Block block) {
    int channels = vectors * Panels.LANES;
    text.openMethod("static void " + name, PRODUCT_PARAMETERS);
    text.open("for (int p = 0; p < %d; p += %d) {", pixels, block.high);
    text.open("for (int k = 0; k < %d; k += %d) {", channels, block.wide);
    block.declare(text, (_, _) -> "0");
    text.line("int wk = wAt + k;");
    text.open("for (int r = 0; r < rows; r++) {");
    text.line("int x0 = xAt + r * xRow + p * xPixel;");
    for (int p = 1; p < block.high; p++) {
      text.line("int x%d = x%d + xPixel;", p, p - 1);
    }
    text.open("for (int j = 0; j < run; j++) {");
    block.accumulate(text, p -> String.format(Locale.ROOT, "x[x%d + j]", p),
        k -> "w[%s]".formatted(plus("wk", k)));
    text.line("wk += %d;", channels);
    text.close().close();
    storeBlock(text, block);
    text.close().close().close();
  }

  private static void storeBlock(SourceText text, Block block) {
    for (int p = 0; p < block.high; p++) {
      text.line(p == 0 ? "int y0 = yAt + p * yPixel + k;" : "int y%d = y%d + yPixel;", p, p - 1);
      for (int k = 0; k < block.wide; k++) {
        text.line("y[%s] = sum%d_%d;", plus("y" + p, k), p, k);
      }
    }
  }

  private static final List<String> SLIDE_PARAMETERS =
      List.of(
          "float[] x",
          "int xAt",
          "int xRow",
          "float[] w",
          "int wAt",
          "float[] y",
          "int yAt",
          "int yPixel",
          "int rows",
          "int channels");

  /** The name of a tile that slides a filter of {@code columns} over pixels {@code pitch} floats apart. */
  static String slideName(int pixels, int columns, int pitch) {
    return String.format(Locale.ROOT, "slide%dx%dover%d", columns, pixels, pitch);
  }

  static JavaMethod slide(JavaDialect dialect, int pixels, int columns, int pitch) {
    String name = slideName(pixels, columns, pitch);
    SourceText text = new SourceText();
    List<String> comment = new ArrayList<>();
    comment.add(String.format(Locale.ROOT,
        "%s of a sum over rows, channels and the %d columns of a filter:",
        extent(dialect, pixels, "pixel", 1), columns));
    comment.add("");
    comment.add("<pre>");
    comment.add(
        String.format(Locale.ROOT,
            "  y[p][k] = Σ r,c,s  x[xAt + r·xRow + (p+s)·%d + c] · w[wAt + ((r·channels + c)·%d + s)·16 + k]",
            pitch, columns));
    comment.add("</pre>");
    comment.add("");
    switch (dialect) {
      case VECTOR -> {
        comment.add(
            "Each x is broadcast once for all columns that meet it: with one vector of channels, broadcasts");
        comment.add("would else cost as much as the sums.");
        slideVector(text.comment(comment), name, pixels, columns, pitch);
      }
      case SCALAR -> {
        Block block = Block.of(pixels);
        comment.add(String.format(Locale.ROOT, "%s × %d channels at a time are summed in locals.",
            block.high == 1 ? "1 pixel" : block.high + " pixels", block.wide));
        slideScalar(text.comment(comment), name, pixels, columns, pitch, block);
      }
    }
    return new JavaMethod(name, text.toString());
  }

  private static void slideVector(
      SourceText text, String name, int pixels, int columns, int pitch) {
    text.openMethod("static void " + name, SLIDE_PARAMETERS);
    for (int p = 0; p < pixels; p++) {
      text.line("FloatVector sum%d = FloatVector.zero(SPECIES);", p);
    }
    text.open("for (int r = 0; r < rows; r++) {");
    text.line("int xc = xAt + r * xRow;");
    text.open("for (int c = 0; c < channels; c++) {");
    for (int p = 0; p < pixels + columns - 1; p++) {
      text.line("FloatVector at%d = FloatVector.broadcast(SPECIES, x[%s]);", p,
          plus("xc", p * pitch));
    }
    for (int s = 0; s < columns; s++) {
      text.line("FloatVector w%d = FloatVector.fromArray(SPECIES, w, %s);",
          s, plus("wAt", s * Panels.LANES));
      for (int p = 0; p < pixels; p++) {
        text.line("sum%d = at%d.fma(w%d, sum%d);", p, p + s, s, p);
      }
    }
    text.line("xc++;");
    text.line("wAt += %d;", columns * Panels.LANES);
    text.close().close();
    for (int p = 0; p < pixels; p++) {
      text.line("sum%d.intoArray(y, %s);", p, scaled("yAt", p, "yPixel"));
    }
    text.close();
  }

  private static void slideScalar(
      SourceText text, String name, int pixels, int columns, int pitch, Block block) {
    text.openMethod("static void " + name, SLIDE_PARAMETERS);
    text.open("for (int p = 0; p < %d; p += %d) {", pixels, block.high);
    text.open("for (int k = 0; k < %d; k += %d) {", Panels.LANES, block.wide);
    block.declare(text, (_, _) -> "0");
    text.line("int wk = wAt + k;");
    text.open("for (int r = 0; r < rows; r++) {");
    text.line("int xp = xAt + r * xRow + p * %d;", pitch);
    text.open("for (int c = 0; c < channels; c++) {");
    text.open("for (int s = 0; s < %d; s++) {", columns);
    text.line("int xs = xp + s * %d + c;", pitch);
    block.accumulate(
        text,
        p -> "x[%s]".formatted(plus("xs", p * pitch)),
        k -> "w[%s]".formatted(plus("wk", k)));
    text.line("wk += %d;", Panels.LANES);
    text.close().close().close();
    storeBlock(text, block);
    text.close().close().close();
  }

  private static final List<String> SLIDE_GRADIENT_PARAMETERS =
      List.of(
          "float[] x",
          "int xAt",
          "int xPixel",
          "int xRow",
          "float[] dy",
          "int dyAt",
          "int dyRow",
          "float[] dw",
          "int dwAt",
          "int rows",
          "int pixels");

  static String slideGradientName(int channels, int columns) {
    return String.format(Locale.ROOT, "slideGradient%dx%d", columns, channels);
  }

  /** The gradient of {@code columns} columns of a filter for {@code channels} input channels. */
  static JavaMethod slideGradient(JavaDialect dialect, int channels, int columns) {
    String name = slideGradientName(channels, columns);
    SourceText text = new SourceText();
    List<String> comment = new ArrayList<>();
    comment.add(
        String.format(Locale.ROOT,
            "%d input channels × %d columns × %s of a filter's gradient, summed over rows of pixels:",
            channels, columns, dialect == JavaDialect.VECTOR ? "1 vector" : "16 channels"));
    comment.add("");
    comment.add("<pre>");
    comment.add(
        String.format(Locale.ROOT,
            "  dw[c][s][k] += Σ p,q  x[xAt + p·xRow + q·xPixel + c] · dy[dyAt + p·dyRow + (q+%d−s)·16 + k]",
            columns - 1));
    comment.add("</pre>");
    switch (dialect) {
      case VECTOR -> {
        comment.add("");
        comment.add("Each x is broadcast once for all columns that meet it.");
        slideGradientVector(text.comment(comment), name, channels, columns);
      }
      case SCALAR -> slideGradientScalar(text.comment(comment), name, channels, columns);
    }
    return new JavaMethod(name, text.toString());
  }

  private static void slideGradientVector(
      SourceText text, String name, int channels, int columns) {
    text.openMethod("static void " + name, SLIDE_GRADIENT_PARAMETERS);
    for (int c = 0; c < channels; c++) {
      for (int s = 0; s < columns; s++) {
        text.line("FloatVector sum%d_%d = FloatVector.fromArray(SPECIES, dw, %s);",
            c, s, plus("dwAt", (c * columns + s) * Panels.LANES));
      }
    }
    text.open("for (int p = 0; p < rows; p++) {");
    text.line("int xq = xAt + p * xRow;");
    text.line("int dyq = dyAt + p * dyRow;");
    text.open("for (int q = 0; q < pixels; q++) {");
    for (int s = 0; s < columns; s++) {
      text.line("FloatVector dy%d = FloatVector.fromArray(SPECIES, dy, %s);",
          s, plus("dyq", (columns - 1 - s) * Panels.LANES));
    }
    for (int c = 0; c < channels; c++) {
      text.line("FloatVector at%d = FloatVector.broadcast(SPECIES, x[%s]);", c, plus("xq", c));
      for (int s = 0; s < columns; s++) {
        text.line("sum%d_%d = at%d.fma(dy%d, sum%d_%d);", c, s, c, s, c, s);
      }
    }
    text.line("xq += xPixel;");
    text.line("dyq += %d;", Panels.LANES);
    text.close().close();
    for (int c = 0; c < channels; c++) {
      for (int s = 0; s < columns; s++) {
        text.line("sum%d_%d.intoArray(dw, %s);",
            c, s, plus("dwAt", (c * columns + s) * Panels.LANES));
      }
    }
    text.close();
  }

  private static void slideGradientScalar(
      SourceText text, String name, int channels, int columns) {
    // Four channels of the result against all columns: 4·columns sums.
    Block block = new Block(columns, 4);
    text.openMethod("static void " + name, SLIDE_GRADIENT_PARAMETERS);
    text.open("for (int c = 0; c < %d; c++) {", channels);
    text.open("for (int k = 0; k < %d; k += 4) {", Panels.LANES);
    text.line("int to = dwAt + c * %d + k;", columns * Panels.LANES);
    block.declare(text, (s, k) -> "dw[%s]".formatted(plus("to", s * Panels.LANES + k)));
    text.open("for (int p = 0; p < rows; p++) {");
    text.line("int xq = xAt + p * xRow + c;");
    text.line("int dyq = dyAt + p * dyRow + k;");
    text.open("for (int q = 0; q < pixels; q++) {");
    text.line("float a = x[xq];");
    for (int s = 0; s < columns; s++) {
      for (int k = 0; k < 4; k++) {
        text.line("sum%d_%d = Math.fma(a, dy[%s], sum%d_%d);",
            s, k, plus("dyq", (columns - 1 - s) * Panels.LANES + k), s, k);
      }
    }
    text.line("xq += xPixel;");
    text.line("dyq += %d;", Panels.LANES);
    text.close().close();
    for (int s = 0; s < columns; s++) {
      for (int k = 0; k < 4; k++) {
        text.line("dw[%s] = sum%d_%d;", plus("to", s * Panels.LANES + k), s, k);
      }
    }
    text.close().close().close();
  }

  static JavaMethod gradient(JavaDialect dialect, int taps, int vectors) {
    String name = gradientName(taps, vectors);
    SourceText text = new SourceText();
    List<String> comment = new ArrayList<>();
    comment.add("%s of a filter's gradient, summed over rows of pixels:"
        .formatted(extent(dialect, taps, "tap", vectors)));
    comment.add("");
    comment.add("<pre>");
    comment.add(
        "  dw[j][k] += Σ p,q  x[xAt + p·xRow + q·xPixel + j] · dy[dyAt + p·dyRow + q·dyPixel + k]");
    comment.add("</pre>");
    comment.add("");
    switch (dialect) {
      case VECTOR -> {
        comment.add(String.format(Locale.ROOT, "The %d sums stay in registers over all rows.",
            taps * vectors));
        gradientVector(text.comment(comment), name, taps, vectors);
      }
      case SCALAR -> {
        Block block = Block.of(taps);
        comment.add(String.format(Locale.ROOT, "%s × %d channels at a time are summed in locals.",
            block.high == 1 ? "1 tap" : block.high + " taps", block.wide));
        gradientScalar(text.comment(comment), name, taps, vectors, block);
      }
    }
    return new JavaMethod(name, text.toString());
  }

  private static void gradientVector(SourceText text, String name, int taps, int vectors) {
    text.openMethod("static void " + name, GRADIENT_PARAMETERS);
    for (int j = 0; j < taps; j++) {
      for (int v = 0; v < vectors; v++) {
        text.line("FloatVector sum%d_%d = FloatVector.fromArray(SPECIES, dw, %s);",
            j, v, lanes(scaled("dwAt", j, "dwPitch"), v));
      }
    }
    text.open("for (int p = 0; p < rows; p++) {");
    text.line("int xq = xAt + p * xRow;");
    text.line("int dyq = dyAt + p * dyRow;");
    text.open("for (int q = 0; q < pixels; q++) {");
    for (int v = 0; v < vectors; v++) {
      text.line("FloatVector dy%d = FloatVector.fromArray(SPECIES, dy, %s);", v, lanes("dyq", v));
    }
    for (int j = 0; j < taps; j++) {
      text.line("FloatVector at%d = FloatVector.broadcast(SPECIES, x[%s]);", j, plus("xq", j));
      for (int v = 0; v < vectors; v++) {
        text.line("sum%d_%d = at%d.fma(dy%d, sum%d_%d);", j, v, j, v, j, v);
      }
    }
    text.line("xq += xPixel;");
    text.line("dyq += dyPixel;");
    text.close().close();
    for (int j = 0; j < taps; j++) {
      for (int v = 0; v < vectors; v++) {
        text.line("sum%d_%d.intoArray(dw, %s);", j, v, lanes(scaled("dwAt", j, "dwPitch"), v));
      }
    }
    text.close();
  }

  private static void gradientScalar(
      SourceText text, String name, int taps, int vectors, Block block) {
    int channels = vectors * Panels.LANES;
    text.openMethod("static void " + name, GRADIENT_PARAMETERS);
    text.open("for (int j = 0; j < %d; j += %d) {", taps, block.high);
    text.open("for (int k = 0; k < %d; k += %d) {", channels, block.wide);
    for (int j = 0; j < block.high; j++) {
      text.line(
          j == 0 ? "int dw0 = dwAt + j * dwPitch + k;" : "int dw%d = dw%d + dwPitch;", j, j - 1);
    }
    block.declare(text, (j, k) -> "dw[%s]".formatted(plus("dw" + j, k)));
    text.open("for (int p = 0; p < rows; p++) {");
    text.line("int xq = xAt + p * xRow + j;");
    text.line("int dyq = dyAt + p * dyRow + k;");
    text.open("for (int q = 0; q < pixels; q++) {");
    block.accumulate(
        text, j -> "x[%s]".formatted(plus("xq", j)), k -> "dy[%s]".formatted(plus("dyq", k)));
    text.line("xq += xPixel;");
    text.line("dyq += dyPixel;");
    text.close().close();
    for (int j = 0; j < block.high; j++) {
      for (int k = 0; k < block.wide; k++) {
        text.line("dw[%s] = sum%d_%d;", plus("dw" + j, k), j, k);
      }
    }
    text.close().close().close();
  }

  /**
   * The method {@code warmUp()}, which gets those of {@code methods} that are tiles compiled; a class of
   * vector kernels has one.
   */
  static JavaMethod warmUp(Iterable<JavaMethod> methods) {
    SourceText text = new SourceText();
    text.comment(List.of("Calls every tile on a few numbers until HotSpot has compiled it."));
    text.open("static void warmUp() {");
    text.line("float[] a = new float[WarmUp.FLOATS];");
    text.line("float[] b = new float[WarmUp.FLOATS];");
    text.line("float[] sums = new float[WarmUp.FLOATS];");
    // Those of fewer operations first: they get the Vector API itself compiled.
    for (JavaMethod method : methods) {
      warmUp(text, method.name(), PRODUCT);
      warmUp(text, method.name(), GRADIENT);
    }
    for (JavaMethod method : methods) {
      warmUp(text, method.name(), CHANNELS);
      warmUp(text, method.name(), CHANNELS_GRADIENT);
      warmUp(text, method.name(), SLIDE);
      warmUp(text, method.name(), SLIDE_GRADIENT);
    }
    return new JavaMethod("warmUp", text.close().toString());
  }

  private static void warmUp(SourceText text, String name, Pattern kind) {
    Matcher tile = kind.matcher(name);
    if (!tile.matches()) {
      return;
    }
    int a = Integer.parseInt(tile.group(1));
    if (kind == CHANNELS) {
      warmUp(text, "%s(a, 0, 0, 0, 0, b, 0, sums, 0, 16, 2, run)".formatted(name), a);
      return;
    }
    if (kind == CHANNELS_GRADIENT) {
      warmUp(text, "%s(a, 0, 0, 0, 0, b, 0, 0, 0, sums, 0, 16, 2, run)".formatted(name), a);
      return;
    }
    int b = Integer.parseInt(tile.group(2));
    // Strides of zero, as what is computed does not matter; but two rows, or HotSpot would bet on one.
    if (kind == PRODUCT) {
      warmUp(text, String.format(Locale.ROOT, "%s(a, 0, 0, 0, b, 0, sums, 0, %d, 2, run)", name, b),
          a * b / Panels.LANES);
    } else if (kind == GRADIENT) {
      warmUp(
          text,
          String.format(Locale.ROOT, "%s(a, 0, 0, 0, b, 0, 0, 0, sums, 0, %d, 2, run)", name, b),
          a * b / Panels.LANES);
    } else if (kind == SLIDE) {
      warmUp(text, "%s(a, 0, 0, b, 0, sums, 0, 16, 2, run)".formatted(name), a * b);
    } else {
      warmUp(text, "%s(a, 0, 0, 0, b, 0, 0, sums, 0, 2, run)".formatted(name), a * b);
    }
  }

  private static void warmUp(SourceText text, String call, int vectors) {
    text.line("WarmUp.tile(run -> %s, %d);", call, vectors);
  }

  private static final Pattern PRODUCT = Pattern.compile("product(\\d+)x(\\d+)");
  private static final Pattern CHANNELS = Pattern.compile("channels(\\d+)");
  private static final Pattern CHANNELS_GRADIENT = Pattern.compile("channelsGradient(\\d+)");
  private static final Pattern GRADIENT = Pattern.compile("gradient(\\d+)x(\\d+)");
  private static final Pattern SLIDE = Pattern.compile("slide(\\d+)x(\\d+)over\\d+");
  private static final Pattern SLIDE_GRADIENT = Pattern.compile("slideGradient(\\d+)x(\\d+)");

  private static String lanes(String at, int vector) {
    return switch (vector) {
      case 0 -> at;
      case 1 -> at + " + LANES";
      default -> String.format(Locale.ROOT, "%s + %d * LANES", at, vector);
    };
  }

  static String scaled(String at, int times, String what) {
    return switch (times) {
      case 0 -> at;
      case 1 -> "%s + %s".formatted(at, what);
      default -> String.format(Locale.ROOT, "%s + %d * %s", at, times, what);
    };
  }

  static String plus(String at, int offset) {
    return offset == 0 ? at : String.format(Locale.ROOT, "%s + %d", at, offset);
  }

  /** A block of sums in scalar locals: {@code high} values of x, each met by {@code wide} of w. */
  private record Block(int high, int wide) {
    /** The tallest block that divides {@code extent} and keeps to 16 registers. */
    static Block of(int extent) {
      for (int high : new int[] {4, 3, 5, 7, 2}) {
        if (extent % high == 0) {
          return new Block(high, high <= 4 ? (high == 2 ? 4 : 4) : 2);
        }
      }
      return extent <= LARGEST ? new Block(extent, extent == 1 ? 8 : 1) : new Block(1, 8);
    }

    private static final int LARGEST = 13;

    interface Cell {
      String text(int row, int column);
    }

    interface Factor {
      String text(int index);
    }

    void declare(SourceText text, Cell initial) {
      for (int i = 0; i < high; i++) {
        for (int k = 0; k < wide; k++) {
          text.line("float sum%d_%d = %s;", i, k, initial.text(i, k));
        }
      }
    }

    void accumulate(SourceText text, Factor row, Factor column) {
      for (int k = 0; k < wide; k++) {
        text.line("float b%d = %s;", k, column.text(k));
      }
      for (int i = 0; i < high; i++) {
        text.line("float a%d = %s;", i, row.text(i));
        for (int k = 0; k < wide; k++) {
          text.line("sum%d_%d = Math.fma(a%d, b%d, sum%d_%d);", i, k, i, k, i, k);
        }
      }
    }
  }
}
