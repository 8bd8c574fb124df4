package dev.throughline.processor.emit.java;

import dev.throughline.processor.emit.FloatLiteral;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.kernel.Value;
import java.util.function.Function;

/**
 * Java with a {@code FloatVector} of the class's {@code SPECIES}: one number a lane.
 *
 * @param count the local that says how many of the lanes are loaded and stored; empty for all
 */
record LaneSpelling(String count) implements Spelling {
  /** Whole vectors. */
  static final Spelling WHOLE = new LaneSpelling("");

  @Override
  public String type() {
    return "FloatVector";
  }

  @Override
  public String value(Value value, Function<Value, String> leaf) {
    return switch (value) {
      case Value.Const(float number) -> broadcast(number);
      case Value.Load _, Value.Local _, Value.Scalar _, Value.Share _ -> leaf.apply(value);
      case Value.Position _, Value.Random _ -> leaf.apply(value);
      case Value.Unary(UnaryOp op, Value x) -> unary(op, value(x, leaf));
      case Value.Binary(BinaryOp op, Value a, Value b) ->
          "%s.%s(%s)".formatted(value(a, leaf), method(op), operand(b, leaf));
      case Value.Fma(Value a, Value b, Value c) ->
          b instanceof Value.Const(float scale) && c instanceof Value.Const(float shift)
              ? "%s.fma(%s, %s)".formatted(value(a, leaf), FloatLiteral.of(scale),
                  FloatLiteral.of(shift))
              : "%s.fma(%s, %s)"
                  .formatted(value(a, leaf), value(b, leaf), value(c, leaf));
      case Value.Select(Compare compare, Value a, Value b, Value then, Value otherwise) ->
          "%s.blend(%s, %s.compare(VectorOperators.%s, %s))"
              .formatted(
                  value(otherwise, leaf),
                  operand(then, leaf),
                  value(a, leaf),
                  compare == Compare.GREATER ? "GT" : "EQ",
                  operand(b, leaf));
    };
  }

  /** The second operand of a lane-wise method, which may be a number. */
  private String operand(Value value, Function<Value, String> leaf) {
    return value instanceof Value.Const(float number) ? FloatLiteral.of(number)
        : value(value, leaf);
  }

  private static String broadcast(float value) {
    return "FloatVector.broadcast(SPECIES, %s)".formatted(FloatLiteral.of(value));
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

  @Override
  public String spread(String number) {
    return "FloatVector.broadcast(SPECIES, %s)".formatted(number);
  }

  @Override
  public String whole(String number, int step) {
    return spread("(float) " + number) + (step == 0 ? "" : ".addIndex(" + step + ")");
  }

  // A vector that the call gave back would be an object each time: what it does is too long to be inlined.
  @Override
  public String random(String seed, String stream, String element, String drawn) {
    return "FloatVector.fromArray(SPECIES, RandomLanes.uniform(%s, %s, %s, %s), 0)"
        .formatted(seed, stream, element, drawn);
  }

  @Override
  public boolean keepsLoads() {
    return true;
  }

  @Override
  public String load(String array, String index, int step) {
    return step == 0
        ? spread("%s[%s]".formatted(array, index))
        : count.isEmpty() ? "FloatVector.fromArray(SPECIES, %s, %s)".formatted(array, index)
        : "VectorMath.load(%s, %s, %s)".formatted(array, index, count);
  }

  @Override
  public String store(String array, String index, String value) {
    return count.isEmpty() ? "%s.intoArray(%s, %s);".formatted(value, array, index)
        : "VectorMath.store(%s, %s, %s, %s);".formatted(value, array, index, count);
  }

  @Override
  public String combined(String local, Reduction reduction, String value) {
    return switch (reduction) {
      case SUM, MEAN -> "%s.add(%s)".formatted(local, value);
      case MAX -> "%s.max(%s)".formatted(local, value);
    };
  }
}
