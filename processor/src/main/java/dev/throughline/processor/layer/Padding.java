package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.TensorType;
import java.util.List;
import java.util.Locale;

/**
 * Which positions of a sequence only fill it up: those whose token is the padding token.
 *
 * @param tokens the name of the tokens; empty if every position counts
 * @param token the padding token
 */
record Padding(String tokens, int token) {
  boolean isNone() {
    return tokens.isEmpty();
  }

  /** Reports a name that stands for nothing. */
  void checkName(Site<?> site) {
    if (!isNone()) {
      site.value("padding", tokens);
    }
  }

  /** Whether the tokens are those of a sequence of {@code positions}; if not, says so. */
  boolean check(int positions, Site<?> site) {
    if (isNone()) {
      return true;
    }
    TensorType type = site.value("padding", tokens);
    if (type == null) {
      return false;
    }
    boolean fits = type.isIndices() && type.extents().equals(List.of(positions));
    if (!fits) {
      site.report(
          "padding",
          Problem.PADDING_SHAPE,
          String.format(Locale.ROOT,
              "`%s` leaves out the padding of `%s`, which is %s, from a sequence of %d",
              site.path(), tokens, type, positions),
          Hint.use("the tokens that the sequence was made from"));
    } else if (token < 0 || token >= type.limit()) {
      site.illegal("paddingToken", token,
          String.format(Locale.ROOT, "a token of `%s`: 0 to %d", tokens, type.limit() - 1));
    }
    return fits && !site.failed();
  }

  /** {@code then} where operand {@code ofTokens} is the padding token. */
  Expr where(int ofTokens, Expr then, Expr otherwise) {
    return new Expr.Select(Compare.EQUAL, arg(ofTokens), constant(token), then, otherwise);
  }
}
