package dev.throughline.processor.lower;

import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves finished sums from scratch to their place and applies the epilogue, row by row, while they are in the
 * first-level cache.
 *
 * <p>The result may share its memory with an element-wise input: each element is read before it is written.
 *
 * @param result the buffer of the result
 * @param channels of it, of one group
 * @param padded channels with the zeros that fill the last panel
 */
record Finish(String result, Int channels, Int padded, Epilogue epilogue) {
  private static final Int Q = Int.variable("q");
  private static final Int K = Int.variable("k");

  /**
   * Of neighbouring pixels.
   *
   * @param sums where they are in scratch
   * @param at where the first pixel lies in the result
   * @param pixel from there to the next
   * @param group first channel of the group
   */
  List<Stmt> of(Int sums, Int at, Int pixel, Int pixels, Int group) {
    Int sum = sums.plus(Q.times(padded));
    Int to = at.plus(Q.times(pixel));
    Stmt row =
        epilogue.isNone()
            ? new Stmt.Copy(
                new Access(Kernel.SCRATCH, sum), new Access(result, to), channels)
            : Stmt.lanes("k", channels, List.of(element(sum.plus(K), to.plus(K), group.plus(K))));
    return List.of(
        new Stmt.Let("pixels", pixels),
        new Stmt.Apart(
            "Finish",
            epilogue.isNone()
                ? "Stores finished sums without the zeros that fill their last panel."
                : "Works on finished sums, and stores them.",
            List.of(Stmt.each("q", Int.variable("pixels"), List.of(row)))));
  }

  private Stmt element(Int sum, Int at, Int channel) {
    List<Value> operands = new ArrayList<>();
    operands.add(Value.load(Kernel.SCRATCH, sum));
    for (Epilogue.Input input : epilogue.inputs()) {
      operands.add(
          Value.load(
              input.name(),
              switch (input.kind()) {
                case CHANNEL -> channel;
                case ELEMENT -> at;
              }));
    }
    return Stmt.store(result, at, Value.of(epilogue.value(), operands));
  }
}
