package dev.throughline.processor.emit.java;

import dev.throughline.processor.schedule.DirectRows;
import dev.throughline.processor.schedule.Panels;
import dev.throughline.processor.schedule.RowPlan;
import dev.throughline.processor.schedule.RowPlan.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints convolutions and their input gradients: image by image, rows of the input are copied between
 * zero columns into a band that stays in the second-level cache; then every row of the result is computed
 * in tiles. No border test and no special tile for a border is left. Of grouped channels the band holds one
 * group at a time; if every channel is a group of its own, all of them, as lanes run over channels on both sides.
 *
 * <p>The floor is arithmetic: a value of the result takes 2·r·s·c FLOP and moves 8 bytes or so. On a Zen 4
 * core of 118 GFLOP/s, the 3×3 convolutions of ResNet-20's stages reach 92, 95 and 101 % of it, the
 * rows of the filter that meet the border above and below being skipped; their input gradients as much.
 */
final class RowKernelPrinter {
  private final String name;
  private final DirectRows schedule;
  private final RowPlan plan;
  private final Buffers buffers;
  private final EpiloguePrinter finish;
  private final Panels panels;
  private final int pixels;
  private final boolean slides;
  private final boolean direct;
  private final boolean buffered;
  private final int blockRows;

  /** What the kernel's comment calls its input and its result. */
  record Buffers(String input, String result) {}

  RowKernelPrinter(String name, DirectRows schedule, Buffers buffers, EpiloguePrinter finish) {
    this.name = name;
    this.schedule = schedule;
    this.plan = schedule.plan();
    this.buffers = buffers;
    this.finish = finish;
    this.panels = plan.panels();
    this.pixels = schedule.pixels();
    this.slides = plan.slides();
    this.direct = schedule.direct();
    this.buffered = schedule.buffered();
    this.blockRows = schedule.blockRows();
  }

  List<JavaMethod> print(JavaDialect dialect, List<String> comment) {
    List<JavaMethod> methods = new ArrayList<>();
    methods.add(new JavaMethod(name, kernel(dialect, comment)));
    if (plan.passes().size() > 1) {
      for (Pass pass : plan.passes()) {
        SourceText text = new SourceText();
        text.comment(
            List.of(
                "Rows %s and columns %s of %s, which %s filter meets."
                    .formatted(
                        sequence(pass.firstRow(), plan.step().rows()),
                        sequence(pass.firstColumn(), plan.step().columns()),
                        buffers.result(),
                        pass.rows() == 0
                            ? "no tap of the"
                            : String.format(Locale.ROOT, "a %d×%d part of the", pass.rows(),
                                pass.columns()))));
        text.openMethod("private static void " + passName(pass), passParameters());
        passConstants(text, pass);
        gather(text, pass);
        rows(text, dialect, pass);
        text.close();
        methods.add(new JavaMethod(passName(pass), text.toString()));
      }
    }
    if (buffered) {
      methods.add(finish.print(dialect));
    }
    return methods;
  }

  private static String sequence(int first, int step) {
    return step == 1 ? "all" : String.format(Locale.ROOT, "%d, %d, …", first, first + step);
  }

  private String passName(Pass pass) {
    return String.format(Locale.ROOT, "%sAt%d_%d", name, pass.firstRow(), pass.firstColumn());
  }

  private List<String> passParameters() {
    List<String> parameters = new ArrayList<>();
    if (direct || plan.gathers()) {
      parameters.addAll(List.of("float[] " + buffers.input(), "int " + buffers.input() + "At"));
    }
    parameters.addAll(List.of("float[] w", "int wAt"));
    parameters.addAll(List.of("float[] " + buffers.result(), "int " + buffers.result() + "At"));
    parameters.addAll(finish.parameters());
    parameters.addAll(List.of("float[] scratch", "int n"));
    if (schedule.isBlocked()) {
      parameters.add("int block");
    }
    if (isGrouped()) {
      parameters.add("int group");
    }
    return parameters;
  }

  private List<String> passArguments() {
    List<String> arguments = new ArrayList<>();
    if (direct || plan.gathers()) {
      arguments.addAll(List.of(buffers.input(), buffers.input() + "At"));
    }
    arguments.addAll(List.of("w", "wAt"));
    arguments.addAll(List.of(buffers.result(), buffers.result() + "At"));
    arguments.addAll(finish.arguments());
    arguments.addAll(List.of("scratch", "n"));
    if (schedule.isBlocked()) {
      arguments.add("block");
    }
    if (isGrouped()) {
      arguments.add("group");
    }
    return arguments;
  }

  private boolean isGrouped() {
    return plan.groups() > 1;
  }

  private String kernel(JavaDialect dialect, List<String> comment) {
    String in = buffers.input();
    SourceText text = new SourceText().comment(comment);
    List<String> parameters = new ArrayList<>();
    parameters.addAll(List.of("float[] " + in, "int " + in + "At", "float[] w", "int wAt"));
    parameters.addAll(List.of("float[] " + buffers.result(), "int " + buffers.result() + "At"));
    parameters.addAll(finish.parameters());
    parameters.addAll(List.of("float[] scratch", "int from", "int to"));
    text.openMethod("static void " + name, parameters);
    boolean single = plan.passes().size() == 1;
    inputConstants(text);
    if (single) {
      passConstants(text, plan.passes().getFirst());
    }
    if (!direct && !plan.gathers()) {
      if (!single) {
        bandConstants(text);
      }
      text.line("final int BAND_ROWS = %d;", plan.bandRows(blockRows));
      text.line("Arrays.fill(scratch, 0, BAND_ROWS * BAND_ROW, 0);");
    }
    text.open("for (int n = from; n < to; n++) {");
    boolean blocked = schedule.isBlocked();
    if (blocked) {
      text.open("for (int block = 0; block < %d; block += %d) {", plan.passRows(), blockRows);
    }
    if (isGrouped()) {
      text.open("for (int group = 0; group < GROUPS; group++) {");
    }
    if (!direct && !plan.gathers()) {
      copyBand(text, blocked);
    }
    if (single) {
      gather(text, plan.passes().getFirst());
      rows(text, dialect, plan.passes().getFirst());
    } else {
      for (Pass pass : plan.passes()) {
        text.call(passName(pass), passArguments(), ";");
      }
    }
    if (isGrouped()) {
      text.close();
    }
    if (blocked) {
      text.close();
    }
    text.close().close();
    return text.toString();
  }

  private void inputConstants(SourceText text) {
    if (isGrouped()) {
      text.line("final int GROUPS = %d;", plan.groups());
    }
    text.line("final int IN = %d, IN_ROWS = %d, IN_COLUMNS = %d;",
        plan.in(), plan.inRows(), plan.inColumns());
  }

  private void bandConstants(SourceText text) {
    text.line(
        plan.gathers() ? "final int TOP = %2$d;" : "final int LEFT = %d, TOP = %d;",
        plan.leftBorder(),
        plan.topBorder());
    text.line("final int BAND_ROW = %d * IN;", plan.bandColumns(pixels));
    if (plan.gathers()) {
      text.line("final int BAND_ROWS = %d;", plan.bandRows(blockRows));
    }
  }

  private void passConstants(SourceText text, Pass pass) {
    if (plan.passes().size() > 1) {
      inputConstants(text);
    }
    text.line("final int OUT = %d, OUT_ROWS = %d, OUT_COLUMNS = %d;",
        plan.out(), plan.outRows(), plan.outColumns());
    text.line("final int FILTER_ROWS = %d, FILTER_COLUMNS = %d;", pass.rows(), pass.columns());
    if (plan.stride().rows() != 1 || plan.stride().columns() != 1) {
      text.line("final int STRIDE = %d, STRIDE_COLUMNS = %d;",
          plan.stride().rows(), plan.stride().columns());
    }
    boolean dilatedColumns = plan.dilation().columns() != 1;
    if (plan.dilation().rows() != 1 || dilatedColumns) {
      text.line("final int DILATION = %d%s;", plan.dilation().rows(),
          dilatedColumns ? ", DILATION_COLUMNS = " + plan.dilation().columns() : "");
    }
    if (direct) {
      text.line("final int BAND_ROW = IN_COLUMNS * IN;");
    } else {
      bandConstants(text);
    }
    if (buffered) {
      text.line("final int SUMS = %d;", schedule.bandFloats());
    }
  }

  // Rows top … top + BAND_ROWS of the image, those that exist, between columns of zeros.
  private void copyBand(SourceText text, boolean blocked) {
    String in = buffers.input();
    text.line("int top = %s;",
        blocked ? times("block", plan.stride().rows()) + " - TOP" : "-TOP");
    text.open("for (int h = Math.max(0, top); h < Math.min(IN_ROWS, top + BAND_ROWS); h++) {");
    inputRow(text);
    if (isGrouped()) {
      text.line("int toRow = (h - top) * BAND_ROW + LEFT * IN;");
      text.open("for (int column = 0; column < IN_COLUMNS; column++) {");
      text.line("int pixel = row + column * GROUPS * IN;");
      text.line("System.arraycopy(%s, pixel, scratch, toRow + column * IN, IN);", in);
      text.close();
    } else {
      text.line("System.arraycopy("
          + in + ", row, scratch, (h - top) * BAND_ROW + LEFT * IN, IN_COLUMNS * IN);");
    }
    text.close();
  }

  private void inputRow(SourceText text) {
    text.line("int row = %sAt + (n * IN_ROWS + h) * IN_COLUMNS * %sIN%s;", buffers.input(),
        isGrouped() ? "GROUPS * " : "", isGrouped() ? " + group * IN" : "");
  }

  /** For each pixel of a pass the run that its filter meets in each row; nothing unless the plan asks for it. */
  private void gather(SourceText text, Pass pass) {
    if (!plan.gathers() || pass.rows() * pass.columns() == 0) {
      return;
    }
    text.line("Arrays.fill(scratch, 0, BAND_ROWS * BAND_ROW, 0);");
    text.line("int top = %s;",
        schedule.isBlocked() ? times("block", plan.stride().rows()) + " - TOP" : "-TOP");
    text.open("for (int h = Math.max(0, top); h < Math.min(IN_ROWS, top + BAND_ROWS); h++) {");
    inputRow(text);
    text.open("for (int q = 0; q < %d; q++) {", pass.outColumns());
    text.open("for (int s = 0; s < FILTER_COLUMNS; s++) {");
    String column = affine("q", plan.stride().columns(), -pass.left());
    text.line("int column = %s + s * DILATION_COLUMNS;", column.replace("+ -", "- "));
    text.open("if (column >= 0 && column < IN_COLUMNS) {");
    text.line("int run = (h - top) * BAND_ROW + (q * FILTER_COLUMNS + s) * IN;");
    text.line("System.arraycopy(%s, row + column * %sIN, scratch, run, IN);",
        buffers.input(), isGrouped() ? "GROUPS * " : "");
    text.close().close().close().close();
  }

  /** The rows of one pass. */
  private void rows(SourceText text, JavaDialect dialect, Pass pass) {
    boolean blocked = schedule.isBlocked();
    String begin = blocked ? "block" : "0";
    String end =
        blocked ? String.format(Locale.ROOT, "Math.min(block + %d, %d)", blockRows, pass.outRows())
            : "" + pass.outRows();
    text.open("for (int p = %s; p < %s; p++) {", begin, end);
    String in = times("p", plan.stride().rows());
    // Filter rows first … end meet the input; the others meet its border.
    boolean clipped = clips(pass);
    if (clipped) {
      String origin = String.format(Locale.ROOT, "%s %s %d", in, pass.top() < 0 ? "+" : "-",
          Math.abs(pass.top()));
      text.line("int row = %s;", origin);
      boolean dilated = plan.dilation().rows() > 1;
      text.line("int first = Math.max(0, %s);",
          dilated ? "(DILATION - 1 - row) / DILATION" : "-row");
      text.line("int rows = Math.max(0, Math.min(FILTER_ROWS, %s) - first);",
          dilated ? "(IN_ROWS - row + DILATION - 1) / DILATION" : "IN_ROWS - row");
    }
    String below = plan.dilation().rows() > 1 ? " * DILATION" : "";
    String firstRow =
        clipped ? "row + first" + below : in + (pass.top() < 0 ? " + " + -pass.top() : "");
    if (direct) {
      text.line("int at = %sAt + ((n * IN_ROWS + %s) * IN_COLUMNS + %d) * IN;",
          buffers.input(), firstRow, -pass.left());
    } else {
      String top = blocked ? "%s - TOP".formatted(times("block", plan.stride().rows())) : "-TOP";
      int column = plan.gathers() ? 0 : plan.leftBorder() - pass.left();
      text.line("int at = (%s - (%s)) * BAND_ROW%s;",
          firstRow, top, column == 0 ? "" : String.format(Locale.ROOT, " + %d * IN", column));
    }
    text.line("int out = ((n * OUT_ROWS + %s) * OUT_COLUMNS + %d) * %s%s;",
        affine("p", plan.step().rows(), pass.firstRow()), pass.firstColumn(), outPitch(),
        isGrouped() ? " + group * OUT" : "");
    tiles(text, dialect, pass, clipped);
    if (buffered) {
      List<String> arguments = new ArrayList<>(List.of("scratch", "SUMS"));
      arguments.addAll(List.of(buffers.result(), buffers.result() + "At"));
      arguments.addAll(finish.arguments(isGrouped() ? " + group * OUT" : ""));
      arguments.addAll(
          List.of("out", times(outPitch(), plan.step().columns()), "" + pass.outColumns()));
      text.call(finish.name(), arguments, ";");
    }
    text.close();
  }

  private void tiles(SourceText text, JavaDialect dialect, Pass pass, boolean clipped) {
    boolean onePanel = panels.count() == 1;
    if (!onePanel) {
      text.open("for (int panel = 0; panel < %d; panel += %d) {", panels.padded(), panels.width());
    }
    TileLoops.print(
        text,
        dialect,
        schedule,
        panels.width(),
        registers -> {
          for (DirectRows.Run run : schedule.row(registers, pass.outColumns())) {
            text.open("for (int q = %d; q < %d; q += %d) {", run.first(), run.end(), run.pixels());
            text.call(run.tile().name(), tileArguments(dialect, pass, clipped), ";");
            text.close();
          }
        });
    if (!onePanel) {
      text.close();
    }
  }

  private String filterRow() {
    return plan.channelwise() ? "FILTER_COLUMNS" : "FILTER_COLUMNS * IN";
  }

  /** Where the weights of a pass start that meet the channels at hand. */
  private String weights(JavaDialect dialect, Pass pass, boolean clipped) {
    String weights = isGrouped() ? "wAt + group * " + plan.packed() : "wAt";
    if (pass.packedAt() > 0) {
      weights += " + " + pass.packedAt();
    }
    if (panels.count() > 1) {
      weights += " + panel * FILTER_ROWS * " + filterRow();
    }
    if (clipped) {
      weights += " + first * " + filterRow() + " * " + panels.width();
    }
    return dialect == JavaDialect.VECTOR ? weights + " + k" : weights;
  }

  private List<String> tileArguments(JavaDialect dialect, Pass pass, boolean clipped) {
    String plus =
        (panels.count() > 1 ? " + panel" : "") + (dialect == JavaDialect.VECTOR ? " + k" : "");
    List<String> arguments = new ArrayList<>();
    arguments.add(direct ? buffers.input() : "scratch");
    String pixel =
        plan.gathers() ? "FILTER_COLUMNS * IN" : times("IN", plan.stride().columns());
    arguments.add("at + q * " + pixel + (plan.channelwise() ? plus : ""));
    if (!slides) {
      arguments.add(pixel);
    }
    arguments.add(plan.dilation().rows() > 1 ? "DILATION * BAND_ROW" : "BAND_ROW");
    if (plan.channelwise()) {
      arguments.add(plan.dilation().columns() > 1 ? "DILATION_COLUMNS * IN" : "IN");
    }
    arguments.addAll(List.of("w", weights(dialect, pass, clipped)));
    if (buffered) {
      arguments.addAll(
          List.of("scratch", String.format(Locale.ROOT, "SUMS + q * %d%s", panels.padded(), plus),
              "" + panels.padded()));
    } else {
      String to = times(outPitch(), plan.step().columns());
      arguments.addAll(
          List.of(
              buffers.result(),
              "%sAt + out + q * %s%s".formatted(buffers.result(), to, plus),
              to));
    }
    arguments.add(clipped ? "rows" : "FILTER_ROWS");
    arguments.add(slides ? "IN" : filterRow());
    return arguments;
  }

  /** Whether a row of the pass reaches beyond the input. */
  private boolean clips(Pass pass) {
    int reach = Math.min(1, pass.rows()) + (pass.rows() - 1) * plan.dilation().rows();
    int last = (pass.outRows() - 1) * plan.stride().rows() - pass.top() + Math.max(0, reach);
    return pass.top() > 0 || last > plan.inRows();
  }

  /** From a pixel of the result to the next. */
  private String outPitch() {
    return isGrouped() ? "GROUPS * OUT" : "OUT";
  }

  private static String times(String what, int factor) {
    return factor == 1 ? what : factor + " * " + what;
  }

  private static String affine(String variable, int step, int first) {
    return times(variable, step) + (first == 0 ? "" : " + " + first);
  }
}
