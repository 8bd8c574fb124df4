package dev.throughline.processor.testing;

/** Which of its two sets of kernels generated code runs. */
public enum Kernels {
  /** With {@code jdk.incubator.vector}. */
  VECTOR,
  /** The scalar twins. */
  TWIN
}
