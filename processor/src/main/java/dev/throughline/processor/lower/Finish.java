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
 * <p>The result may share its memory with an element-wise input of the epilogue: each element is read before it is
 * written. What is added up reads its inputs afterwards.
 *
 * @param result the buffer of the result
 * @param channels of it, of one group
 * @param pitch from one pixel of it to the next
 * @param padded channels with the zeros that fill the last panel
 * @param sums what is added up of the finished elements
 */
record Finish(
    String result, Int channels, Int pitch, Int padded, Epilogue epilogue, FinishedSums sums) {
  /** Of sums that are stored where they are made. */
  static final Finish NONE =
      new Finish("", Int.ZERO, Int.ZERO, Int.ZERO, Epilogue.NONE, FinishedSums.NONE);

  /** Rows whose elements are added up together. */
  private static final int STRIP = 8;

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

  /** Of {@code pixels} whose sums lie at {@code unfinished} in scratch. */
  List<Stmt> of(Int unfinished, Pixels pixels) {
    Int count = Int.variable("pixels");
    List<Stmt> finish =
        sums.isEmpty()
            ? List.of(Stmt.each("q", count, List.of(row(unfinished, pixels))))
            : List.of(summed(unfinished, count, pixels));
    String purpose =
        isPlain() ? "Stores finished sums without the zeros that fill their last panel."
            : sums.isEmpty() ? "Works on finished sums, and stores them."
            : "Works on finished sums, stores them, and adds them up for each channel.";
    return List.of(
        new Stmt.Let("pixels", pixels.count), new Stmt.Apart("Finish", purpose, finish));
  }

  private boolean isPlain() {
    return epilogue.isNone() && sums.isEmpty();
  }

  private Stmt row(Int unfinished, Pixels pixels) {
    Int sum = unfinished.plus(Q.times(padded));
    Int to = to(pixels);
    if (epilogue.isNone()) {
      return new Stmt.Copy(new Access(Kernel.SCRATCH, sum), new Access(result, to), channels);
    }
    List<Value> operands = new ArrayList<>();
    operands.add(Value.load(Kernel.SCRATCH, sum.plus(K)));
    epilogue.inputs().forEach(input -> operands.add(ofPixel(input, pixels)));
    Value value = Value.of(epilogue.value(), operands);
    return Stmt.lanes("k", channels, List.of(Stmt.store(result, to.plus(K), value)));
  }

  /** A few rows at a time, so that what is added up is still in the first-level cache. */
  private Stmt summed(Int unfinished, Int count, Pixels pixels) {
    Int channel = pixels.group.plus(K);
    Int strip = Int.variable("strip");
    Int end = Int.variable("stripEnd");
    List<Stmt> each = new ArrayList<>(sums.load(channel));
    List<Stmt> added =
        sums.add(Value.load(result, to(pixels).plus(K)), input -> ofPixel(input, pixels));
    each.add(Stmt.stepped("q", strip, end, Int.ONE, added));
    each.addAll(sums.store(channel));
    return Stmt.stepped("strip", Int.ZERO, count, Int.of(STRIP),
        List.of(
            new Stmt.Let("stripEnd", Int.least(strip.plus(STRIP), count)),
            new Stmt.For(
                "q", strip, end, Int.ONE, Stmt.Run.INDEPENDENT, List.of(row(unfinished, pixels))),
            Stmt.lanes("k", channels, each)));
  }

  /** Where a pixel of the result lies. */
  private Int to(Pixels pixels) {
    return pixels.at.plus(Q.times(pitch.times(pixels.step)));
  }

  private Value ofPixel(Epilogue.Input input, Pixels pixels) {
    Int channel = pixels.group.plus(K);
    return Value.load(
        input.name(),
        switch (input.kind()) {
          case CHANNEL -> channel;
          case ELEMENT ->
              input.pitch().equals(pitch) ? to(pixels).plus(K)
                  : pixels.first.plus(Q.times(pixels.step)).times(input.pitch()).plus(channel);
        });
  }
}
