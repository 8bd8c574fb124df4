package dev.throughline.processor.validation;

import dev.throughline.dsl.MemoryBudget;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Numbers;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.model.NetworkModel;
import java.util.Locale;

/** Training must fit {@code @Network(memoryBudget)}. */
public final class MemoryBudgetRule {
  private static final double MEBIBYTE = 1 << 20;

  private MemoryBudgetRule() {}

  /**
   * Reports a network over its budget.
   *
   * @param fixedBytes what training holds whatever the batch: parameters, gradients, states, scratch
   * @param bytesPerSample what each sample of the batch adds: activations and their gradients
   * @param largest the members that hold most, with how much, such as {@code stage1 (96.0 MiB)}
   */
  public static void check(
      NetworkModel model,
      long fixedBytes,
      long bytesPerSample,
      String largest,
      Problems problems) {
    if (model.settings() == null) {
      return;
    }
    MemoryBudget budget = model.settings().values().memoryBudget();
    double needed = fixedBytes + (double) bytesPerSample * budget.batch();
    double allowed = budget.mebibytes() * MEBIBYTE;
    if (budget.mebibytes() == MemoryBudget.UNLIMITED || needed <= allowed) {
      return;
    }
    long fitting = (long) Math.floor((allowed - fixedBytes) / bytesPerSample);
    problems.report(
        model.settings().at("memoryBudget"),
        Problem.MEMORY_BUDGET,
        String.format(Locale.ROOT, "training `%s` at batch %d takes %s; its budget is %d MiB",
            model.name(), budget.batch(), Numbers.mebibytes(needed), budget.mebibytes()),
        Hint.from(
            "%s whatever the batch and %s a sample; most in %s"
                .formatted(
                    Numbers.mebibytes((double) fixedBytes),
                    Numbers.mebibytes((double) bytesPerSample),
                    largest)),
        Hint.use(String.format(Locale.ROOT, "mebibytes = %d", (long) Math.ceil(needed / MEBIBYTE))),
        fitting >= 1
            ? Hint.or(String.format(Locale.ROOT, "batch = %d", fitting))
            : Hint.or("a smaller network: not one sample fits"));
  }
}
