package dev.throughline.runtime.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link RandomMask} for neighbouring elements, one a lane: the same words of Philox4x32-10.
 *
 * <p>Products of words take 64 bits, so a vector has room for a block for each two elements. Blocks that two lanes share
 * are made twice: a shuffle would cost as much.
 */
public final class RandomLanes {
  private static final VectorSpecies<Long> PAIRS =
      VectorSpecies.of(long.class, VectorMath.SPECIES.vectorShape());

  private static final long WORD = 0xFFFF_FFFFL;
  private static final long MULTIPLIER_0 = 0xD251_1F53L;
  private static final long MULTIPLIER_1 = 0xCD9E_8D57L;
  private static final int WEYL_0 = 0x9E37_79B9;
  private static final int WEYL_1 = 0xBB67_AE85;
  private static final int ROUNDS = 10;
  private static final float TO_UNIT_FLOAT = 0x1p-24f;

  private RandomLanes() {}

  /**
   * Draws {@link RandomMask#uniform} for {@code element}, for the one behind it and so on.
   *
   * @param drawn a vector's worth of them
   * @return {@code drawn}
   */
  public static float[] uniform(long seed, int stream, long element, float[] drawn) {
    fill(seed, stream, element >>> 1, drawn);
    if ((element & 1) != 0) {
      int last = drawn.length - 1;
      System.arraycopy(drawn, 1, drawn, 0, last);
      drawn[last] = RandomMask.uniform(seed, stream, element + last);
    }
    return drawn;
  }

  /**
   * The draws of pair {@code pair} of elements and of those behind it. It hands no vector over, which would be an object
   * where this is not inlined, and calls little, which is inlined only so deep.
   */
  private static void fill(long seed, int stream, long pair, float[] drawn) {
    LongVector pairs = LongVector.broadcast(PAIRS, pair).addIndex(1);
    LongVector x0 = pairs.lanewise(VectorOperators.LSHR, 1);
    LongVector x1 = x0.lanewise(VectorOperators.LSHR, 32);
    LongVector x2 = LongVector.broadcast(PAIRS, stream & WORD);
    LongVector x3 = LongVector.zero(PAIRS);
    // Both factors said to be words, a product is one instruction, without AVX-512 as well.
    LongVector multiplier0 = LongVector.broadcast(PAIRS, MULTIPLIER_0).and(WORD);
    LongVector multiplier1 = LongVector.broadcast(PAIRS, MULTIPLIER_1).and(WORD);
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      LongVector product0 = x0.and(WORD).mul(multiplier0);
      LongVector product1 = x2.and(WORD).mul(multiplier1);
      x0 =
          product1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, x1)
              .lanewise(VectorOperators.XOR, k0);
      x1 = product1;
      x2 =
          product0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, x3)
              .lanewise(VectorOperators.XOR, k1);
      x3 = product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    VectorMask<Long> second = pairs.and(1).compare(VectorOperators.EQ, 1);
    LongVector even = x0.blend(x2, second).and(WORD).lanewise(VectorOperators.LSHR, 8);
    LongVector odd = x1.blend(x3, second).and(WORD).lanewise(VectorOperators.LSHR, 8);
    IntVector upper = even.or(odd.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts();
    FloatVector whole =
        (FloatVector) upper.convertShape(VectorOperators.I2F, VectorMath.SPECIES, 0);
    whole.mul(TO_UNIT_FLOAT).intoArray(drawn, 0);
  }
}
