package dev.throughline.processor.emit.java;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import java.util.List;

/** Prints an expression as a person would write it, for comments and pages. */
public final class FormulaPrinter {
  private FormulaPrinter() {}

  private static final int SUM = 1;
  private static final int PRODUCT = 2;
  private static final int ATOM = 3;

  public static String print(Expr expr, List<String> arguments) {
    return print(expr, arguments, 0);
  }

  private static String print(Expr expr, List<String> arguments, int binding) {
    return switch (expr) {
      case Expr.Arg(int index) -> arguments.get(index);
      case Expr.Const(float value) -> number(value);
      case Expr.Position() -> "k";
      case Expr.Random(int stream) -> "random" + stream;
      case Expr.Unary(UnaryOp op, Expr x) -> unary(op, x, arguments);
      case Expr.Binary(BinaryOp op, Expr a, Expr b) -> binary(op, a, b, arguments, binding);
      case Expr.Fma(Expr a, Expr b, Expr c) ->
          print(
              new Expr.Binary(BinaryOp.ADD, new Expr.Binary(BinaryOp.MUL, a, b), c),
              arguments,
              binding);
      case Expr.Select(Compare compare, Expr a, Expr b, Expr then, Expr otherwise) ->
          "(%s %s %s ? %s : %s)"
              .formatted(
                  print(a, arguments, SUM),
                  compare == Compare.GREATER ? ">" : "=",
                  print(b, arguments, SUM),
                  print(then, arguments, 0),
                  print(otherwise, arguments, 0));
    };
  }

  private static String unary(UnaryOp op, Expr x, List<String> arguments) {
    return switch (op) {
      case NEG -> "−" + print(x, arguments, ATOM);
      case RECIPROCAL -> "1/" + print(x, arguments, ATOM);
      case RSQRT -> "1/√" + print(x, arguments, ATOM);
      case SQRT -> "√" + print(x, arguments, ATOM);
      case RELU -> "max(%s, 0)".formatted(print(x, arguments, 0));
      case EXP, LOG, STEP, SIGMOID, TANH, ERF, ABS ->
          "%s(%s)".formatted(op.name().toLowerCase(java.util.Locale.ROOT), print(x, arguments, 0));
    };
  }

  private static String binary(
      BinaryOp op, Expr a, Expr b, List<String> arguments, int binding) {
    return switch (op) {
      case ADD -> infix(a, " + ", b, SUM, SUM, arguments, binding);
      case SUB -> infix(a, " − ", b, SUM, PRODUCT, arguments, binding);
      case MUL -> infix(a, "·", b, PRODUCT, PRODUCT, arguments, binding);
      case DIV -> infix(a, "/", b, PRODUCT, ATOM, arguments, binding);
      case MAX, MIN ->
          "%s(%s, %s)"
              .formatted(
                  op == BinaryOp.MAX ? "max" : "min",
                  print(a, arguments, 0),
                  print(b, arguments, 0));
    };
  }

  private static String infix(
      Expr a, String op, Expr b, int left, int right, List<String> arguments, int binding) {
    String text = print(a, arguments, left) + op + print(b, arguments, right);
    return left < binding ? "(" + text + ")" : text;
  }

  private static String number(float value) {
    return value == (int) value ? Integer.toString((int) value) : Float.toString(value);
  }
}
