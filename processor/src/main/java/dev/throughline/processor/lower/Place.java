package dev.throughline.processor.lower;

import static dev.throughline.processor.kernel.Index.term;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a loop over a domain stands: which element of an operand its variables point to.
 *
 * <p>The variables are {@code n} (sample), {@code row} (position) and {@code c} (feature), each only where the
 * domain has more than one; or {@code n} and {@code i} (element of the sample) if {@code flat}. The start of a
 * row, or of a sample if flat, is {@code at}, declared once by {@link #start}.
 */
record Place(TensorType domain, boolean flat) {
  private static final String START = "at";

  /** The element of an operand that has {@code axes} of the domain; null if it has all of them. */
  Index at(@Nullable Axes axes) {
    if (axes == null) {
      Index start = Index.of(0, term(START, isSingleRun() ? 0 : 1));
      return flat ? start.plus("i", 1) : start.plus("c", featureStride());
    }
    return switch (axes) {
      case NONE -> Index.of(0);
      case SAMPLES -> sample(1);
      case FEATURES -> Index.of(0).plus("c", featureStride());
      case SAMPLE_FEATURES -> sample(domain.features()).plus("c", featureStride());
      case ELEMENTS ->
          flat ? Index.of(0).plus("i", 1)
              : row(Index.of(0), domain.features()).plus("c", featureStride());
      case ROWS -> row(sample(domain.positions()), 1);
    };
  }

  /** Declares where the row, or the sample, starts; nothing if there is only one. */
  List<Stmt> start() {
    if (isSingleRun()) {
      return List.of();
    }
    Index start = sample(domain.elements());
    return List.of(new Stmt.Let(START, flat ? start : row(start, domain.features())));
  }

  private boolean isSingleRun() {
    return !domain.batched() && (flat || domain.positions() == 1);
  }

  private Index sample(long stride) {
    return domain.batched() ? Index.of(0, term("n", stride)) : Index.of(0);
  }

  private Index row(Index index, long stride) {
    return domain.positions() > 1 ? index.plus("row", stride) : index;
  }

  private int featureStride() {
    return domain.features() > 1 ? 1 : 0;
  }

  /** {@code body} for each position. */
  List<Stmt> overRows(List<Stmt> body) {
    List<Stmt> row = new ArrayList<>(start());
    row.addAll(body);
    return domain.positions() > 1 ? List.of(Stmt.loop("row", domain.positions(), row)) : row;
  }

  /** {@code body} for each feature, over lanes if they are independent and a vector can hold them. */
  List<Stmt> overFeatures(boolean lanes, List<Stmt> body) {
    if (domain.features() == 1) {
      return body;
    }
    return List.of(
        lanes ? Stmt.lanes("c", domain.features(), body) : Stmt.loop("c", domain.features(), body));
  }
}
