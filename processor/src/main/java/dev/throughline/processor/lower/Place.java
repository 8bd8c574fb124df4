package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a loop over a domain stands: which element of an operand its variables point to.
 *
 * <p>The variables are {@code n} (sample), {@code row} (position, {@code ROWS} of them) and {@code c} (feature,
 * {@code C} of them); or {@code n} and {@code i} (element of the sample, {@code ELEMENTS} of them) if {@code flat}.
 * The start of a row, or of a sample if flat, is {@code at}, declared once by {@link #start}; that of a row in an operand
 * whose rows do not follow each other is counted in its own pitch.
 */
record Place(boolean batched, boolean flat, Int rows, Int features) {
  private static final Int START = Int.variable("at");
  private static final Int SAMPLE = Int.variable("n");
  private static final Int ROW = Int.variable("row");
  private static final Int FEATURE = Int.variable("c");
  private static final Int ELEMENT = Int.variable("i");

  /** Where a loop over rows and features of {@code domain} stands. */
  static Place of(TensorType domain, Signature signature) {
    return new Place(
        domain.batched(),
        false,
        signature.extent("ROWS", domain.positions()),
        signature.extent("C", domain.features()));
  }

  /** Where a loop over the elements of a sample of {@code domain} stands. */
  static Place flat(TensorType domain, Signature signature) {
    return new Place(
        domain.batched(), true, Int.ONE, signature.extent("ELEMENTS", domain.elements()));
  }

  /** The element of an operand that has {@code axes} of the domain; null if it has all of them. */
  Int at(@Nullable Axes axes) {
    if (axes == null) {
      return flat ? (batched ? START.plus(ELEMENT) : ELEMENT) : START.plus(FEATURE);
    }
    return switch (axes) {
      case NONE -> Int.ZERO;
      case SAMPLES -> sample();
      case FEATURES -> FEATURE;
      case SAMPLE_FEATURES -> sample().times(features).plus(FEATURE);
      case ELEMENTS -> flat ? ELEMENT : ROW.times(features).plus(FEATURE);
      case ROWS -> sample().times(rows).plus(ROW);
    };
  }

  /** The element of an operand that has all axes of the domain, from one row to the next of which it is {@code pitch}. */
  Int inRows(Int pitch) {
    return pitch.equals(features) ? at(null) : rowOfBatch().times(pitch).plus(FEATURE);
  }

  /** The shape of such an operand. */
  Shape shape(@Nullable Axes axes) {
    List<Int> all = flat ? List.of(features) : List.of(rows, features);
    if (axes == null) {
      return new Shape(batched, all, Int.ZERO);
    }
    return switch (axes) {
      case NONE -> Shape.fixed();
      case SAMPLES -> new Shape(batched, List.of(), Int.ZERO);
      case FEATURES -> Shape.fixed(features);
      case SAMPLE_FEATURES -> new Shape(batched, List.of(features), Int.ZERO);
      case ELEMENTS -> new Shape(false, all, Int.ZERO);
      case ROWS -> new Shape(batched, List.of(rows), Int.ZERO);
    };
  }

  /** The variable of the row, and of the feature. */
  Int row() {
    return ROW;
  }

  Int feature() {
    return FEATURE;
  }

  /** Declares where the row, or the sample, starts. */
  List<Stmt> start() {
    if (flat) {
      return batched ? List.of(new Stmt.Let("at", SAMPLE.times(features))) : List.of();
    }
    return List.of(new Stmt.Let("at", rowOfBatch().times(features)));
  }

  private Int rowOfBatch() {
    return batched ? SAMPLE.times(rows).plus(ROW) : ROW;
  }

  private Int sample() {
    return batched ? SAMPLE : Int.ZERO;
  }

  /** {@code body} for each position, in order. */
  List<Stmt> overRows(List<Stmt> body) {
    return List.of(Stmt.loop("row", rows, started(body)));
  }

  /** {@code body} for each position; they do not need each other. */
  List<Stmt> eachRow(List<Stmt> body) {
    return List.of(Stmt.each("row", rows, started(body)));
  }

  private List<Stmt> started(List<Stmt> body) {
    boolean used =
        body.stream().flatMap(Stmt::all).flatMap(Stmt::numbers).anyMatch(at -> at.names("at"));
    List<Stmt> row = new ArrayList<>(used ? start() : List.of());
    row.addAll(body);
    return row;
  }

  /** {@code body} for each feature, or element if flat, over lanes if a vector can hold them. */
  List<Stmt> overFeatures(boolean lanes, List<Stmt> body) {
    String variable = flat ? "i" : "c";
    return List.of(
        lanes ? Stmt.lanes(variable, features, body) : Stmt.loop(variable, features, body));
  }
}
