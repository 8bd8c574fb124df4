package dev.throughline.processor.emit.java;

import dev.throughline.processor.emit.FloatLiteral;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.kernel.Value;
import java.util.function.Function;

/** Java with one {@code float} at a time. */
record ScalarSpelling() implements Spelling {
  @Override
  public String type() {
    return "float";
  }

  @Override
  public String value(Value value, Function<Value, String> leaf) {
    return switch (value) {
      case Value.Const(float number) -> FloatLiteral.of(number);
      case Value.Load _, Value.Local _, Value.Scalar _, Value.Share _ -> leaf.apply(value);
      case Value.Position _, Value.Random _ -> leaf.apply(value);
      case Value.Unary(UnaryOp op, Value x) -> unary(op, value(x, leaf));
      case Value.Binary(BinaryOp op, Value a, Value b) -> binary(op, a, b, leaf);
      case Value.Fma(Value a, Value b, Value c) ->
          "Math.fma(%s, %s, %s)"
              .formatted(bare(value(a, leaf)), bare(value(b, leaf)), bare(value(c, leaf)));
      case Value.Select(Compare compare, Value a, Value b, Value then, Value otherwise) ->
          "(%s %s %s ? %s : %s)"
              .formatted(
                  operand(a, leaf),
                  compare == Compare.GREATER ? ">" : "==",
                  operand(b, leaf),
                  operand(then, leaf),
                  operand(otherwise, leaf));
    };
  }

  /** Of a condition: only another one needs brackets there. */
  private String operand(Value value, Function<Value, String> leaf) {
    String text = value(value, leaf);
    return value instanceof Value.Select ? text : bare(text);
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

  private String binary(BinaryOp op, Value a, Value b, Function<Value, String> leaf) {
    String first = value(a, leaf);
    String second = value(b, leaf);
    String factor = isProduct(a) ? bare(first) : first;
    String left = isSum(a) ? bare(first) : factor;
    String right = isProduct(b) ? bare(second) : second;
    return switch (op) {
      case ADD -> "(%s + %s)".formatted(left, right);
      case SUB -> "(%s - %s)".formatted(left, right);
      case MUL -> "(%s * %s)".formatted(factor, second);
      case DIV -> "(%s / %s)".formatted(factor, second);
      case MAX -> "Math.max(%s, %s)".formatted(bare(first), bare(second));
      case MIN -> "Math.min(%s, %s)".formatted(bare(first), bare(second));
    };
  }

  private static boolean isSum(Value value) {
    return value instanceof Value.Binary(BinaryOp op, _, _)
        && (op == BinaryOp.ADD || op == BinaryOp.SUB);
  }

  private static boolean isProduct(Value value) {
    return value instanceof Value.Binary(BinaryOp op, _, _)
        && (op == BinaryOp.MUL || op == BinaryOp.DIV);
  }

  @Override
  public String spread(String number) {
    return number;
  }

  @Override
  public String whole(String number, int step) {
    return "(float) " + number;
  }

  @Override
  public String random(String seed, String stream, String element, String drawn) {
    return "RandomMask.uniform(%s, %s, %s)".formatted(seed, stream, element);
  }

  @Override
  public boolean keepsLoads() {
    return false;
  }

  @Override
  public String load(String array, String index, int step) {
    return "%s[%s]".formatted(array, index);
  }

  @Override
  public String store(String array, String index, String value) {
    return "%s[%s] = %s;".formatted(array, index, bare(value));
  }

  @Override
  public String combined(String local, Reduction reduction, String value) {
    return switch (reduction) {
      case SUM, MEAN -> local + " + " + value;
      case MAX -> "Math.max(%s, %s)".formatted(local, value);
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
}
