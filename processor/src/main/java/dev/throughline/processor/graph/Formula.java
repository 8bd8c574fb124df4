package dev.throughline.processor.graph;

import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import java.util.List;
import java.util.function.Function;

/** Prints a scalar expression the way a paper would, for comments and pages. */
public final class Formula {
  // How tightly an operation binds: an operand that binds less stands in brackets.
  private static final int LOOSE = 0;
  private static final int SUM = 1;
  private static final int PRODUCT = 2;
  private static final int ATOM = 3;

  private final Function<Expr, String> leaf;

  private Formula(Function<Expr, String> leaf) {
    this.leaf = leaf;
  }

  /** {@code body} with each {@link Expr.Arg} under its name. */
  public static String of(Expr body, List<String> names) {
    return of(body, named(names));
  }

  /** Likewise as a factor, or what is transposed: an operation is in brackets. */
  public static String factor(Expr body, List<String> names) {
    return new Formula(named(names)).print(body, ATOM);
  }

  /** Likewise as what a sum sign may stand before: a sum is in brackets. */
  public static String term(Expr body, List<String> names) {
    return term(body, named(names));
  }

  private static Function<Expr, String> named(List<String> names) {
    return leaf -> switch (leaf) {
      case Expr.Arg(int index) -> names.get(index);
      case Expr.Position _ -> "c";
      case Expr.Row _ -> "row";
      case Expr.Random _ -> "u";
      default -> throw new IllegalArgumentException("no leaf: " + leaf);
    };
  }

  /** {@code body} with a name for each operand, place and draw. */
  public static String of(Expr body, Function<Expr, String> leaf) {
    return new Formula(leaf).print(body, LOOSE);
  }

  /** Likewise as what a sum sign may stand before: a sum is in brackets. */
  public static String term(Expr body, Function<Expr, String> leaf) {
    return new Formula(leaf).print(body, PRODUCT);
  }

  private String print(Expr e, int binding) {
    return switch (e) {
      case Expr.Arg _, Expr.Position _, Expr.Row _, Expr.Random _ -> leaf.apply(e);
      case Expr.Const(float value) -> number(value);
      case Expr.Unary(UnaryOp op, Expr x) -> unary(op, x);
      case Expr.Binary(BinaryOp op, Expr a, Expr b) -> binary(op, a, b, binding);
      case Expr.Fma(Expr a, Expr b, Expr c) ->
          print(new Expr.Binary(BinaryOp.ADD, new Expr.Binary(BinaryOp.MUL, a, b), c), binding);
      case Expr.Select(Compare compare, Expr a, Expr b, Expr then, Expr otherwise) ->
          "(%s %s %s ? %s : %s)"
              .formatted(
                  print(a, SUM),
                  compare == Compare.GREATER ? ">" : "=",
                  print(b, SUM),
                  print(then, LOOSE),
                  print(otherwise, LOOSE));
    };
  }

  private String unary(UnaryOp op, Expr x) {
    return switch (op) {
      case NEG -> "−" + print(x, ATOM);
      case RECIPROCAL -> "1/" + print(x, ATOM);
      case SQRT -> "√(" + print(x, LOOSE) + ")";
      case RSQRT -> "1/√(" + print(x, LOOSE) + ")";
      case RELU -> "max(" + print(x, LOOSE) + ", 0)";
      case EXP -> "exp(" + print(x, LOOSE) + ")";
      case EXPM1 -> "expm1(" + print(x, LOOSE) + ")";
      case SOFTPLUS -> "softplus(" + print(x, LOOSE) + ")";
      case LOG -> "log(" + print(x, LOOSE) + ")";
      case STEP -> "step(" + print(x, LOOSE) + ")";
      case SIGMOID -> "σ(" + print(x, LOOSE) + ")";
      case TANH -> "tanh(" + print(x, LOOSE) + ")";
      case ERF -> "erf(" + print(x, LOOSE) + ")";
      case ABS -> "|" + print(x, LOOSE) + "|";
    };
  }

  private String binary(BinaryOp op, Expr a, Expr b, int binding) {
    return switch (op) {
      case ADD -> infix(a, " + ", b, SUM, SUM, binding);
      case SUB -> infix(a, " − ", b, SUM, PRODUCT, binding);
      case MUL -> infix(a, " · ", b, PRODUCT, PRODUCT, binding);
      case DIV -> infix(a, " / ", b, PRODUCT, ATOM, binding);
      case MAX -> "max(" + print(a, LOOSE) + ", " + print(b, LOOSE) + ")";
      case MIN -> "min(" + print(a, LOOSE) + ", " + print(b, LOOSE) + ")";
    };
  }

  private String infix(Expr a, String op, Expr b, int left, int right, int binding) {
    String text = print(a, left) + op + print(b, right);
    return left < binding ? "(" + text + ")" : text;
  }

  private static String number(float value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? Integer.toString((int) value)
        : Float.toString(value);
  }
}
