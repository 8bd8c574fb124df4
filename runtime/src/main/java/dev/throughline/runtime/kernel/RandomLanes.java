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

  /** {@link RandomMask#uniform} of {@code element}, of the one behind it and so on. */
  public static FloatVector uniform(long seed, int stream, long element) {
    long pair = element >>> 1;
    LongVector words = words(seed, stream, pair);
    if ((element & 1) != 0) {
      words =
          words.lanewise(VectorOperators.LSHR, 32)
              .or(words(seed, stream, pair + 1).lanewise(VectorOperators.LSHL, 32));
    }
    IntVector drawn = words.reinterpretAsInts();
    FloatVector whole =
        (FloatVector) drawn.convertShape(VectorOperators.I2F, VectorMath.SPECIES, 0);
    return whole.mul(TO_UNIT_FLOAT);
  }

  /** The upper 24 bits of the two words of pair {@code pair} of elements, and in every further lane of the next. */
  private static LongVector words(long seed, int stream, long pair) {
    LongVector pairs = LongVector.broadcast(PAIRS, pair).addIndex(1);
    LongVector x0 = pairs.lanewise(VectorOperators.LSHR, 1);
    LongVector x1 = x0.lanewise(VectorOperators.LSHR, 32);
    LongVector x2 = LongVector.broadcast(PAIRS, stream & WORD);
    LongVector x3 = LongVector.zero(PAIRS);
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      LongVector product0 = product(x0, MULTIPLIER_0);
      LongVector product1 = product(x2, MULTIPLIER_1);
      x0 = upper(product1).lanewise(VectorOperators.XOR, x1).lanewise(VectorOperators.XOR, k0);
      x1 = product1;
      x2 = upper(product0).lanewise(VectorOperators.XOR, x3).lanewise(VectorOperators.XOR, k1);
      x3 = product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    VectorMask<Long> second = pairs.and(1).compare(VectorOperators.EQ, 1);
    LongVector even = x0.blend(x2, second).and(WORD).lanewise(VectorOperators.LSHR, 8);
    LongVector odd = x1.blend(x3, second).and(WORD).lanewise(VectorOperators.LSHR, 8);
    return even.or(odd.lanewise(VectorOperators.LSHL, 32));
  }

  /** The product of two words; with both said to be words it is one instruction, without AVX-512 as well. */
  private static LongVector product(LongVector x, long multiplier) {
    return x.and(WORD).mul(LongVector.broadcast(PAIRS, multiplier).and(WORD));
  }

  private static LongVector upper(LongVector product) {
    return product.lanewise(VectorOperators.LSHR, 32);
  }
}
