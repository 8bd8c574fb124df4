package dev.throughline.runtime.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions against their double-precision selves, and the vector form against the scalar. */
class VectorMathTest {
  interface Scalar {
    float apply(float x);
  }

  interface Lanes {
    FloatVector apply(FloatVector x);
  }

  record Function(
      String name, Scalar scalar, Lanes lanes, DoubleUnaryOperator exact, double ulps,
      double error) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Function> functions() {
    return Stream.of(
        new Function("exp", FloatMath::exp, VectorMath::exp, StrictMath::exp, 2, 0),
        new Function("expm1", FloatMath::expm1, VectorMath::expm1, StrictMath::expm1, 2, 0),
        new Function(
            "softplus", FloatMath::softplus, VectorMath::softplus, VectorMathTest::softplus, 3, 0),
        new Function("log", FloatMath::log, VectorMath::log, StrictMath::log, 2, 0),
        new Function("tanh", FloatMath::tanh, VectorMath::tanh, StrictMath::tanh, 0, 1.5e-7),
        new Function(
            "sigmoid",
            FloatMath::sigmoid,
            VectorMath::sigmoid,
            x -> 1 / (1 + StrictMath.exp(-x)),
            0,
            1.5e-7),
        new Function("erf", FloatMath::erf, VectorMath::erf, VectorMathTest::erf, 0, 2e-7),
        new Function("relu", FloatMath::relu, VectorMath::relu, x -> Math.max(x, 0.0), 0, 0),
        new Function("step", FloatMath::step, VectorMath::step, x -> x > 0 ? 1 : 0, 0, 0));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /** By a series of positive terms; beyond 6, 1 to double precision. */
  private static double erf(double x) {
    if (Double.isNaN(x) || Math.abs(x) > 6) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return sum * 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x);
  }

  /** One in 997 of all floats, so every exponent and both signs, and the special ones. */
  private static final int STRIDE = 997;

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    88.72283f,
    88.72284f,
    -87.33655f,
    -103.972f,
    -103.98f
  };

  @ParameterizedTest
  @MethodSource("functions")
  void isWithinItsError(Function f) {
    for (float x : SPECIAL) {
      check(f, x);
    }
    for (long bits = 0; bits < 1L << 32; bits += STRIDE) {
      check(f, Float.intBitsToFloat((int) bits));
    }
  }

  private static void check(Function f, float x) {
    double exact = f.exact.applyAsDouble(x);
    float y = f.scalar.apply(x);
    float rounded = (float) exact;
    if (Float.isNaN(rounded) || Float.isInfinite(rounded)) {
      assertEquals(rounded, y, () -> f.name + "(" + x + ")");
      return;
    }
    double allowed = f.error + f.ulps * Math.ulp(rounded);
    assertTrue(
        Math.abs(y - exact) <= allowed,
        () -> "%s(%s) is %s, not %s".formatted(f.name, x, y, exact));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void vectorsAgreeBitForBit(Function f) {
    int lanes = VectorMath.SPECIES.length();
    float[] x = new float[lanes];
    float[] y = new float[lanes];
    int filled = 0;
    for (float special : SPECIAL) {
      x[filled++ % lanes] = special;
      if (filled % lanes == 0) {
        compare(f, x, y);
      }
    }
    for (long bits = 0; bits < 1L << 32; bits += 16 * STRIDE * (long) lanes) {
      for (int i = 0; i < lanes; i++) {
        x[i] = Float.intBitsToFloat((int) (bits + i * 16L * STRIDE));
      }
      compare(f, x, y);
    }
  }

  private static void compare(Function f, float[] x, float[] y) {
    f.lanes.apply(FloatVector.fromArray(VectorMath.SPECIES, x, 0)).intoArray(y, 0);
    for (int i = 0; i < x.length; i++) {
      // floatToIntBits has one NaN: which one comes out is the machine's business.
      float in = x[i];
      assertEquals(
          Float.floatToIntBits(f.scalar.apply(in)),
          Float.floatToIntBits(y[i]),
          () -> f.name + "(" + in + ")");
    }
  }

  @Test
  void combinesPartsInPairs() {
    float[] parts = new float[16];
    parts[0] = 1e8f;
    parts[1] = 1;
    parts[8] = -1e8f; // meets the first before the second does
    assertEquals(1, FloatMath.sum(parts.clone()));
    assertEquals(1e8f, FloatMath.max(parts.clone()));
    parts[5] = Float.NaN;
    assertEquals(Float.NaN, FloatMath.max(parts));
  }
}
