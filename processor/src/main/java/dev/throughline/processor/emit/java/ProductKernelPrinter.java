package dev.throughline.processor.emit.java;

import dev.throughline.processor.schedule.PanelProduct;
import dev.throughline.processor.schedule.Panels;
import dev.throughline.processor.schedule.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints matrix products: rows of the whole batch in blocks, so that a block of x and a panel of w stay in
 * the second-level cache.
 *
 * <p>The floor is arithmetic, but for a batch of one, which moves w once. On a Zen 4 core of 118 GFLOP/s, 2048 rows
 * of 128 to 512 channels in and out reach 83 to 90 % of it, forward and in the input gradient.
 */
final class ProductKernelPrinter {
  private final String name;
  private final PanelProduct schedule;
  private final RowKernelPrinter.Buffers buffers;
  private final EpiloguePrinter finish;
  private final Panels panels;

  ProductKernelPrinter(
      String name,
      PanelProduct schedule,
      RowKernelPrinter.Buffers buffers,
      EpiloguePrinter finish) {
    this.name = name;
    this.schedule = schedule;
    this.buffers = buffers;
    this.finish = finish;
    this.panels = schedule.panels();
  }

  List<JavaMethod> print(JavaDialect dialect, List<String> comment) {
    List<JavaMethod> methods = new ArrayList<>();
    methods.add(new JavaMethod(name, kernel(dialect, comment)));
    if (schedule.buffered()) {
      methods.add(finish.print(dialect));
    }
    return methods;
  }

  private String kernel(JavaDialect dialect, List<String> comment) {
    SourceText text = new SourceText().comment(comment);
    List<String> parameters = new ArrayList<>();
    parameters.addAll(List.of("float[] " + buffers.input(), "int " + buffers.input() + "At"));
    parameters.addAll(List.of("float[] w", "int wAt"));
    parameters.addAll(List.of("float[] " + buffers.result(), "int " + buffers.result() + "At"));
    parameters.addAll(finish.parameters());
    parameters.addAll(List.of("float[] scratch", "int from", "int to"));
    text.openMethod("static void " + name, parameters);
    text.line("final int ROWS = %d, IN = %d, OUT = %d;", schedule.rows(), schedule.in(),
        panels.channels());
    text.line("final int BLOCK = %d;", schedule.blockRows());
    text.open("for (int block = from * ROWS; block < to * ROWS; block += BLOCK) {");
    text.line("int end = Math.min(block + BLOCK, to * ROWS);");
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
          text.line("int m = block;");
          text.open("for (; m + %d <= end; m += %d) {", rows, rows);
          tile(text, dialect, schedule.tile(registers, rows));
          text.close();
          if (schedule.hasTail(registers)) {
            text.open("for (; m < end; m++) {");
            tile(text, dialect, schedule.tile(registers, 1));
            text.close();
          }
        });
    if (panels.count() > 1) {
      text.close();
    }
    if (schedule.buffered()) {
      List<String> arguments = new ArrayList<>(List.of("scratch", "0"));
      arguments.addAll(List.of(buffers.result(), buffers.result() + "At"));
      arguments.addAll(finish.arguments());
      arguments.addAll(List.of("block * OUT", "OUT", "end - block"));
      text.call(finish.name(), arguments, ";");
    }
    text.close().close();
    return text.toString();
  }

  private void tile(SourceText text, JavaDialect dialect, Tile tile) {
    String k = dialect == JavaDialect.VECTOR ? " + k" : "";
    String panel = panels.count() > 1 ? " + panel" : "";
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(buffers.input(), buffers.input() + "At + m * IN", "IN", "0"));
    arguments.addAll(List.of("w", "wAt" + (panel.isEmpty() ? "" : panel + " * IN") + k));
    if (schedule.buffered()) {
      arguments.addAll(
          List.of(
              "scratch",
              String.format(Locale.ROOT, "(m - block) * %d%s%s", panels.padded(), panel, k),
              "" + panels.padded()));
    } else {
      arguments.addAll(
          List.of(
              buffers.result(), "%sAt + m * OUT%s%s".formatted(buffers.result(), panel, k), "OUT"));
    }
    arguments.addAll(List.of("1", "IN"));
    text.call(tile.name(), arguments, ";");
  }
}
