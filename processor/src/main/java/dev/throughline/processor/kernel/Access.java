package dev.throughline.processor.kernel;

/** One element of a buffer. */
public record Access(String buffer, Int index) {
  /** Of the memory of a thread's own. */
  public static Access scratch(Int index) {
    return new Access(Kernel.SCRATCH, index);
  }
}
