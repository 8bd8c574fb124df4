package dev.throughline.processor.layer;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Names;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.graph.MemberPath;
import java.util.Optional;

/** Says what is wrong with a name that stands for no value. */
final class UnknownValue {
  private UnknownValue() {}

  /**
   * Reports it.
   *
   * @param path the member that reads {@code name}
   * @param values what it could read
   */
  static void report(
      SourceRef where, String path, String name, Values<?> values, Problems problems) {
    String own = new MemberPath(path).name();
    Optional<String> block = values.blockWith(name);
    if (name.equals(own)) {
      problems.report(
          where,
          Problem.UNKNOWN_VALUE,
          "`%s` reads itself; a member reads what was computed before it".formatted(path),
          others(values));
    } else if (("." + path).contains("." + name + ".")) {
      problems.report(
          where,
          Problem.UNKNOWN_VALUE,
          "`%s` reads `%s`, which it is a part of; a member reads what was computed before it"
              .formatted(path, name),
          others(values));
    } else if (values.isLater(name)) {
      problems.report(
          where,
          Problem.UNKNOWN_VALUE,
          "`%s` reads `%s`, which stands below it; a member reads what was computed before it"
              .formatted(path, name),
          new Hint("move", "`%s` up, above the member that reads it".formatted(name)));
    } else if (values.isAside(name)) {
      problems.report(
          where,
          Problem.UNKNOWN_VALUE,
          "`%s` reads `%s`, which is a loss or ends in one and has no value to read"
              .formatted(path, name),
          Hint.use("the member that `%s` reads".formatted(name)));
    } else if (block.isPresent()) {
      problems.report(
          where,
          Problem.UNKNOWN_VALUE,
          "`%s` reads `%s`, which is inside the block of `%s` and not seen from outside"
              .formatted(path, name, block.get()),
          Hint.use("`%s`, the result of the whole block".formatted(block.get())));
    } else {
      problems.report(
          where,
          Problem.UNKNOWN_VALUE,
          "`%s` reads `%s`, but there is no such member before it, nor an input"
              .formatted(path, name),
          Names.nearest(name, values.names()).map(Hint::didYouMean).orElse(others(values)));
    }
  }

  private static Hint others(Values<?> values) {
    return Hint.use("one of " + String.join(", ", values.names()));
  }
}
