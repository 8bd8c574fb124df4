package dev.throughline.runtime.kernel;

/**
 * Elementary functions of one float: exp, expm1 and log within 2 ulp, softplus within 3, the others within 2e-7.
 *
 * <p>Coefficients are weighted minimax fits made for these ranges. NaN in gives NaN out; infinities and
 * overflow give the limits.
 */
public final class FloatMath {
  private FloatMath() {}

  /** Added and subtracted, rounds to the nearest whole number and leaves it in the low bits. */
  static final float ROUND = 0x1.8p23f;

  static final int ROUND_BITS = 0x4B400000;

  static final float LOG2_E = 1.442695f;
  // ln 2 in two parts; the first has so few digits that its product with a whole exponent is exact.
  static final float LN2_HIGH = 0.693359375f;
  static final float LN2_LOW = -2.1219444e-4f;

  /** Beyond these exp is 0 or infinite. */
  static final float EXP_LEAST = -104;

  static final float EXP_MOST = 89;
  // (exp(r) - 1 - r) / r² for |r| < ½ ln 2
  static final float EXP_2 = 0.49999994f;
  static final float EXP_3 = 0.16666521f;
  static final float EXP_4 = 0.04166839f;
  static final float EXP_5 = 0.008368716f;
  static final float EXP_6 = 0.0013814593f;

  /** {@code eˣ}. */
  public static float exp(float x) {
    float bounded = Math.min(Math.max(x, EXP_LEAST), EXP_MOST);
    float shifted = Math.fma(bounded, LOG2_E, ROUND);
    float whole = shifted - ROUND;
    float r = Math.fma(whole, -LN2_LOW, Math.fma(whole, -LN2_HIGH, bounded));
    float p = Math.fma(EXP_6, r, EXP_5);
    p = Math.fma(p, r, EXP_4);
    p = Math.fma(p, r, EXP_3);
    p = Math.fma(p, r, EXP_2);
    p = Math.fma(p, r * r, r) + 1;
    // 2ⁿ in two factors, for results near overflow and below the normal numbers.
    int n = Float.floatToRawIntBits(shifted) - ROUND_BITS;
    int half = n >> 1;
    return p * power(half) * power(n - half);
  }

  private static float power(int n) {
    return Float.intBitsToFloat((n + 127) << 23);
  }

  static final int SQRT_HALF_BITS = 0x3F3504F3;
  static final int EXPONENT_MASK = 0xFF800000;
  static final float SUBNORMAL_SCALE = 0x1p23f;
  // (log(1 + r) - r + r²/2) / r³ for √½ ≤ 1 + r < √2
  static final float LOG_3 = 0.3333331f;
  static final float LOG_4 = -0.24999987f;
  static final float LOG_5 = 0.20002227f;
  static final float LOG_6 = -0.1666925f;
  static final float LOG_7 = 0.14218655f;
  static final float LOG_8 = -0.12384367f;
  static final float LOG_9 = 0.1187301f;
  static final float LOG_10 = -0.11789714f;
  static final float LOG_11 = 0.06915183f;

  /** The natural logarithm; of 0 it is {@code -∞}, of negative numbers NaN. */
  public static float log(float x) {
    boolean small = x < Float.MIN_NORMAL;
    float scaled = small ? x * SUBNORMAL_SCALE : x;
    int bits = Float.floatToRawIntBits(scaled);
    int exponent = (bits - SQRT_HALF_BITS) & EXPONENT_MASK;
    float r = Float.intBitsToFloat(bits - exponent) - 1;
    float e = (float) (exponent >> 23) - (small ? 23 : 0);
    float p = Math.fma(LOG_11, r, LOG_10);
    p = Math.fma(p, r, LOG_9);
    p = Math.fma(p, r, LOG_8);
    p = Math.fma(p, r, LOG_7);
    p = Math.fma(p, r, LOG_6);
    p = Math.fma(p, r, LOG_5);
    p = Math.fma(p, r, LOG_4);
    p = Math.fma(p, r, LOG_3);
    float square = r * r;
    float tail = Math.fma(p * r, square, e * LN2_LOW);
    tail = Math.fma(square, -0.5f, tail);
    float y = Math.fma(e, LN2_HIGH, r + tail);
    y = x > 0 ? y : Float.NaN;
    y = x == 0 ? Float.NEGATIVE_INFINITY : y;
    return x == Float.POSITIVE_INFINITY ? x : y;
  }

  /** Below this expm1 rounds to -1. */
  static final float EXPM1_LEAST = -32;

  /** {@code eˣ − 1}, without cancellation near zero. */
  public static float expm1(float x) {
    float bounded = Math.min(Math.max(x, EXPM1_LEAST), EXP_MOST);
    float shifted = Math.fma(bounded, LOG2_E, ROUND);
    float whole = shifted - ROUND;
    float r = Math.fma(whole, -LN2_LOW, Math.fma(whole, -LN2_HIGH, bounded));
    float p = Math.fma(EXP_6, r, EXP_5);
    p = Math.fma(p, r, EXP_4);
    p = Math.fma(p, r, EXP_3);
    p = Math.fma(p, r, EXP_2);
    p = Math.fma(p, r * r, r);
    // Half of 2ⁿ, which overflows later.
    float half = power(Float.floatToRawIntBits(shifted) - ROUND_BITS - 1);
    return Math.fma(p, half, half - 0.5f) * 2;
  }

  /** {@code log(1 + eˣ)}. */
  public static float softplus(float x) {
    float z = exp(-Math.abs(x));
    float y = 1 + z;
    // What rounding took from z when 1 was added.
    float lost = z - (y - 1);
    return relu(x) + (log(y) + lost / y);
  }

  /** {@code 1 / (1 + e⁻ˣ)}. */
  public static float sigmoid(float x) {
    return 1 / (1 + exp(-x));
  }

  static final float TANH_SMALL = 0.625f;
  // (tanh(x) / x - 1) / x² in x², for |x| < 0.625
  static final float TANH_3 = -0.33333278f;
  static final float TANH_5 = 0.13331328f;
  static final float TANH_7 = -0.053729217f;
  static final float TANH_9 = 0.020601973f;
  static final float TANH_11 = -0.005660754f;

  /** The hyperbolic tangent. */
  public static float tanh(float x) {
    float size = Math.abs(x);
    if (size < TANH_SMALL) {
      float square = x * x;
      float p = Math.fma(TANH_11, square, TANH_9);
      p = Math.fma(p, square, TANH_7);
      p = Math.fma(p, square, TANH_5);
      p = Math.fma(p, square, TANH_3);
      return Math.fma(p * square, x, x);
    }
    float large = 1 - 2 / (exp(size + size) + 1);
    return x < 0 ? -large : large;
  }

  static final float ERF_SMALL = 0.925f;

  /** From here on erf rounds to 1. */
  static final float ERF_MOST = 4;

  // erf(x) / x - 1 in x², for |x| < 0.925
  static final float ERF_1 = 0.12837915f;
  static final float ERF_3 = -0.3761249f;
  static final float ERF_5 = 0.11281759f;
  static final float ERF_7 = -0.026763955f;
  static final float ERF_9 = 0.0049885823f;
  static final float ERF_11 = -0.00059645716f;
  // -log(1 - erf(x)) for 0.92 < x < 4
  static final float ERFC_0 = 0.00020698101f;
  static final float ERFC_1 = 1.1276275f;
  static final float ERFC_2 = 0.63726556f;
  static final float ERFC_3 = 0.10385658f;
  static final float ERFC_4 = -0.02218988f;
  static final float ERFC_5 = 0.0030337202f;
  static final float ERFC_6 = -0.00019494978f;

  /** The error function. */
  public static float erf(float x) {
    float size = Math.abs(x);
    if (size < ERF_SMALL) {
      float square = x * x;
      float p = Math.fma(ERF_11, square, ERF_9);
      p = Math.fma(p, square, ERF_7);
      p = Math.fma(p, square, ERF_5);
      p = Math.fma(p, square, ERF_3);
      p = Math.fma(p, square, ERF_1);
      return Math.fma(p, x, x);
    }
    float t = Math.min(size, ERF_MOST);
    float p = Math.fma(ERFC_6, t, ERFC_5);
    p = Math.fma(p, t, ERFC_4);
    p = Math.fma(p, t, ERFC_3);
    p = Math.fma(p, t, ERFC_2);
    p = Math.fma(p, t, ERFC_1);
    p = Math.fma(p, t, ERFC_0);
    float large = 1 - exp(-p);
    return x < 0 ? -large : large;
  }

  /** The sum of a power of two numbers: those half of them apart first, and so on. Spoils the array. */
  public static float sum(float[] parts) {
    for (int half = parts.length / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        parts[i] += parts[i + half];
      }
    }
    return parts[0];
  }

  /** The largest of a power of two numbers; NaN if one is. Spoils the array. */
  public static float max(float[] parts) {
    for (int half = parts.length / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        parts[i] = Math.max(parts[i], parts[i + half]);
      }
    }
    return parts[0];
  }

  /** {@code max(x, 0)}; NaN stays NaN. */
  public static float relu(float x) {
    return x <= 0 ? 0 : x;
  }

  /** 1 where x is positive, else 0. */
  public static float step(float x) {
    return x > 0 ? 1 : 0;
  }
}
