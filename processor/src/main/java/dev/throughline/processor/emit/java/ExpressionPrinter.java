package dev.throughline.processor.emit.java;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Prints a scalar expression as Java, given the text of its operands.
 *
 * <p>An expression printed in both dialects rounds alike in both: each operation once, in the order
 * written. Operands that are not names or calls must come in parentheses.
 */
public sealed interface ExpressionPrinter {

  /** The text of everything an expression may refer to. */
  record Names(
      List<String> arguments,
      String position,
      IntFunction<String> row,
      IntFunction<String> random) {
    /** Arguments alone; the expression must not refer to positions, rows or random numbers. */
    public static Names of(List<String> arguments) {
      return new Names(
          arguments,
          "",
          extent -> {
            throw new IllegalArgumentException("no rows here: of " + extent);
          },
          stream -> {
            throw new IllegalArgumentException("no random numbers here: stream " + stream);
          });
    }
  }

  String print(Expr expr, Names names);

  static ExpressionPrinter of(JavaDialect dialect) {
    return switch (dialect) {
      case VECTOR -> new Vector();
      case SCALAR -> new Scalar();
    };
  }

  /** A whole argument or right-hand side needs no brackets around it. */
  static String bare(String printed) {
    return printed.startsWith("(") && closesAtEnd(printed)
        ? printed.substring(1, printed.length() - 1)
        : printed;
  }

  /** Whether the bracket that opens {@code printed} is the one that ends it. */
  private static boolean closesAtEnd(String printed) {
    int depth = 0;
    for (int i = 0; i < printed.length(); i++) {
      depth += printed.charAt(i) == '(' ? 1 : printed.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i == printed.length() - 1;
      }
    }
    return false;
  }

  /** A float as a Java literal. */
  static String literal(float value) {
    if (Float.isNaN(value)) {
      return "Float.NaN";
    }
    if (Float.isInfinite(value)) {
      return value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
    }
    if (value == (int) value && Math.abs(value) < 1e6
        && Float.floatToIntBits(value) != 0x80000000) {
      return (int) value + "f";
    }
    return value + "f";
  }

  /** {@code float}. */
  record Scalar() implements ExpressionPrinter {
    @Override
    public String print(Expr expr, Names names) {
      return switch (expr) {
        case Expr.Arg(int index) -> names.arguments().get(index);
        case Expr.Const(float value) -> literal(value);
        case Expr.Position() -> names.position();
        case Expr.Row(int extent) -> names.row().apply(extent);
        case Expr.Random(int stream) -> names.random().apply(stream);
        case Expr.Unary(UnaryOp op, Expr x) -> unary(op, print(x, names));
        case Expr.Binary(BinaryOp op, Expr a, Expr b) ->
            binary(op, print(a, names), print(b, names));
        case Expr.Fma(Expr a, Expr b, Expr c) ->
            "Math.fma(%s, %s, %s)"
                .formatted(bare(print(a, names)), bare(print(b, names)), bare(print(c, names)));
        case Expr.Select(Compare compare, Expr a, Expr b, Expr then, Expr otherwise) ->
            "(%s %s %s ? %s : %s)"
                .formatted(
                    print(a, names),
                    compare == Compare.GREATER ? ">" : "==",
                    print(b, names),
                    print(then, names),
                    print(otherwise, names));
      };
    }

    private static String unary(UnaryOp op, String operand) {
      String x = op == UnaryOp.NEG || op == UnaryOp.RECIPROCAL ? operand : bare(operand);
      return switch (op) {
        case NEG -> x.startsWith("-") ? "(-(%s))".formatted(x) : "(-%s)".formatted(x);
        case SQRT -> "((float) Math.sqrt(%s))".formatted(x);
        case RSQRT -> "(1f / (float) Math.sqrt(%s))".formatted(x);
        case RECIPROCAL -> "(1f / %s)".formatted(x);
        case ABS -> "Math.abs(%s)".formatted(x);
        case RELU -> "FloatMath.relu(%s)".formatted(x);
        case STEP -> "FloatMath.step(%s)".formatted(x);
        case EXP -> "FloatMath.exp(%s)".formatted(x);
        case EXPM1 -> "FloatMath.expm1(%s)".formatted(x);
        case SOFTPLUS -> "FloatMath.softplus(%s)".formatted(x);
        case LOG -> "FloatMath.log(%s)".formatted(x);
        case SIGMOID -> "FloatMath.sigmoid(%s)".formatted(x);
        case TANH -> "FloatMath.tanh(%s)".formatted(x);
        case ERF -> "FloatMath.erf(%s)".formatted(x);
      };
    }

    private static String binary(BinaryOp op, String a, String b) {
      return switch (op) {
        case ADD -> "(%s + %s)".formatted(a, b);
        case SUB -> "(%s - %s)".formatted(a, b);
        case MUL -> "(%s * %s)".formatted(a, b);
        case DIV -> "(%s / %s)".formatted(a, b);
        case MAX -> "Math.max(%s, %s)".formatted(bare(a), bare(b));
        case MIN -> "Math.min(%s, %s)".formatted(bare(a), bare(b));
      };
    }
  }

  /** {@code FloatVector} of the class's {@code SPECIES}. */
  record Vector() implements ExpressionPrinter {
    @Override
    public String print(Expr expr, Names names) {
      return switch (expr) {
        case Expr.Arg(int index) -> names.arguments().get(index);
        case Expr.Const(float value) -> broadcast(value);
        case Expr.Position() -> names.position();
        case Expr.Row(int extent) -> names.row().apply(extent);
        case Expr.Random(int stream) -> names.random().apply(stream);
        case Expr.Unary(UnaryOp op, Expr x) -> unary(op, print(x, names));
        case Expr.Binary(BinaryOp op, Expr a, Expr b) ->
            "%s.%s(%s)".formatted(print(a, names), method(op), operand(b, names));
        case Expr.Fma(Expr a, Expr b, Expr c) ->
            b instanceof Expr.Const(float scale) && c instanceof Expr.Const(float shift)
                ? "%s.fma(%s, %s)".formatted(print(a, names), literal(scale), literal(shift))
                : "%s.fma(%s, %s)"
                    .formatted(print(a, names), print(b, names), print(c, names));
        case Expr.Select(Compare compare, Expr a, Expr b, Expr then, Expr otherwise) ->
            "%s.blend(%s, %s.compare(VectorOperators.%s, %s))"
                .formatted(
                    print(otherwise, names),
                    operand(then, names),
                    print(a, names),
                    compare == Compare.GREATER ? "GT" : "EQ",
                    operand(b, names));
      };
    }

    /** The second operand of a lane-wise method, which may be a number. */
    private String operand(Expr expr, Names names) {
      return expr instanceof Expr.Const(float value) ? literal(value) : print(expr, names);
    }

    private static String broadcast(float value) {
      return "FloatVector.broadcast(SPECIES, %s)".formatted(literal(value));
    }

    private static String unary(UnaryOp op, String x) {
      return switch (op) {
        case NEG -> "%s.neg()".formatted(x);
        case SQRT -> "%s.sqrt()".formatted(x);
        case RSQRT -> "%s.div(%s.sqrt())".formatted(broadcast(1), x);
        case RECIPROCAL -> "%s.div(%s)".formatted(broadcast(1), x);
        case ABS -> "%s.abs()".formatted(x);
        case RELU -> "VectorMath.relu(%s)".formatted(x);
        case STEP -> "VectorMath.step(%s)".formatted(x);
        case EXP -> "VectorMath.exp(%s)".formatted(x);
        case EXPM1 -> "VectorMath.expm1(%s)".formatted(x);
        case SOFTPLUS -> "VectorMath.softplus(%s)".formatted(x);
        case LOG -> "VectorMath.log(%s)".formatted(x);
        case SIGMOID -> "VectorMath.sigmoid(%s)".formatted(x);
        case TANH -> "VectorMath.tanh(%s)".formatted(x);
        case ERF -> "VectorMath.erf(%s)".formatted(x);
      };
    }

    private static String method(BinaryOp op) {
      return switch (op) {
        case ADD -> "add";
        case SUB -> "sub";
        case MUL -> "mul";
        case DIV -> "div";
        case MAX -> "max";
        case MIN -> "min";
      };
    }
  }
}
