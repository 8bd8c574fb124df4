package dev.throughline.processor.gradientflow;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Counts paths by their length while they are being found. */
final class PathCount {
  /** Stands for what is no longer known. */
  static final PathCount PASSED = new PathCount();

  private int from;
  private final List<BigInteger> counts = new ArrayList<>();

  /** The one path of no length. */
  static PathCount start() {
    PathCount count = new PathCount();
    count.counts.add(BigInteger.ONE);
    return count;
  }

  /** Adds the paths of {@code other}, each {@code longer} by some steps. */
  void add(PathCount other, int longer) {
    int otherFrom = other.from + longer;
    if (counts.isEmpty()) {
      from = otherFrom;
    }
    while (from > otherFrom) {
      counts.addFirst(BigInteger.ZERO);
      from--;
    }
    for (int i = 0; i < other.counts.size(); i++) {
      int at = otherFrom + i - from;
      while (counts.size() <= at) {
        counts.add(BigInteger.ZERO);
      }
      counts.set(at, counts.get(at).add(other.counts.get(i)));
    }
  }

  /** The length of the shortest path; there must be one. */
  int shortest() {
    return from;
  }

  PathLengths lengths() {
    return new PathLengths(from, counts);
  }
}
