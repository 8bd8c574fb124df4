package dev.throughline.processor.emit.java;

import dev.throughline.processor.schedule.Terms;
import dev.throughline.processor.schedule.Terms.Operand;
import dev.throughline.processor.schedule.Terms.Stride;
import java.util.function.IntConsumer;

/** Prints the body of a tile in one dialect. */
abstract class TileBody {
  final SourceText text;
  final Terms terms;
  final Operand a;
  final Operand b;
  final Operand sum;
  final String inner;

  TileBody(SourceText text, Terms terms) {
    this.text = text;
    this.terms = terms;
    this.a = terms.a();
    this.b = terms.b();
    this.sum = terms.sum();
    this.inner = terms.inner().variable();
  }

  abstract void print();

  /** The first place of {@code of} that the sums held meet in a row. */
  abstract String start(Operand of);

  /** Opens the loops over rows and in a row; {@code high} values of a are met at a time. */
  final void openLoops(String atA, String atB, int high) {
    open(terms.outer().variable(), terms.outer().bound(), 1);
    if (terms.readsRuns()) {
      each(high, i -> local(a, i));
    } else {
      text.line("int %s = %s;", atA, start(a));
    }
    if (b.row().moves()) {
      text.line("int %s = %s;", atB, start(b));
    }
    open(inner, terms.inner().bound(), 1);
  }

  final void open(String variable, Object end, int step) {
    text.open("for (int %1$s = 0; %1$s < %2$s; %1$s%3$s) {", variable, end,
        step == 1 ? "++" : " += " + step);
  }

  /** The local {@code buffer0}, or for a further i one a stride behind that before. */
  final void local(Operand of, int i) {
    text.line("int %s%d = %s;", of.buffer(), i,
        i == 0 ? start(of) : of.buffer() + (i - 1) + " + " + of.i().distance());
  }

  final void advance(String place, Stride stride) {
    text.line("%s%s;", place, stride.floats() == 1 ? "++" : " += " + stride.distance());
  }

  /** What {@code variable} steps add to a place. */
  static String along(String variable, Stride stride) {
    String sign = stride.floats() < 0 ? " - " : " + ";
    return switch (stride.distance().replace("-", "")) {
      case "0" -> "";
      case "1" -> sign + variable;
      case String distance -> sign + variable + " * " + distance;
    };
  }

  /** What {@code steps} of a stride that has a name add to a place. */
  static String named(int steps, Stride stride) {
    return stride.name().isEmpty() || steps == 0 ? ""
        : " + " + (steps == 1 ? "" : steps + " * ") + stride.name();
  }

  static String floats(int count) {
    return count == 0 ? "" : " + " + count;
  }

  static void each(int count, IntConsumer print) {
    for (int i = 0; i < count; i++) {
      print.accept(i);
    }
  }
}
