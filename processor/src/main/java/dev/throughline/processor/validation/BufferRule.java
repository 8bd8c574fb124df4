package dev.throughline.processor.validation;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Numbers;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.model.NetworkModel;

/** Each of a network's flat buffers is one array. */
public final class BufferRule {
  private BufferRule() {}

  /**
   * Whether an array can hold a buffer; reports it if not.
   *
   * @param buffer what it holds, such as {@code parameters}
   * @param floats its size; that of one sample if it grows with the batch
   */
  public static boolean check(
      NetworkModel model, String buffer, long floats, Problems problems) {
    boolean fits = floats <= Integer.MAX_VALUE;
    if (!fits) {
      problems.report(
          SourceRef.of(model.type()),
          Problem.TOO_LARGE,
          "the %s of `%s` would take %s floats; an array holds %s"
              .formatted(
                  buffer,
                  model.name(),
                  Numbers.grouped(floats),
                  Numbers.grouped(Integer.MAX_VALUE)),
          Hint.use("fewer features, or fewer or smaller layers"));
    }
    return fits;
  }
}
