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
 * @param pitch from one pixel of it to the next
 * @param padded channels with the zeros that fill the last panel
 */
record Finish(String result, Int channels, Int pitch, Int padded, Epilogue epilogue) {
  private static final Int Q = Int.variable("q");
  private static final Int K = Int.variable("k");

  /**
   * Pixels of the result that lie evenly apart.
   *
   * @param at where the first lies, its group of channels
   * @param first its number among those of the batch
   * @param step from one to the next, in pixels
   * @param count how many there are
   * @param group first channel of the group
   */
  record Pixels(Int at, Int first, Int step, Int count, Int group) {}

  /** Of {@code pixels} whose sums lie at {@code sums} in scratch. */
  List<Stmt> of(Int sums, Pixels pixels) {
    Int sum = sums.plus(Q.times(padded));
    Int to = pixels.at.plus(Q.times(pitch.times(pixels.step)));
    Stmt row =
        epilogue.isNone()
            ? new Stmt.Copy(
                new Access(Kernel.SCRATCH, sum), new Access(result, to), channels)
            : Stmt.lanes("k", channels, List.of(element(sum.plus(K), to.plus(K), pixels)));
    return List.of(
        new Stmt.Let("pixels", pixels.count),
        new Stmt.Apart(
            "Finish",
            epilogue.isNone()
                ? "Stores finished sums without the zeros that fill their last panel."
                : "Works on finished sums, and stores them.",
            List.of(Stmt.each("q", Int.variable("pixels"), List.of(row)))));
  }

  private Stmt element(Int sum, Int at, Pixels pixels) {
    Int channel = pixels.group.plus(K);
    List<Value> operands = new ArrayList<>();
    operands.add(Value.load(Kernel.SCRATCH, sum));
    for (Epilogue.Input input : epilogue.inputs()) {
      operands.add(
          Value.load(
              input.name(),
              switch (input.kind()) {
                case CHANNEL -> channel;
                case ELEMENT ->
                    input.pitch().equals(pitch) ? at
                        : pixels.first.plus(Q.times(pixels.step)).times(input.pitch())
                            .plus(channel);
              }));
    }
    return Stmt.store(result, at, Value.of(epilogue.value(), operands));
  }
}
