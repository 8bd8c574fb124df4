package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * The extents of a buffer, features last, as they lie in memory.
 *
 * @param batched whether there is one of it for each sample
 * @param limit of indices, the number they are below; 0 of ordinary numbers
 * @param rowAxes the last axes, whose elements lie together: a row
 * @param pitch from one row to the next; 0 if rows follow each other
 */
public record Shape(boolean batched, List<Int> extents, Int limit, int rowAxes, Int pitch) {
  public Shape {
    extents = List.copyOf(extents);
  }

  /** Row after row. */
  public Shape(boolean batched, List<Int> extents, Int limit) {
    this(batched, extents, limit, 1, Int.ZERO);
  }

  /** {@code extents} for each sample. */
  public static Shape batch(Int... extents) {
    return new Shape(true, List.of(extents), Int.ZERO);
  }

  /** {@code extents}, the same whatever the batch. */
  public static Shape fixed(Int... extents) {
    return new Shape(false, List.of(extents), Int.ZERO);
  }

  /** That of {@code type}, in numbers. */
  public static Shape of(TensorType type) {
    List<Int> extents = new ArrayList<>();
    type.extents().forEach(extent -> extents.add(Int.of(extent)));
    return new Shape(type.batched(), extents, Int.of(type.limit()));
  }

  /** The same with rows of {@code axes} axes. */
  public Shape withRows(int axes) {
    return new Shape(batched, extents, limit, axes, pitch);
  }

  /** The same with its rows so far apart. */
  public Shape apart(Int floats) {
    return new Shape(batched, extents, limit, rowAxes, floats);
  }

  /** Whether there is something between its rows. */
  public boolean isApart() {
    return !pitch.equals(Int.ZERO);
  }

  /** Elements, of one sample if batched. */
  public Int elements() {
    return Int.product(extents);
  }

  /** Floats from the first element to that of the next sample, if batched. */
  public Int floats() {
    int rows = Math.max(0, extents.size() - rowAxes);
    return isApart() ? Int.product(extents.subList(0, rows)).times(pitch) : elements();
  }

  /** {@code f32[n, ROWS, C]}, and how far apart rows are. */
  @Override
  public String toString() {
    List<String> shown = new ArrayList<>(batched ? List.of("n") : List.of());
    extents.forEach(extent -> shown.add(IntText.of(extent)));
    String name = limit.equals(Int.ZERO) ? "f32" : "index(" + IntText.of(limit) + ")";
    return "%s[%s]%s".formatted(
        name, String.join(", ", shown), isApart() ? ", rows " + IntText.of(pitch) + " apart" : "");
  }
}
