package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The first factor of a contraction: a tensor, which tiles may read where it lies, or what is computed of tensors while it
 * is copied to scratch, and never lies anywhere else.
 *
 * @param value an expression in which argument i is {@code inputs.get(i)}
 * @param channels of a pixel
 * @param verb what computing it is called, such as {@code normalizeRelu}; empty for a tensor
 */
record Fetch(Expr value, List<Epilogue.Input> inputs, Int channels, String verb) {
  Fetch {
    inputs = List.copyOf(inputs);
  }

  /** Whether it is a tensor as it is. */
  boolean isTensor() {
    return value.equals(Expr.arg(0));
  }

  /** From one pixel of the tensor that it is to the next. */
  Int pitch() {
    return tensor().pitch();
  }

  /** Element {@code at} of the tensor that it is. */
  Access element(Int at) {
    return new Access(tensor().name(), at);
  }

  private Epilogue.Input tensor() {
    if (!isTensor()) {
      throw new IllegalStateException("no tensor: " + value);
    }
    return inputs.getFirst();
  }

  /**
   * Puts {@code taken} channels of a pixel into scratch.
   *
   * @param pixel its number among those of the batch
   * @param channel the first that is taken
   * @param to where it goes in scratch
   */
  Stmt pixel(Int pixel, Int channel, Int taken, Int to) {
    if (isTensor()) {
      return new Stmt.Copy(at(tensor(), pixel, channel), Access.scratch(to), taken);
    }
    Int c = Int.variable("c");
    List<Value> operands = new ArrayList<>();
    inputs.forEach(input -> operands.add(new Value.Load(at(input, pixel, channel.plus(c)))));
    return Stmt.lanes(
        "c", taken, List.of(Stmt.store(Kernel.SCRATCH, to.plus(c), Value.of(value, operands))));
  }

  private static Access at(Epilogue.Input input, Int pixel, Int channel) {
    return new Access(
        input.name(),
        switch (input.kind()) {
          case CHANNEL -> channel;
          case ELEMENT -> pixel.times(input.pitch()).plus(channel);
        });
  }
}
