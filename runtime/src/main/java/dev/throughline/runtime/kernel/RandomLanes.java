package dev.throughline.runtime.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link RandomMask} for neighbouring elements, one a lane: the same words of Philox4x32-10, those of even and of odd
 * elements in a vector of 64-bit products each.
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
    IntVector drawn =
        draw(seed, stream, element)
            .or(draw(seed, stream, element + 1).lanewise(VectorOperators.LSHL, 32))
            .reinterpretAsInts();
    FloatVector whole =
        (FloatVector) drawn.convertShape(VectorOperators.I2F, VectorMath.SPECIES, 0);
    return whole.mul(TO_UNIT_FLOAT);
  }

  /** The upper 24 bits of the first word of {@code element} and of every second one behind it. */
  private static LongVector draw(long seed, int stream, long element) {
    LongVector x0 = LongVector.broadcast(PAIRS, element).addIndex(2);
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
    return x0.and(WORD).lanewise(VectorOperators.LSHR, 8);
  }

  /** The product of two words; with both said to be words it is one instruction, without AVX-512 as well. */
  private static LongVector product(LongVector x, long multiplier) {
    return x.and(WORD).mul(LongVector.broadcast(PAIRS, multiplier).and(WORD));
  }

  private static LongVector upper(LongVector product) {
    return product.lanewise(VectorOperators.LSHR, 32);
  }
}
