package dev.throughline.runtime.kernel;

import dev.throughline.runtime.tensor.Philox;

/** The draws behind random masks: pure functions of their counters, so a mask is drawn again, not stored. */
public final class RandomMask {
  private RandomMask() {}

  /**
   * A uniform float in [0, 1) for one element of one pass; four neighbours share a block of Philox, a word for each.
   *
   * @param seed of the pass, see {@code Network.maskSeed}
   * @param stream tells the random layers of a network apart
   * @param element index in the batch, in stored order
   */
  public static float uniform(long seed, int stream, long element) {
    int[] block = new int[4];
    Philox.block(seed, stream & 0xFFFF_FFFFL, element >>> 2, block);
    return Philox.unit(block[(int) element & 3]);
  }
}
