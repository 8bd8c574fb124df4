package dev.throughline.processor.emit.java;

/** The two kinds of Java a kernel is printed in; both give bitwise the same results. */
public enum JavaDialect {
  /** {@code jdk.incubator.vector}. */
  VECTOR,
  /** Plain loops: the readable definition, and what runs where the incubator module is absent. */
  SCALAR
}
