package dev.throughline.processor.gradientflow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/**
 * How many paths there are of each length, exactly.
 *
 * @param shortest the length of the shortest path
 * @param counts how many paths have the lengths {@code shortest}, {@code shortest + 1} …; neither the first
 *     nor the last is zero
 */
public record PathLengths(int shortest, List<BigInteger> counts) {
  public PathLengths {
    counts = List.copyOf(counts);
    if (counts.isEmpty() || counts.getFirst().signum() == 0 || counts.getLast().signum() == 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s paths from length %d", counts, shortest));
    }
  }

  /** The length of the longest path. */
  public int longest() {
    return shortest + counts.size() - 1;
  }

  /** How many paths have {@code length}. */
  public BigInteger count(int length) {
    return length < shortest || length > longest() ? BigInteger.ZERO
        : counts.get(length - shortest);
  }

  /** How many paths there are. */
  public BigInteger total() {
    return counts.stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** The share of all paths that have {@code length}, from 0 to 1. */
  public double share(int length) {
    return new BigDecimal(count(length))
        .divide(new BigDecimal(total()), MathContext.DECIMAL64)
        .doubleValue();
  }

  /** The mean length of a path. */
  public double mean() {
    BigInteger sum = BigInteger.ZERO;
    for (int length = shortest; length <= longest(); length++) {
      sum = sum.add(count(length).multiply(BigInteger.valueOf(length)));
    }
    return new BigDecimal(sum)
        .divide(new BigDecimal(total()), MathContext.DECIMAL64)
        .doubleValue();
  }
}
