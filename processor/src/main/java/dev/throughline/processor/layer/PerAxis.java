package dev.throughline.processor.layer;

import dev.throughline.dsl.Block;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A number for rows and one for columns, as an annotation gives them: one for both, or two. */
record PerAxis(List<Integer> written) {
  PerAxis {
    written = List.copyOf(written);
  }

  static PerAxis of(int... written) {
    return new PerAxis(Arrays.stream(written).boxed().toList());
  }

  /** Whether there is a number for each axis; the others may be asked for only if so. */
  boolean isComplete() {
    return written.size() == 1 || written.size() == 2;
  }

  int rows() {
    return written.getFirst();
  }

  int columns() {
    return written.getLast();
  }

  boolean areBoth(int value) {
    return isComplete() && written.stream().allMatch(number -> number == value);
  }

  /** With {@code other} for each {@code value}. */
  PerAxis with(int value, int other) {
    return new PerAxis(written.stream().map(n -> n == value ? (Integer) other : n).toList());
  }

  /** With the block's stride where that was left to it. */
  PerAxis inScope(Scope scope) {
    return written.contains(Block.OF_BLOCK)
        ? with(Block.OF_BLOCK, scope.stride(Block.OF_BLOCK))
        : this;
  }

  /** {@code 3×3}. */
  String product() {
    return rows() + "×" + columns();
  }

  /** As the annotation has it: {@code 3} or {@code {1, 7}}. */
  @Override
  public String toString() {
    return written.size() == 1 || isComplete() && rows() == columns()
        ? String.valueOf(rows())
        : written.stream().map(String::valueOf).collect(Collectors.joining(", ", "{", "}"));
  }
}
