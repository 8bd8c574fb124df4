package dev.throughline.processor.kernel;

import java.util.List;

/**
 * A loop nest over named buffers.
 *
 * <p>With {@link Kernel.Unit#SAMPLE} the body runs once for each value of the variable {@code n}; with
 * {@link Kernel.Unit#ELEMENT} for each {@code i}, as a loop over lanes; with {@link Kernel.Unit#ONCE} once.
 * {@link Stmt.Extent.Batch} and {@link Value.OverBatch} refer to the size of the batch, which every launch
 * passes.
 *
 * @param scalars numbers that each launch passes, by name
 * @param random whether an expression draws random numbers, and so needs the seed and the step
 */
public record LoopKernel(
    String name,
    String purpose,
    List<String> formula,
    List<Buffer> buffers,
    List<String> scalars,
    Unit unit,
    List<Stmt> body,
    long flops,
    boolean random)
    implements Kernel {
  public LoopKernel {
    formula = List.copyOf(formula);
    buffers = List.copyOf(buffers);
    scalars = List.copyOf(scalars);
    body = List.copyOf(body);
  }

  /** The same kernel under {@code name}. */
  public LoopKernel named(String name) {
    return new LoopKernel(name, purpose, formula, buffers, scalars, unit, body, flops, random);
  }
}
