package dev.throughline.processor.graph;

import static dev.throughline.processor.graph.Expr.arg;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.graph.Expr.UnaryOp;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is in brackets where a formula stands in another. */
class FormulaTest {
  private static final List<String> NAMES = List.of("x", "scale", "shift");
  private static final Expr NORMALIZED = Expr.fma(arg(0), arg(1), arg(2));

  @Test
  void anOperationThatIsAFactorIsInBrackets() {
    assertEquals("(x · scale + shift)", Formula.factor(NORMALIZED, NAMES));
    assertEquals("(x · scale)", Formula.factor(arg(0).times(arg(1)), NAMES));
    Expr activated = Expr.unary(UnaryOp.RELU, NORMALIZED);
    assertEquals("max(x · scale + shift, 0)", Formula.factor(activated, NAMES));
    assertEquals("x", Formula.factor(arg(0), NAMES));
  }

  @Test
  void aSumBehindASumSignIsInBrackets() {
    assertEquals("(x · scale + shift)", Formula.term(NORMALIZED, NAMES));
    assertEquals("x · scale", Formula.term(arg(0).times(arg(1)), NAMES));
  }
}
