package dev.throughline.processor.kernel;

import static dev.throughline.processor.kernel.Index.term;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Kernel.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A loop nest that leaves its buffers, or names what is not there, is found. */
class LoopVerifierTest {
  private static final Index ELEMENT = Index.of(0, term("n", 12), term("row", 4), term("c", 1));

  /** {@code y[at] = x[at]} over the 3 × 4 elements of each sample. */
  private static List<Stmt> copy(Index from, Index to) {
    Stmt store = Stmt.store("y", to, Value.load("x", from));
    return List.of(Stmt.loop("row", 3, List.of(Stmt.lanes("c", 4, List.of(store)))));
  }

  private static void check(List<Stmt> body) {
    List<Buffer> buffers =
        List.of(
            new Buffer("x", TensorType.batch(3, 4), false),
            new Buffer("y", TensorType.batch(3, 4), true));
    LoopVerifier.check(
        new LoopKernel("copy", "", List.of(), buffers, List.of(), Unit.SAMPLE, body, 0, false),
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
    isFound("`x`, f32[n, 3, 4], is read", copy(ELEMENT.plus("row", 1), ELEMENT));
    isFound("`y`", copy(ELEMENT, new Index(1, ELEMENT.terms())));
  }

  @Test
  void anIndexBeforeTheBufferIsFound() {
    isFound("`x`", copy(new Index(-1, ELEMENT.terms()), ELEMENT));
  }

  @Test
  void anIndexThatGrowsFasterThanTheBatchIsFound() {
    Index index = Index.of(0, term("n", 13), term("row", 4), term("c", 1));
    isFound("`x`", copy(index, ELEMENT));
  }

  @Test
  void aGuardKeepsAnIndexInside() {
    Index shifted = new Index(-4, ELEMENT.terms());
    Index row = Index.of(-1, term("row", 1));
    List<Stmt> inner = ((Stmt.For) copy(shifted, ELEMENT).getFirst()).body();
    check(List.of(Stmt.loop("row", 3, List.of(new Stmt.Guard(row, 3, inner)))));
    isFound("`x`", List.of(Stmt.loop("row", 3, inner)));
    isFound("`x`", List.of(Stmt.loop("row", 6, List.of(new Stmt.Guard(row, 5, inner)))));
  }

  @Test
  void whatIsNotDeclaredIsFound() {
    isFound("`column` is used before", copy(ELEMENT.plus("column", 1), ELEMENT));
    isFound(
        "`sum` is read before",
        List.of(Stmt.store("y", Index.of(0), Value.local("sum"))));
  }

  @Test
  void aNameDeclaredTwiceInOneScopeIsFound() {
    Stmt declare = new Stmt.Declare("sum", Value.ZERO);
    isFound("`sum` is declared once more", List.of(declare, declare));
    isFound("`sum`", List.of(declare, Stmt.loop("row", 3, List.of(declare))));
    isFound("`x`", List.of(new Stmt.Declare("x", Value.ZERO)));
    check(List.of(Stmt.loop("row", 3, List.of(declare)), Stmt.loop("row", 3, List.of(declare))));
  }

  @Test
  void aStoreToWhatIsOnlyReadIsFound() {
    isFound(
        "`x` is stored to",
        List.of(Stmt.store("x", Index.of(0), Value.ZERO)));
  }

  @Test
  void aDrawInLanesIsFound() {
    Stmt draw = new Stmt.Declare("mask", new Value.Random(0));
    isFound("a draw", List.of(Stmt.lanes("c", 4, List.of(draw))));
  }
}
