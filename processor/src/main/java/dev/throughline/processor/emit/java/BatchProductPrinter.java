package dev.throughline.processor.emit.java;

import dev.throughline.processor.schedule.Contraction.BatchMatMul;
import dev.throughline.processor.schedule.Contraction.Stack;
import dev.throughline.processor.schedule.Panels;
import dev.throughline.processor.schedule.StackProduct;
import dev.throughline.processor.schedule.Tile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints products of stacks of matrices: pair by pair, the second factor is copied panel by panel, so that
 * tiles walk over memory that lies together whatever the stacks' layout; then tiles as for any product. Where
 * the first factor is transposed its columns lie side by side, as the taps of a filter's gradient do, and
 * the tiles are those of gradients.
 */
final class BatchProductPrinter {
  private final String name;
  private final StackProduct schedule;
  private final BatchMatMul product;
  private final EpiloguePrinter finish;
  private final Panels panels;
  private final int blockRows;

  BatchProductPrinter(String name, StackProduct schedule, EpiloguePrinter finish) {
    this.name = name;
    this.schedule = schedule;
    this.product = schedule.product();
    this.finish = finish;
    this.panels = schedule.panels();
    this.blockRows = schedule.blockRows();
  }

  List<JavaMethod> print(JavaDialect dialect, List<String> comment) {
    List<JavaMethod> methods = new ArrayList<>();
    methods.add(new JavaMethod(name, kernel(dialect, comment)));
    if (schedule.copies()) {
      methods.add(copy());
    }
    if (schedule.buffered()) {
      methods.add(finish.print(dialect));
    }
    return methods;
  }

  private String kernel(JavaDialect dialect, List<String> comment) {
    SourceText text = new SourceText().comment(comment);
    List<String> parameters = new ArrayList<>();
    parameters.addAll(List.of("float[] a", "int aAt", "float[] b", "int bAt", "float[] y"));
    parameters.add("int yAt");
    parameters.addAll(finish.parameters());
    parameters.addAll(List.of("float[] scratch", "int from", "int to"));
    text.openMethod("static void " + name, parameters);
    text.line("final int MATRICES = %d, M = %d, C = %d, K = %d;",
        product.matrices(), product.m(), product.c(), product.k());
    text.line("final int A_ROW = %d, B_ROW = %d, Y_ROW = %d;",
        product.a().row(), product.b().row(), product.y().row());
    if (schedule.buffered()) {
      text.line("final int SUMS = %d;", schedule.copyFloats());
    }
    text.open("for (int n = from; n < to; n++) {");
    text.open("for (int matrix = 0; matrix < MATRICES; matrix++) {");
    text.line("int ofA = aAt + %s;", start(product.a()));
    text.line("int ofB = bAt + %s;", start(product.b()));
    text.line("int ofY = %s;", start(product.y()));
    if (schedule.copies()) {
      text.line("%s(b, ofB, scratch);", copyName());
    }
    boolean blocked = blockRows < product.m();
    if (blocked) {
      text.open("for (int block = 0; block < M; block += %d) {", blockRows);
      text.line("int end = Math.min(block + %d, M);", blockRows);
    }
    String first = blocked ? "block" : "0";
    String end = blocked ? "end" : "M";
    if (product.a().transposed()) {
      clear(text, first, end);
    }
    panels(text, dialect, first, end);
    if (schedule.buffered()) {
      List<String> arguments = new ArrayList<>(List.of("scratch", "SUMS", "y", "yAt"));
      arguments.addAll(finish.arguments());
      arguments.add(blocked ? "ofY + block * Y_ROW" : "ofY");
      arguments.addAll(List.of("Y_ROW", blocked ? "end - block" : "M"));
      text.call(finish.name(), arguments, ";");
    }
    if (blocked) {
      text.close();
    }
    return text.close().close().close().toString();
  }

  private static String start(Stack stack) {
    return String.format(Locale.ROOT, "n * %d + matrix * %d", stack.sample(), stack.matrix());
  }

  // Tiles of gradients add to what is there.
  private void clear(SourceText text, String first, String end) {
    if (schedule.buffered()) {
      text.line("Arrays.fill(scratch, SUMS, SUMS + %s * %d, 0);",
          first.equals("0") ? end : "(end - block)", panels.padded());
      return;
    }
    text.open("for (int m = %s; m < %s; m++) {", first, end);
    text.line("Arrays.fill(y, yAt + ofY + m * Y_ROW, yAt + ofY + m * Y_ROW + K, 0);");
    text.close();
  }

  private void panels(SourceText text, JavaDialect dialect, String first, String end) {
    if (panels.count() > 1) {
      text.open("for (int panel = 0; panel < %d; panel += %d) {", panels.padded(), panels.width());
    }
    TileLoops.print(
        text,
        dialect,
        schedule,
        panels.width(),
        registers -> {
          int rows = schedule.tileRows(registers);
          if (product.m() <= rows) {
            tile(text, dialect, schedule.tile(registers, product.m()), "0", first);
            return;
          }
          text.line("int m = %s;", first);
          text.open("for (; m + %d <= %s; m += %d) {", rows, end, rows);
          tile(text, dialect, schedule.tile(registers, rows), "m", first);
          text.close();
          int tail = schedule.tail(registers);
          if (tail > 0) {
            text.open("if (m < %s) {", end);
            tile(text, dialect, schedule.tile(registers, tail), "m", first);
            text.close();
          }
        });
    if (panels.count() > 1) {
      text.close();
    }
  }

  private void tile(SourceText text, JavaDialect dialect, Tile tile, String m, String first) {
    boolean transposed = product.a().transposed();
    String k = dialect == JavaDialect.VECTOR ? "k" : "";
    String panel = panels.count() > 1 ? "panel" : "";
    String skipped = m.equals("0") ? "" : first.equals("0") ? m : "(%s - %s)".formatted(m, first);
    String aRow = transposed ? m : times(m, "A_ROW");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("a", sum("ofA", aRow), "A_ROW", "0"));
    if (schedule.copies()) {
      arguments.addAll(List.of("scratch", sum("0", times(panel, "C"), k)));
    } else {
      arguments.addAll(List.of("b", sum("ofB", panel, k)));
    }
    if (transposed) {
      arguments.addAll(List.of(schedule.copies() ? "" + panels.width() : "B_ROW", "0"));
    }
    String padded = "" + panels.padded();
    if (schedule.buffered()) {
      arguments.addAll(
          List.of("scratch", sum("SUMS", times(skipped, padded), panel, k), padded));
    } else {
      arguments.addAll(List.of("y", sum("yAt + ofY", times(m, "Y_ROW"), panel, k), "Y_ROW"));
    }
    arguments.addAll(List.of("1", "C"));
    text.call(tile.name(), arguments, ";");
  }

  private static String times(String what, String factor) {
    return what.isEmpty() || what.equals("0") ? "" : what + " * " + factor;
  }

  private static String sum(String first, String... more) {
    List<String> terms = new ArrayList<>(List.of(first));
    Arrays.stream(more).filter(term -> !term.isEmpty() && !term.equals("0")).forEach(terms::add);
    if (terms.size() > 1 && first.equals("0")) {
      terms.removeFirst();
    }
    return String.join(" + ", terms);
  }

  private String copyName() {
    return name + "Panels";
  }

  private JavaMethod copy() {
    Stack b = product.b();
    SourceText text = new SourceText();
    text.comment(
        List.of(
            String.format(Locale.ROOT, "Copies a matrix, %s, as [k/%d][c][%d].",
                b.transposed() ? "stored by columns" : "stored by rows", panels.width(),
                panels.width())));
    text.openMethod(
        "private static void " + copyName(), List.of("float[] b", "int bAt", "float[] copy"));
    text.line("final int C = %d, K = %d, B_ROW = %d;", product.c(), product.k(), b.row());
    if (panels.ragged()) {
      text.line("Arrays.fill(copy, 0, C * %d, 0);", panels.padded());
    }
    text.open("for (int panel = 0; panel < K; panel += %d) {", panels.width());
    String columns =
        panels.ragged() ? String.format(Locale.ROOT, "Math.min(%d, K - panel)", panels.width())
            : "" + panels.width();
    if (b.transposed()) {
      // Along the rows as they are stored: a stride of a power of two in reading would meet few cache lines.
      text.open("for (int k = 0; k < %s; k++) {", columns);
      text.line("int row = bAt + (panel + k) * B_ROW;");
      text.open("for (int c = 0; c < C; c++) {");
      text.line("copy[panel * C + c * %d + k] = b[row + c];", panels.width());
      text.close();
    } else {
      text.open("for (int c = 0; c < C; c++) {");
      text.line("System.arraycopy(b, bAt + c * B_ROW + panel, copy, panel * C + c * %d, %s);",
          panels.width(), columns);
    }
    text.close().close();
    return new JavaMethod(copyName(), text.close().toString());
  }
}
