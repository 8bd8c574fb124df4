package dev.throughline.runtime.device.cpu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The ranges of a launch, dealt to threads.
 *
 * <p>A thread has the same share of every launch, so that it finds in its caches what it wrote there before, and goes
 * through it from the end where it stopped the last time: forwards in one launch, backwards in the next. Whoever is done with
 * its own takes from others, from the end that they come to last.
 *
 * <p>A share is one 64-bit word: the number of the launch (upper half), and of the ranges that are left the end and the
 * first. A range is claimed by compare-and-set, which fails once the launch is another one.
 */
final class Shares {
  /** Ranges that the word of a share can number. */
  static final int MOST_RANGES = 0xFFFF;

  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

  /** Words from one share to the next: two cache lines, as processors fetch them in pairs. */
  private static final int APART = 16;

  private static final int OVER = -1;
  private static final int NONE_LEFT = -2;

  private static final int END = 16;
  private static final int LAUNCH = 32;

  private final long[] words;

  /** How many have a share of the launch; a stale value leads to shares of other launches. */
  private int sharers = 1;

  Shares(int threads) {
    words = new long[threads * APART];
  }

  /** Deals ranges 0 to {@code ranges} to the first {@code threads}. */
  void deal(int launch, int ranges, int threads) {
    sharers = threads;
    for (int thread = 0; thread < threads; thread++) {
      long first = (long) ranges * thread / threads;
      long end = (long) ranges * (thread + 1) / threads;
      WORDS.setVolatile(words, thread * APART, (long) launch << LAUNCH | end << END | first);
    }
  }

  /** The next range for {@code thread}; −1 if none is left, or {@code launch} is over. */
  int claim(int launch, int thread) {
    int all = sharers;
    boolean forwards = (launch & 1) == 0;
    for (int i = 0; i < all; i++) {
      int share = (thread + i) % all;
      boolean own = share == thread;
      int range = claimFrom(share * APART, launch, forwards == own);
      if (range != NONE_LEFT) {
        return range;
      }
    }
    return OVER;
  }

  private int claimFrom(int word, int launch, boolean first) {
    while (true) {
      long now = (long) WORDS.getVolatile(words, word);
      if ((int) (now >>> LAUNCH) != launch) {
        return OVER;
      }
      int from = (int) now & MOST_RANGES;
      int end = (int) (now >>> END) & MOST_RANGES;
      if (from == end) {
        return NONE_LEFT;
      }
      long left = first ? now + 1 : now - (1L << END);
      if (WORDS.compareAndSet(words, word, now, left)) {
        return first ? from : end - 1;
      }
    }
  }
}
