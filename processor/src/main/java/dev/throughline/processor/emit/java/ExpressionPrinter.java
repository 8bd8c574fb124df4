package dev.throughline.processor.emit.java;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.kernel.Value;
import java.util.List;
import java.util.function.Function;

/**
 * Prints a scalar expression as Java, given the text of its operands.
 *
 * <p>An expression printed in both dialects rounds alike in both: each operation once, in the order
 * written. Operands that are not names or calls must come in parentheses.
 */
public sealed interface ExpressionPrinter {

  /**
   * {@code value} as Java.
   *
   * @param leaf the text of each leaf that is no number
   */
  String print(Value value, Function<Value, String> leaf);

  /** {@code expr} of operands whose text is given. */
  default String print(Expr expr, List<String> operands) {
    return print(
        Value.of(expr, operands.stream().map(Value::local).toList()),
        leaf -> ((Value.Local) leaf).name());
  }

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
    public String print(Value value, Function<Value, String> leaf) {
      return switch (value) {
        case Value.Const(float number) -> literal(number);
        case Value.Load _, Value.Local _, Value.Scalar _, Value.OverBatch _ -> leaf.apply(value);
        case Value.Position _, Value.Row _, Value.Random _ -> leaf.apply(value);
        case Value.Unary(UnaryOp op, Value x) -> unary(op, print(x, leaf));
        case Value.Binary(BinaryOp op, Value a, Value b) ->
            binary(op, print(a, leaf), print(b, leaf));
        case Value.Fma(Value a, Value b, Value c) ->
            "Math.fma(%s, %s, %s)"
                .formatted(bare(print(a, leaf)), bare(print(b, leaf)), bare(print(c, leaf)));
        case Value.Select(Compare compare, Value a, Value b, Value then, Value otherwise) ->
            "(%s %s %s ? %s : %s)"
                .formatted(
                    print(a, leaf),
                    compare == Compare.GREATER ? ">" : "==",
                    print(b, leaf),
                    print(then, leaf),
                    print(otherwise, leaf));
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
    public String print(Value value, Function<Value, String> leaf) {
      return switch (value) {
        case Value.Const(float number) -> broadcast(number);
        case Value.Load _, Value.Local _, Value.Scalar _, Value.OverBatch _ -> leaf.apply(value);
        case Value.Position _, Value.Row _, Value.Random _ -> leaf.apply(value);
        case Value.Unary(UnaryOp op, Value x) -> unary(op, print(x, leaf));
        case Value.Binary(BinaryOp op, Value a, Value b) ->
            "%s.%s(%s)".formatted(print(a, leaf), method(op), operand(b, leaf));
        case Value.Fma(Value a, Value b, Value c) ->
            b instanceof Value.Const(float scale) && c instanceof Value.Const(float shift)
                ? "%s.fma(%s, %s)".formatted(print(a, leaf), literal(scale), literal(shift))
                : "%s.fma(%s, %s)"
                    .formatted(print(a, leaf), print(b, leaf), print(c, leaf));
        case Value.Select(Compare compare, Value a, Value b, Value then, Value otherwise) ->
            "%s.blend(%s, %s.compare(VectorOperators.%s, %s))"
                .formatted(
                    print(otherwise, leaf),
                    operand(then, leaf),
                    print(a, leaf),
                    compare == Compare.GREATER ? "GT" : "EQ",
                    operand(b, leaf));
      };
    }

    /** The second operand of a lane-wise method, which may be a number. */
    private String operand(Value value, Function<Value, String> leaf) {
      return value instanceof Value.Const(float number) ? literal(number) : print(value, leaf);
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
