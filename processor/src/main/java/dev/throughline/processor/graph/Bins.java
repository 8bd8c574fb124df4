package dev.throughline.processor.graph;

/**
 * Division of {@code in} elements into {@code count} bins of nearly equal size: bin i holds elements {@code
 * ⌊i·in/count⌋} up to, but not including, {@code ⌈(i+1)·in/count⌉}, as adaptive pooling in PyTorch has it.
 *
 * <p>Neighbouring bins may share an element, and there may be more bins than elements.
 */
public record Bins(int in, int count) {
  /** First element of bin {@code i}. */
  public int start(int i) {
    return Math.toIntExact((long) i * in / count);
  }

  /** One behind the last element of bin {@code i}. */
  public int end(int i) {
    return Math.toIntExact(Math.ceilDiv((i + 1L) * in, count));
  }

  public int size(int i) {
    return end(i) - start(i);
  }

  /** How often the smallest pattern of bins repeats: no bin reaches from one repeat into the next. */
  public int repeats() {
    int a = in;
    int b = count;
    while (b != 0) {
      int rest = a % b;
      a = b;
      b = rest;
    }
    return a;
  }
}
