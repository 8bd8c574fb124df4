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
 * written. What is added up reads its other inputs afterwards.
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
    return epilogue.isNone()
        ? new Stmt.Copy(
            new Access(Kernel.SCRATCH, unfinished.plus(Q.times(padded))),
            new Access(result, to(pixels)), channels)
        : Stmt.lanes("k", channels,
            List.of(
                Stmt.store(
                    result, to(pixels).plus(K), value(product(unfinished), pixels))));
  }

  private Stmt summed(Int unfinished, Int count, Pixels pixels) {
    Int channel = pixels.group.plus(K);
    List<Stmt> each = new ArrayList<>(sums.load(channel));
    each.addAll(summedElement(unfinished, pixels));
    each.addAll(sums.store(channel));
    return new Stmt.For(
        "q", Int.ZERO, count, Int.ONE, Stmt.Run.TOGETHER,
        List.of(Stmt.lanes("k", channels, each)));
  }

  private List<Stmt> summedElement(Int unfinished, Pixels pixels) {
    Value product = product(unfinished);
    String finished = result + "Value";
    List<Value> values = new ArrayList<>(List.of(value(product, pixels)));
    values.addAll(
        sums.terms(product, Value.local(finished), input -> ofPixel(input, pixels)));
    Common common = new Common("common", values);
    List<Stmt> row = new ArrayList<>(common.declarations());
    row.add(new Stmt.Declare(finished, common.values().getFirst()));
    row.add(Stmt.store(result, to(pixels).plus(K), Value.local(finished)));
    row.addAll(sums.add(common.values().subList(1, values.size())));
    return row;
  }

  private Value product(Int unfinished) {
    return Value.load(Kernel.SCRATCH, unfinished.plus(Q.times(padded)).plus(K));
  }

  private Value value(Value product, Pixels pixels) {
    List<Value> operands = new ArrayList<>(List.of(product));
    epilogue.inputs().forEach(input -> operands.add(ofPixel(input, pixels)));
    return Value.of(epilogue.value(), operands);
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
