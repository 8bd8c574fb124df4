package dev.throughline.processor.graph;

import java.util.List;

/** Prints a scalar expression the way a paper would. */
public final class Formula {
  private Formula() {}

  /** {@code body} with each {@link Expr.Arg} under its name. */
  public static String of(Expr body, List<String> names) {
    return switch (body) {
      case Expr.Arg(int index) -> names.get(index);
      case Expr.Const(float value) -> number(value);
      case Expr.Position _ -> "c";
      case Expr.Random _ -> "u";
      case Expr.Unary(Expr.UnaryOp op, Expr x) -> unary(op, x, names);
      case Expr.Binary(Expr.BinaryOp op, Expr a, Expr b) -> binary(op, a, b, names);
      case Expr.Fma(Expr a, Expr b, Expr c) ->
          factor(a, names) + " · " + factor(b, names) + " + " + of(c, names);
      case Expr.Select(Expr.Compare compare, Expr a, Expr b, Expr then, Expr otherwise) ->
          "(%s %s %s ? %s : %s)"
              .formatted(
                  of(a, names),
                  compare == Expr.Compare.GREATER ? ">" : "=",
                  of(b, names),
                  of(then, names),
                  of(otherwise, names));
    };
  }

  private static String unary(Expr.UnaryOp op, Expr x, List<String> names) {
    String inner = of(x, names);
    return switch (op) {
      case NEG -> "−" + factor(x, names);
      case EXP -> "exp(" + inner + ")";
      case LOG -> "log(" + inner + ")";
      case SQRT -> "√(" + inner + ")";
      case RSQRT -> "1/√(" + inner + ")";
      case RECIPROCAL -> "1/" + factor(x, names);
      case RELU -> "max(" + inner + ", 0)";
      case STEP -> "step(" + inner + ")";
      case SIGMOID -> "σ(" + inner + ")";
      case TANH -> "tanh(" + inner + ")";
      case ERF -> "erf(" + inner + ")";
      case ABS -> "|" + inner + "|";
    };
  }

  private static String binary(Expr.BinaryOp op, Expr a, Expr b, List<String> names) {
    return switch (op) {
      case ADD -> of(a, names) + " + " + of(b, names);
      case SUB -> of(a, names) + " − " + factor(b, names);
      case MUL -> factor(a, names) + " · " + factor(b, names);
      case DIV -> factor(a, names) + " / " + factor(b, names);
      case MAX -> "max(" + of(a, names) + ", " + of(b, names) + ")";
      case MIN -> "min(" + of(a, names) + ", " + of(b, names) + ")";
    };
  }

  /** A sum in brackets, anything else as it is. */
  private static String factor(Expr e, List<String> names) {
    boolean isSum =
        e instanceof Expr.Fma
            || e instanceof Expr.Binary(Expr.BinaryOp op, _, _)
                && op != Expr.BinaryOp.MAX
                && op != Expr.BinaryOp.MIN
                && op != Expr.BinaryOp.MUL;
    return isSum ? "(" + of(e, names) + ")" : of(e, names);
  }

  private static String number(float value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? Integer.toString((int) value)
        : Float.toString(value);
  }
}
