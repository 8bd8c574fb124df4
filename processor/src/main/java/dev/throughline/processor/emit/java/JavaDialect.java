package dev.throughline.processor.emit.java;

/** The two kinds of Java a kernel is printed in; both give bitwise the same results. */
public enum JavaDialect {
  /** {@code jdk.incubator.vector}. */
  VECTOR(new VectorJava(), LaneSpelling.WHOLE),
  /** Plain loops: the readable definition, and what runs where the incubator module is absent. */
  SCALAR(new ScalarJava(), new ScalarSpelling());

  private final Dialect loops;
  private final Spelling spelling;

  JavaDialect(Dialect loops, Spelling spelling) {
    this.loops = loops;
    this.spelling = spelling;
  }

  /** How loop kernels are printed. */
  Dialect loops() {
    return loops;
  }

  /** How the expressions of epilogues are. */
  Spelling spelling() {
    return spelling;
  }
}
