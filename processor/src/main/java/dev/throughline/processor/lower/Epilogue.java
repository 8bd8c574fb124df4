package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.kernel.Int;
import java.util.List;
import java.util.Locale;

/**
 * What happens to a finished sum before it is stored.
 *
 * @param value an expression in which argument 0 is the sum and argument i is {@code inputs.get(i - 1)}
 */
record Epilogue(Expr value, List<Input> inputs) {
  /** Stores the sum as it is. */
  static final Epilogue NONE = new Epilogue(Expr.arg(0), List.of());

  Epilogue {
    inputs = List.copyOf(inputs);
    for (int argument : value.arguments()) {
      if (argument > inputs.size()) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "an epilogue of %d inputs reads argument %d", inputs.size(),
                argument));
      }
    }
  }

  /**
   * A tensor that the expression reads, by the name it has in the kernel.
   *
   * @param pitch from one row of it to the next; of no meaning for one value a channel
   */
  record Input(String name, Kind kind, Int pitch) {}

  /** How an input is indexed. */
  enum Kind {
    /** One value a channel of the result. */
    CHANNEL,
    /** The same shape as the result, the same element. */
    ELEMENT
  }

  /** Whether the sum is stored as it is. */
  boolean isNone() {
    return value.equals(Expr.arg(0));
  }
}
