package dev.throughline.runtime.tensor;

import java.util.Locale;

/**
 * The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011).
 *
 * <p>Word {@code i} of a sequence is a pure function of a key, a stream and {@code i}; nothing has
 * to be stored to draw it again, and any thread may draw any part. The 64-bit key is the user's
 * seed, the upper 64 bits of the counter are the stream, the lower 64 bits count blocks of four
 * words.
 */
public final class Philox {
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final float TO_UNIT_FLOAT = 0x1p-24f;

  /** What a stream is drawn for: two purposes under one seed never share a word. */
  public enum Purpose {
    INITIALIZATION(1),
    MASKS(2),
    SHUFFLING(3),
    AUGMENTATION(4);

    private final long number;

    Purpose(long number) {
      this.number = number;
    }
  }

  private final long key;
  private final long stream;
  private final int[] block = new int[4];
  private long position;
  private long blockHeld = -1;

  /** A sequential reader of one stream, from its first word. Not thread-safe. */
  public Philox(long key, long stream) {
    this.key = key;
    this.stream = stream;
  }

  /** A stream for a purpose; {@code detail} uses its lower 56 bits. */
  public static long stream(Purpose purpose, long detail) {
    return purpose.number << 56 | (detail & 0x00FF_FFFF_FFFF_FFFFL);
  }

  /**
   * Computes one block of four words.
   *
   * @param key the seed; its low half is the first key word
   * @param high counter words 2 and 3 (low half first)
   * @param low counter words 0 and 1 (low half first)
   * @param out receives four words
   */
  public static void block(long key, long high, long low, int[] out) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    int x0 = (int) low;
    int x1 = (int) (low >>> 32);
    int x2 = (int) high;
    int x3 = (int) (high >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (x0 & 0xFFFFFFFFL);
      long product1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (x2 & 0xFFFFFFFFL);
      x0 = (int) (product1 >>> 32) ^ x1 ^ k0;
      x1 = (int) product1;
      x2 = (int) (product0 >>> 32) ^ x3 ^ k1;
      x3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out[0] = x0;
    out[1] = x1;
    out[2] = x2;
    out[3] = x3;
  }

  /** A uniform float in [0, 1) from the upper 24 bits of a word. */
  public static float unit(int word) {
    return (word >>> 8) * TO_UNIT_FLOAT;
  }

  /**
   * A key of its own for one step of a run: well mixed, so that neighbouring seeds and counters
   * share nothing (the finaliser of SplitMix64).
   */
  public static long derive(long seed, long counter) {
    long z = seed + (counter + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The next 32 bits. */
  public int nextInt() {
    long wanted = position >>> 2;
    if (wanted != blockHeld) {
      block(key, stream, wanted, block);
      blockHeld = wanted;
    }
    return block[(int) (position++ & 3)];
  }

  /**
   * The next integer in [0, bound), without bias (Lemire, "Fast random integer generation in an
   * interval", 2019).
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "bound %d is not positive", bound));
    }
    long product = (nextInt() & 0xFFFFFFFFL) * bound;
    if ((product & 0xFFFFFFFFL) >= bound) {
      return (int) (product >>> 32); // the common case, which spares the division
    }
    long threshold = (0x1_0000_0000L - bound) % bound;
    while ((product & 0xFFFFFFFFL) < threshold) {
      product = (nextInt() & 0xFFFFFFFFL) * bound;
    }
    return (int) (product >>> 32);
  }

  /** The next uniform float in [0, 1). */
  public float nextFloat() {
    return unit(nextInt());
  }
}
