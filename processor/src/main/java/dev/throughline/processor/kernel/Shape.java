package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * The extents of a buffer, features last, as they lie in memory.
 *
 * @param batched whether there is one of it for each sample
 * @param limit of indices, the number they are below; 0 of ordinary numbers
 */
public record Shape(boolean batched, List<Int> extents, Int limit) {
  public Shape {
    extents = List.copyOf(extents);
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

  /** Elements, of one sample if batched. */
  public Int elements() {
    return Int.product(extents);
  }

  /** {@code f32[n, ROWS, C]}. */
  @Override
  public String toString() {
    List<String> shown = new ArrayList<>(batched ? List.of("n") : List.of());
    extents.forEach(extent -> shown.add(IntText.of(extent)));
    String name = limit.equals(Int.ZERO) ? "f32" : "index(" + IntText.of(limit) + ")";
    return "%s[%s]".formatted(name, String.join(", ", shown));
  }
}
