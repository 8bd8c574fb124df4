package dev.throughline.processor.kernel;

/** What an {@code Arg} of an expression stands for inside a kernel. */
public sealed interface Operand {
  /** A local declared before. */
  record Local(String name) implements Operand {}

  /** An element of a buffer. */
  record Load(Access access) implements Operand {}

  /** A number that the caller passes for each launch, such as a learning rate. */
  record Scalar(String name) implements Operand {}

  /** {@code value / n}, n being the size of the batch. */
  record OverBatch(float value) implements Operand {}
}
