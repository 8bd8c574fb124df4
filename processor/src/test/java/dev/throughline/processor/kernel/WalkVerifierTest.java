package dev.throughline.processor.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.schedule.Tile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A row of ROWS · 16 products with C rows of weights, and ways to get it wrong: each is found. */
class WalkVerifierTest {
  private static final Int ROWS = Int.extent("ROWS");
  private static final Int C = Int.extent("C");
  private static final Int WIDTH = Int.of(16);
  private static final Int M = Int.variable("m");
  private static final Int N = Int.variable("n");
  private static final Int K = Int.variable("k");
  private static final Int ROW = N.times(ROWS).plus(M);
  private static final int SCRATCH = 40;

  @Test
  void tilesThatKeepToTheirBuffersAreLetThrough() {
    check(product(ROW.times(C), K, ROW.times(WIDTH).plus(K), C));
  }

  @Test
  void aTileThatReadsBeyondItsRowsIsFound() {
    isFound("`x`", product(ROW.times(C).plus(1), K, ROW.times(WIDTH).plus(K), C));
  }

  @Test
  void aTileThatReadsBeyondTheWeightsIsFound() {
    isFound("`w`", product(ROW.times(C), K, ROW.times(WIDTH).plus(K), C.plus(1)));
  }

  @Test
  void aTileThatWritesBeyondTheLastSampleIsFound() {
    isFound("`y`", product(ROW.times(C), K, ROW.times(WIDTH).plus(K).plus(1), C));
  }

  @Test
  void aTileThatWritesWhatIsOnlyReadIsFound() {
    Stmt call = call(new Access("x", Int.ZERO), ROW.times(C), K, C);
    isFound("stores to `x`", overRows(new Stmt.Panel("k", 16, List.of(call), List.of(call))));
  }

  @Test
  void theSmallTilesOfFewRegistersAreLookedAtToo() {
    Stmt right = call(new Access("y", ROW.times(WIDTH).plus(K)), ROW.times(C), K, C);
    Stmt wrong = call(new Access("y", ROW.times(WIDTH).plus(K)), ROW.times(C), K.plus(9), C);
    isFound("`w`", overRows(new Stmt.Panel("k", 16, List.of(right), List.of(wrong))));
  }

  @Test
  void aCopyBeyondWhatAThreadHasIsFound() {
    Access source = new Access("x", N.times(ROWS).times(C));
    check(new Stmt.Copy(source, Access.scratch(Int.of(SCRATCH - 12)), Int.of(12)));
    isFound("`scratch`", new Stmt.Copy(source, Access.scratch(Int.of(SCRATCH - 11)), Int.of(12)));
  }

  @Test
  void zerosBeyondAnArrayAreFound() {
    isFound("`y`", new Stmt.Clear(new Access("y", N.times(ROWS).times(WIDTH).plus(1)),
        ROWS.times(WIDTH)));
  }

  @Test
  void aVariableThatNobodyDeclaresIsFound() {
    isFound("`row` is used before", new Stmt.Clear(new Access("y", Int.variable("row")), C));
  }

  @Test
  void rowsThatABorderCutsAreLetThroughAndNoOthers() {
    Int rows = Int.least(Int.of(2), ROWS.minus(M));
    Access from = new Access("x", ROW.times(C));
    check(Stmt.loop("m", ROWS, List.of(new Stmt.Copy(from, Access.scratch(Int.ZERO),
        rows.times(C)))));
    isFound("`x`", Stmt.loop("m", ROWS, List.of(new Stmt.Copy(from, Access.scratch(Int.ZERO),
        C.times(Int.of(2))))));
  }

  private static Stmt product(Int x, Int w, Int y, Int run) {
    Stmt call = call(new Access("y", y), x, w, run);
    return overRows(new Stmt.Panel("k", 16, List.of(call), List.of(call)));
  }

  private static Stmt overRows(Stmt body) {
    return Stmt.loop("m", ROWS, List.of(body));
  }

  private static Stmt call(Access sum, Int x, Int w, Int run) {
    return new Stmt.Call(
        new Tile.Product(1, 1, 16),
        new Access("x", x),
        new Access("w", w),
        sum,
        Map.of("xPixel", C, "xRow", Int.ZERO, "yPixel", WIDTH, "rows", Int.ONE, "run", run));
  }

  private static void check(Stmt body) {
    Kernel kernel =
        new Kernel(
            "product", "", List.of(), List.of(),
            List.of(
                new Buffer("x", Shape.batch(ROWS, C), false),
                new Buffer("w", Shape.fixed(C, WIDTH), false),
                new Buffer("y", Shape.batch(ROWS, WIDTH), true)),
            List.of(), new LinkedHashMap<>(), Unit.SAMPLE, Int.ONE, Int.ONE, List.of(body));
    WalkVerifier.check(kernel, Map.of("ROWS", 7, "C", 4), SCRATCH, "lowering");
  }

  private static void isFound(String what, Stmt body) {
    var failure = assertThrows(BrokenValueException.class, () -> check(body));
    assertTrue(
        failure.getMessage().startsWith("internal error after lowering: kernel `product`"),
        failure::getMessage);
    assertTrue(failure.getMessage().contains(what), failure::getMessage);
  }
}
