package dev.throughline.processor.lower;

import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.schedule.RowPlan;
import dev.throughline.processor.schedule.RowPlan.Pass;
import java.util.List;
import java.util.Locale;

/** What one of several passes of a strided input gradient is called, and what is said about it. */
final class PassWords {
  private PassWords() {}

  static Stmt apart(RowPlan plan, Pass pass, List<Stmt> body) {
    return new Stmt.Apart(
        String.format(Locale.ROOT, "At%d_%d", pass.firstRow(), pass.firstColumn()),
        "Rows %s and columns %s of the result, which %s filter meets."
            .formatted(
                sequence(pass.firstRow(), plan.step().rows()),
                sequence(pass.firstColumn(), plan.step().columns()),
                pass.rows() == 0
                    ? "no tap of the"
                    : String.format(
                        Locale.ROOT, "a %d×%d part of the", pass.rows(), pass.columns())),
        body);
  }

  private static String sequence(int first, int step) {
    return step == 1 ? "all" : String.format(Locale.ROOT, "%d, %d, …", first, first + step);
  }
}
