package dev.throughline.processor.emit.java;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation, printed in both dialects and run: against its meaning, and bit for bit. */
class SpellingTest {
  /** A multiple of every number of lanes. */
  private static final int SIZE = 32;

  private static final Expr A = Expr.arg(0);
  private static final Expr B = Expr.arg(1);
  private static final Expr TWO = Expr.constant(2);

  interface Meaning {
    double of(double a, double b);
  }

  record Operation(String name, Expr expr, Meaning meaning) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    for (UnaryOp op : UnaryOp.values()) {
      all.add(new Operation("unary" + op, Expr.unary(op, A), (a, _) -> meaning(op, a)));
    }
    for (BinaryOp op : BinaryOp.values()) {
      all.add(new Operation("both" + op, binary(op, A, B), (a, b) -> meaning(op, a, b)));
      all.add(new Operation("right" + op, binary(op, A, TWO), (a, _) -> meaning(op, a, 2)));
      all.add(new Operation("left" + op, binary(op, TWO, A), (a, _) -> meaning(op, 2, a)));
    }
    all.add(new Operation("fma", Expr.fma(A, B, A), (a, b) -> a * b + a));
    all.add(new Operation("fmaScale", Expr.fma(A, TWO, B), (a, b) -> 2 * a + b));
    all.add(new Operation("fmaBoth", Expr.fma(A, TWO, Expr.ONE), (a, _) -> 2 * a + 1));
    all.add(new Operation("fmaNumber", Expr.fma(TWO, A, B), (a, b) -> 2 * a + b));
    for (Compare compare : Compare.values()) {
      Expr either = new Expr.Select(compare, A, B, B, Expr.ZERO);
      all.add(new Operation("select" + compare, either, (a, b) -> holds(compare, a, b) ? b : 0));
      Expr number = new Expr.Select(compare, A, Expr.ONE, TWO, A);
      all.add(new Operation("number" + compare, number, (a, _) -> holds(compare, a, 1) ? 2 : a));
    }
    Expr nested = A.minus(B.minus(A)).times(B.over(A.plus(TWO))).negate();
    all.add(new Operation("nested", nested, (a, b) -> -((a - (b - a)) * (b / (a + 2)))));
    Expr negative = Expr.unary(UnaryOp.NEG, Expr.constant(-3)).minus(Expr.constant(-4));
    all.add(new Operation("negative", negative.plus(A), (a, _) -> 7 + a));
    return all;
  }

  private static Expr binary(BinaryOp op, Expr a, Expr b) {
    return new Expr.Binary(op, a, b);
  }

  private static boolean holds(Compare compare, double a, double b) {
    return switch (compare) {
      case GREATER -> a > b;
      case EQUAL -> a == b;
    };
  }

  private static double meaning(UnaryOp op, double x) {
    return switch (op) {
      case NEG -> -x;
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x);
      case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case LOG -> Math.log(x);
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case RELU -> Math.max(x, 0);
      case STEP -> x > 0 ? 1 : 0;
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case ERF -> erf(x);
      case ABS -> Math.abs(x);
    };
  }

  /** By a series of positive terms, good for the few numbers below. */
  private static double erf(double x) {
    if (!(Math.abs(x) < 6)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return sum * 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
  }

  private static double meaning(BinaryOp op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  private static final float[] FIRST = {
    0, -0f, 1, -1, 2, 0.3f, -0.7f, 5, -5, 1e-3f, 80, -80, Float.NaN, Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY, 1.5f
  };

  private static CompiledKernels scalar;
  private static CompiledKernels vector;

  @BeforeAll
  static void compile() {
    scalar = kernels(JavaDialect.SCALAR);
    vector = kernels(JavaDialect.VECTOR);
  }

  private static CompiledKernels kernels(JavaDialect dialect) {
    List<JavaMethod> methods = new ArrayList<>();
    for (Operation operation : operations()) {
      methods.add(new JavaMethod(operation.name(), "", method(dialect, operation)));
    }
    return CompiledKernels.of(dialect, methods);
  }

  private static String method(JavaDialect dialect, Operation operation) {
    SourceText text = new SourceText();
    text.open("static void %s(float[] x, float[] z, float[] y) {", operation.name());
    boolean lanes = dialect == JavaDialect.VECTOR;
    text.open("for (int i = 0; i < %d; i += %s) {", SIZE, lanes ? "LANES" : "1");
    for (String local : List.of("x", "z")) {
      if (lanes) {
        text.line("FloatVector %s0 = FloatVector.fromArray(SPECIES, %s, i);", local, local);
      } else {
        text.line("float %s0 = %s[i];", local, local);
      }
    }
    String value =
        dialect.spelling().value(operation.expr(), List.of("x0", "z0"));
    text.line(lanes ? "%s.intoArray(y, i);" : "y[i] = %s;", value);
    return text.close().close().toString();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void meansTheSameInBothDialects(Operation operation) {
    float[] a = new float[SIZE];
    float[] b = new float[SIZE];
    float[] fromScalar = new float[SIZE];
    float[] fromVector = new float[SIZE];
    // Each number meets others, among them itself.
    for (int shift = 0; shift < FIRST.length; shift += 3) {
      for (int i = 0; i < SIZE; i++) {
        a[i] = FIRST[i % FIRST.length];
        b[i] = FIRST[(i + shift) % FIRST.length];
      }
      scalar.call(operation.name(), a, b, fromScalar);
      vector.call(operation.name(), a, b, fromVector);
      for (int i = 0; i < SIZE; i++) {
        float x = a[i];
        float z = b[i];
        float twin = fromScalar[i];
        double meant = operation.meaning().of(x, z);
        if (Double.isFinite(meant)) {
          double tolerance = 1e-6 * Math.max(1, Math.abs(meant));
          assertEquals(meant, twin, tolerance, () -> "of %s and %s".formatted(x, z));
        } else {
          assertEquals((float) meant, twin, () -> "of %s and %s".formatted(x, z));
        }
        // floatToIntBits has one NaN: which one comes out is the machine's business.
        assertEquals(
            Float.floatToIntBits(twin),
            Float.floatToIntBits(fromVector[i]),
            () -> "of %s and %s".formatted(x, z));
      }
    }
  }
}
