package dev.throughline.runtime.kernel;

import static dev.throughline.runtime.kernel.FloatMath.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link FloatMath}, lane by lane: the same operations in the same order. */
public final class VectorMath {
  private VectorMath() {}

  /** The widest vectors of this machine, up to 16 lanes: no kernel is made for more. */
  public static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() > 16
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  /** Whether the machine loads and stores some of the lanes at once: NEON, of four lanes, does not. */
  private static final boolean HAS_MASKS = SPECIES.length() > 4;

  /** The first {@code count} lanes from {@code at} on, at most all but one; zero in the others. */
  public static FloatVector load(float[] array, int at, int count) {
    if (HAS_MASKS) {
      return FloatVector.fromArray(SPECIES, array, at, SPECIES.indexInRange(0, count));
    }
    FloatVector lanes = all(0).withLane(0, array[at]);
    lanes = count > 1 ? lanes.withLane(1, array[at + 1]) : lanes;
    return count > 2 ? lanes.withLane(2, array[at + 2]) : lanes;
  }

  /** Stores the first {@code count} lanes, at most all but one, and leaves what would follow as it is. */
  public static void store(FloatVector lanes, float[] array, int at, int count) {
    if (HAS_MASKS) {
      lanes.intoArray(array, at, SPECIES.indexInRange(0, count));
      return;
    }
    array[at] = lanes.lane(0);
    if (count > 1) {
      array[at + 1] = lanes.lane(1);
    }
    if (count > 2) {
      array[at + 2] = lanes.lane(2);
    }
  }

  /** {@link FloatMath#exp}. */
  public static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.max(EXP_LEAST).min(EXP_MOST);
    FloatVector shifted = bounded.fma(LOG2_E, ROUND);
    FloatVector whole = shifted.sub(ROUND);
    FloatVector r = whole.fma(all(-LN2_HIGH), bounded);
    r = whole.fma(all(-LN2_LOW), r);
    FloatVector p = r.fma(EXP_6, EXP_5);
    p = p.fma(r, all(EXP_4));
    p = p.fma(r, all(EXP_3));
    p = p.fma(r, all(EXP_2));
    p = p.fma(r.mul(r), r).add(1);
    IntVector n = shifted.reinterpretAsInts().sub(ROUND_BITS);
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return p.mul(power(half)).mul(power(n.sub(half)));
  }

  private static FloatVector power(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  /** {@link FloatMath#log}. */
  public static FloatVector log(FloatVector x) {
    VectorMask<Float> small = x.lt(Float.MIN_NORMAL);
    IntVector bits = x.mul(SUBNORMAL_SCALE, small).reinterpretAsInts();
    IntVector exponent = bits.sub(SQRT_HALF_BITS).and(EXPONENT_MASK);
    FloatVector r = bits.sub(exponent).reinterpretAsFloats().sub(1);
    IntVector whole = exponent.lanewise(VectorOperators.ASHR, 23);
    FloatVector e = (FloatVector) whole.convertShape(VectorOperators.I2F, SPECIES, 0);
    e = e.sub(23, small);
    FloatVector y = logOf(r, e);
    y = y.blend(Float.NaN, x.compare(VectorOperators.GT, 0).not());
    y = y.blend(Float.NEGATIVE_INFINITY, x.eq(0));
    return y.blend(Float.POSITIVE_INFINITY, x.eq(Float.POSITIVE_INFINITY));
  }

  /** {@code log((1 + r) · 2ᵉ)}. */
  private static FloatVector logOf(FloatVector r, FloatVector e) {
    FloatVector p = r.fma(LOG_11, LOG_10);
    p = p.fma(r, all(LOG_9));
    p = p.fma(r, all(LOG_8));
    p = p.fma(r, all(LOG_7));
    p = p.fma(r, all(LOG_6));
    p = p.fma(r, all(LOG_5));
    p = p.fma(r, all(LOG_4));
    p = p.fma(r, all(LOG_3));
    FloatVector square = r.mul(r);
    FloatVector tail = p.mul(r).fma(square, e.mul(LN2_LOW));
    tail = square.fma(all(-0.5f), tail);
    return e.fma(all(LN2_HIGH), r.add(tail));
  }

  /** {@link FloatMath#expm1}. */
  public static FloatVector expm1(FloatVector x) {
    FloatVector bounded = x.max(EXPM1_LEAST).min(EXP_MOST);
    FloatVector shifted = bounded.fma(LOG2_E, ROUND);
    FloatVector whole = shifted.sub(ROUND);
    FloatVector r = whole.fma(all(-LN2_HIGH), bounded);
    r = whole.fma(all(-LN2_LOW), r);
    FloatVector p = r.fma(EXP_6, EXP_5);
    p = p.fma(r, all(EXP_4));
    p = p.fma(r, all(EXP_3));
    p = p.fma(r, all(EXP_2));
    p = p.fma(r.mul(r), r);
    FloatVector half = power(shifted.reinterpretAsInts().sub(ROUND_BITS + 1));
    return p.fma(half, half.sub(0.5f)).mul(2);
  }

  /** {@link FloatMath#softplus}. */
  public static FloatVector softplus(FloatVector x) {
    FloatVector z = exp(x.abs().neg());
    FloatVector y = z.add(1);
    FloatVector lost = z.sub(y.sub(1));
    return relu(x).add(log(y).add(lost.div(y)));
  }

  /** {@link FloatMath#sigmoid}. */
  public static FloatVector sigmoid(FloatVector x) {
    return all(1).div(exp(x.neg()).add(1));
  }

  /** {@link FloatMath#tanh}. */
  public static FloatVector tanh(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector square = x.mul(x);
    FloatVector p = square.fma(TANH_11, TANH_9);
    p = p.fma(square, all(TANH_7));
    p = p.fma(square, all(TANH_5));
    p = p.fma(square, all(TANH_3));
    FloatVector near = p.mul(square).fma(x, x);
    FloatVector large = all(1).sub(all(2).div(exp(size.add(size)).add(1)));
    FloatVector far = large.blend(large.neg(), x.lt(0));
    return far.blend(near, size.lt(TANH_SMALL));
  }

  /** {@link FloatMath#erf}. */
  public static FloatVector erf(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector square = x.mul(x);
    FloatVector p = square.fma(ERF_11, ERF_9);
    p = p.fma(square, all(ERF_7));
    p = p.fma(square, all(ERF_5));
    p = p.fma(square, all(ERF_3));
    p = p.fma(square, all(ERF_1));
    FloatVector near = p.fma(x, x);
    FloatVector far = erfFar(x, size.min(ERF_MOST));
    return far.blend(near, size.lt(ERF_SMALL));
  }

  private static FloatVector erfFar(FloatVector x, FloatVector t) {
    FloatVector p = t.fma(ERFC_6, ERFC_5);
    p = p.fma(t, all(ERFC_4));
    p = p.fma(t, all(ERFC_3));
    p = p.fma(t, all(ERFC_2));
    p = p.fma(t, all(ERFC_1));
    p = p.fma(t, all(ERFC_0));
    FloatVector large = all(1).sub(exp(p.neg()));
    return large.blend(large.neg(), x.lt(0));
  }

  /** {@link FloatMath#relu}. */
  public static FloatVector relu(FloatVector x) {
    return x.blend(0, x.compare(VectorOperators.LE, 0));
  }

  /** {@link FloatMath#step}. */
  public static FloatVector step(FloatVector x) {
    return all(0).blend(1, x.compare(VectorOperators.GT, 0));
  }
}
