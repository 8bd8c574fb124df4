package dev.throughline.processor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whole numbers of kernels are as short as a person writes them, and know how far a step moves them. */
class IntTest {
  private static final Int N = Int.variable("n");
  private static final Int ROW = Int.variable("row");
  private static final Int ROWS = Int.extent("ROWS");
  private static final Int C = Int.extent("C");

  private static void reads(String text, Int value) {
    assertEquals(text, IntText.of(value));
  }

  @Test
  void whatAddsNothingIsNotWritten() {
    reads("n", N.times(Int.ONE).plus(0));
    reads("0", N.times(Int.ZERO).plus(Int.ZERO));
    reads("n + 3", N.plus(1).plus(2));
    reads("row - 1", ROW.minus(1));
    reads("row - ROWS", ROW.minus(ROWS));
  }

  @Test
  void bracketsStandWhereTheyAreNeeded() {
    reads("(n * ROWS + row) * C + 1", N.times(ROWS).plus(ROW).times(C).plus(1));
    reads("n * ROWS * C", N.times(ROWS.times(C)));
    reads("ROWS - (row - 1)", ROWS.minus(ROW.minus(1).times(Int.ONE)));
  }

  @Test
  void aQuotientOfProductsIsMadeOfLongNumbers() {
    reads("(int) (((long) n * ROWS + C) / C)", N.times(ROWS).plus(C).over(C));
    reads("n % ROWS", N.modulo(ROWS));
    reads("2", Int.of(5).over(Int.of(2)));
  }

  @Test
  void aSizeMayBecomeANumber() {
    Int known = N.times(ROWS).plus(ROW).times(C).with(leaf -> leaf.equals(ROWS) ? Int.ONE : leaf);
    reads("(n + row) * C", known);
  }

  @Test
  void aStrideIsAProductOfSizes() {
    Int at = N.times(ROWS).plus(ROW).times(C);
    assertEquals(Optional.of(ROWS.times(C)), at.strideOf("n"));
    assertEquals(Optional.of(C), at.strideOf("row"));
    assertEquals(Optional.of(Int.ZERO), at.strideOf("c"));
    assertEquals(Optional.empty(), N.over(C).strideOf("n"));
    assertEquals(Optional.empty(), N.times(N).strideOf("n"));
  }

  @Test
  void workIsAPolynomialOfSizes() {
    Stmt add = Stmt.add("sum", Value.ONE.plus(Value.local("x")));
    Work work = Work
        .of(List.of(Stmt.overBatch("n", List.of(Stmt.loop("row", ROWS.minus(1), List.of(add))))));
    assertEquals("2 · ROWS · n + -2 · n", work.toString());
    assertEquals(14, work.in(Map.of("ROWS", 8)).perSample());
  }
}
