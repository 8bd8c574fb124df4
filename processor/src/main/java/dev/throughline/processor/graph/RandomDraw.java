package dev.throughline.processor.graph;

/**
 * The draw that {@link Expr.Random} stands for, by Philox4x32-10 (Salmon, Moraes, Dror and Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
 *
 * <p>Four neighbours share a block, a word for each:
 *
 * <pre>
 * key      (low, high half of the seed)
 * counter  (low, high half of index / 4, stream, step)
 * draw     (word index % 4 &gt;&gt;&gt; 8) · 2^-24
 * </pre>
 *
 * <p>The index counts the elements of the whole batch in stored order. A backend either counts steps, from
 * zero, or gives each step a seed of its own and leaves the step at zero.
 */
public final class RandomDraw {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int KEY_STEP_0 = 0x9E3779B9;
  private static final int KEY_STEP_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final long WORD = 0xFFFFFFFFL;

  private RandomDraw() {}

  /** A uniform value in [0, 1), a multiple of 2^-24. */
  public static float uniform(long seed, int stream, int step, long element) {
    long four = element >>> 2;
    int[] counter = {(int) four, (int) (four >>> 32), stream, step};
    int[] words = block((int) seed, (int) (seed >>> 32), counter);
    return (words[(int) element & 3] >>> 8) * 0x1p-24f;
  }

  /** Philox4x32-10: four words for a key of two words and a counter of four. */
  static int[] block(int key0, int key1, int... counter) {
    int[] x = counter.clone();
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (x[0] & WORD);
      long product1 = MULTIPLIER_1 * (x[2] & WORD);
      x =
          new int[] {
            (int) (product1 >>> 32) ^ x[1] ^ k0,
            (int) product1,
            (int) (product0 >>> 32) ^ x[3] ^ k1,
            (int) product0
          };
      k0 += KEY_STEP_0;
      k1 += KEY_STEP_1;
    }
    return x;
  }
}
