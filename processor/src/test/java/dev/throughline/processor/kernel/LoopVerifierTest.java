package dev.throughline.processor.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Kernel.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A loop nest that leaves its buffers, or names what is not there, is found. */
class LoopVerifierTest {
  private static final Int N = Int.variable("n");
  private static final Int ROW = Int.variable("row");
  private static final Int COLUMN = Int.variable("c");
  private static final Int ROWS = Int.extent("ROWS");
  private static final Int C = Int.extent("C");
  private static final Int ELEMENT = N.times(ROWS).plus(ROW).times(C).plus(COLUMN);

  /** {@code y[at] = x[at]} over the 3 × 4 elements of each sample. */
  private static List<Stmt> copy(Int from, Int to) {
    Stmt store = Stmt.store("y", to, Value.load("x", from));
    return List.of(Stmt.loop("row", ROWS, List.of(Stmt.lanes("c", C, List.of(store)))));
  }

  private static void check(List<Stmt> body) {
    check(body, 3, 4);
  }

  private static void check(List<Stmt> body, int rows, int features) {
    List<Buffer> buffers =
        List.of(
            new Buffer("x", Shape.batch(ROWS, C), false),
            new Buffer("y", Shape.batch(ROWS, C), true));
    LoopVerifier.check(
        new Kernel(
            "copy", "", List.of(), List.of(), buffers, List.of(), new LinkedHashMap<>(),
            Unit.SAMPLE, Int.ONE, Int.ZERO, body),
        Map.of("ROWS", rows, "C", features),
        "lowering");
  }

  private static void isFound(String what, List<Stmt> body) {
    var failure = assertThrows(BrokenValueException.class, () -> check(body));
    assertTrue(
        failure.getMessage().startsWith("internal error after lowering: kernel `copy`: "),
        failure::getMessage);
    assertTrue(failure.getMessage().contains(what), failure::getMessage);
  }

  @Test
  void whatStaysInItsBuffersIsLetThrough() {
    check(copy(ELEMENT, ELEMENT));
  }

  @Test
  void anIndexBeyondOneSampleIsFound() {
    isFound("`x`, f32[n, ROWS, C], is read", copy(ELEMENT.plus(ROW), ELEMENT));
    isFound("`y`", copy(ELEMENT, ELEMENT.plus(1)));
  }

  @Test
  void anIndexBeforeTheBufferIsFound() {
    isFound("`x`", copy(ELEMENT.minus(1), ELEMENT));
  }

  @Test
  void anIndexThatGrowsFasterThanTheBatchIsFound() {
    isFound("`x`", copy(ELEMENT.plus(N), ELEMENT));
  }

  @Test
  void whatFitsOneSizeMayNotFitAnother() {
    Int transposed = N.times(ROWS).times(C).plus(COLUMN.times(ROWS)).plus(ROW);
    Stmt store = Stmt.store("y", transposed, Value.load("x", ELEMENT));
    List<Stmt> body = List.of(Stmt.loop("c", C, List.of(Stmt.loop("row", ROWS, List.of(store)))));
    check(body, 3, 4);
    Stmt square = Stmt.store("y", COLUMN.times(C).plus(ROW), Value.ZERO);
    List<Stmt> wrong = List.of(Stmt.loop("c", C, List.of(Stmt.loop("row", ROWS, List.of(square)))));
    check(wrong, 4, 4);
    assertThrows(BrokenValueException.class, () -> check(wrong, 3, 5));
  }

  @Test
  void aGuardKeepsAnIndexInside() {
    Int above = Int.variable("above");
    List<Stmt> inner = ((Stmt.For) copy(N.times(ROWS).plus(above).times(C).plus(COLUMN), ELEMENT)
        .getFirst()).body();
    Stmt let = new Stmt.Let("above", ROW.minus(1));
    check(List.of(Stmt.loop("row", ROWS, List.of(let, new Stmt.Guard(above, ROWS, inner)))));
    isFound("`x`", List.of(Stmt.loop("row", ROWS, List.of(let, inner.getFirst()))));
  }

  @Test
  void lanesThatReadEverySecondElementAreFound() {
    isFound("`x`", copy(N.times(C).plus(COLUMN.times(Int.of(2))), ELEMENT));
  }

  @Test
  void lanesThatAreSaidToFillVectorsDo() {
    Stmt store = Stmt.store("y", ELEMENT, Value.ZERO);
    isFound(
        "fill vectors",
        List.of(
            Stmt.loop(
                "row",
                ROWS,
                List.of(
                    new Stmt.For(
                        "c", Int.ZERO, C, Int.ONE, Stmt.Run.WHOLE_LANES, List.of(store))))));
  }

  @Test
  void whatIsNotDeclaredIsFound() {
    isFound("`column` is used before", copy(ELEMENT.plus(Int.variable("column")), ELEMENT));
    isFound(
        "`sum` is read before",
        List.of(Stmt.store("y", Int.ZERO, Value.local("sum"))));
  }

  @Test
  void aNameDeclaredTwiceInOneScopeIsFound() {
    Stmt declare = new Stmt.Declare("sum", Value.ZERO);
    isFound("`sum` is declared once more", List.of(declare, declare));
    isFound("`sum`", List.of(declare, Stmt.loop("row", ROWS, List.of(declare))));
    isFound("`x`", List.of(new Stmt.Declare("x", Value.ZERO)));
    check(List.of(Stmt.loop("row", ROWS, List.of(declare)),
        Stmt.loop("row", ROWS, List.of(declare))));
  }

  @Test
  void aStoreToWhatIsOnlyReadIsFound() {
    isFound(
        "`x` is stored to",
        List.of(Stmt.store("x", Int.ZERO, Value.ZERO)));
  }

  @Test
  void aDrawThatIsNotSideBySideIsFound() {
    Stmt draw = new Stmt.Declare("mask", new Value.Random(Int.ONE, ROW));
    isFound(
        "lanes draw",
        List.of(Stmt.loop("row", ROWS, List.of(Stmt.lanes("c", C, List.of(draw))))));
  }
}
