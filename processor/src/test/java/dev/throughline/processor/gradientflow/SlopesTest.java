package dev.throughline.processor.gradientflow;

import static dev.throughline.processor.graph.Expr.ONE;
import static dev.throughline.processor.graph.Expr.ZERO;
import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;
import static dev.throughline.processor.graph.Expr.unary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bound of each function against its true maximum, found by calculus or by a fine grid. */
class SlopesTest {
  private final Slopes slopes = new Slopes();

  private record Case(String name, Expr body, double steepest) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> functions() {
    Expr x = arg(0);
    Expr sigmoid = unary(UnaryOp.SIGMOID, x);
    Expr gelu =
        constant(0.5)
            .times(x)
            .times(ONE.plus(unary(UnaryOp.ERF, x.times(constant(Math.sqrt(0.5))))));
    Expr absolute = unary(UnaryOp.ABS, x);
    Expr softplus =
        unary(UnaryOp.RELU, x)
            .plus(unary(UnaryOp.LOG, ONE.plus(unary(UnaryOp.EXP, absolute.negate()))));
    Expr elu =
        new Expr.Select(Compare.GREATER, x, ZERO, x, unary(UnaryOp.EXP, x).minus(ONE));
    Expr leaky = new Expr.Select(Compare.GREATER, x, ZERO, x, constant(0.01).times(x));
    return List.of(
        new Case("identity", x, 1),
        new Case("scaled", x.times(constant(-3)), 3),
        new Case("sigmoid", sigmoid, 0.25),
        new Case("tanh", unary(UnaryOp.TANH, x), 1),
        new Case("ReLU", unary(UnaryOp.RELU, x), 1),
        new Case("ReLU-6", new Expr.Binary(Expr.BinaryOp.MIN, unary(UnaryOp.RELU, x),
            constant(6)), 1),
        new Case("leaky ReLU", leaky, 1),
        new Case("ELU", elu, 1),
        // At x = √2: Φ(√2) + √2 φ(√2).
        new Case("GELU", gelu, 1.128904145),
        // Where x tanh(x/2) = 2, at x = 2.399357.
        new Case("SiLU", x.times(sigmoid), 1.099839320),
        new Case("softplus", softplus, 1),
        new Case("softsign", x.over(ONE.plus(absolute)), 1),
        new Case("sigmoid of 4x", unary(UnaryOp.SIGMOID, x.times(constant(4))), 1),
        new Case("mask", x.times(new Expr.Random(0)), 1),
        new Case("step", unary(UnaryOp.STEP, x), 0),
        new Case("exponential", unary(UnaryOp.EXP, x), Double.POSITIVE_INFINITY),
        new Case("square", x.times(x), 2 * Math.scalb(1.0, 128)),
        new Case("product", x.times(arg(1)), Double.POSITIVE_INFINITY),
        new Case("sum", x.plus(arg(1)), 1));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void theLargestDerivative(Case function) {
    double found = slopes.largest(function.body, 0);
    if (Double.isInfinite(function.steepest)) {
      assertEquals(function.steepest, found);
    } else {
      assertTrue(found >= function.steepest * (1 - 1e-9), () -> "below the truth: " + found);
      assertEquals(function.steepest, found, 1e-5 * function.steepest);
    }
  }

  @Test
  void aScaleIsAffineAndAnActivationIsNot() {
    assertTrue(Slopes.isAffine(arg(0).times(constant(-3)).plus(ONE), 0));
    assertTrue(Slopes.isAffine(arg(0).plus(arg(1)), 1));
    assertFalse(Slopes.isAffine(unary(UnaryOp.RELU, arg(0)), 0));
    assertFalse(Slopes.isAffine(unary(UnaryOp.SIGMOID, arg(0)), 0));
    assertFalse(Slopes.isAffine(arg(0).times(arg(1)), 0));
  }

  @Test
  void whatIsExactlyKnownIsExact() {
    assertEquals(0.25, slopes.largest(unary(UnaryOp.SIGMOID, arg(0)), 0));
    assertEquals(1.0, slopes.largest(unary(UnaryOp.TANH, arg(0)), 0));
    assertEquals(1.0, slopes.largest(unary(UnaryOp.RELU, arg(0)), 0));
  }
}
