package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Multi-head attention of a sequence {@code f32[n, t, d]} to itself; the shape stays. Each of {@code heads}
 * heads computes {@code softmax(Q · Kᵀ / √(d/heads)) · V} from d/heads features of the three products of the
 * sequence, and a fourth product joins the heads. Vaswani et al. 2017, section 3.2.2.
 *
 * <p>Parameters of a member {@code attention} are those of PyTorch's {@code MultiheadAttention}: {@code
 * attention.in_proj_weight [3d, d]} and {@code in_proj_bias [3d]} hold the products for Q, K and V one below the
 * other; {@code attention.out_proj.weight [d, d]} and {@code out_proj.bias [d]}.
 *
 * <pre>{@code
 * @SelfAttention(heads = 8, causal = true)  Layer attention();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SelfAttention {
  /** Heads, which share the features evenly. */
  int heads();

  /** Whether a position attends only to itself and those before it. */
  boolean causal() default false;

  /** The probability with which training leaves out an attention weight, in [0, 1). */
  double dropout() default 0;

  /**
   * The tokens that this sequence was made from, an input or an earlier member: nobody attends to positions
   * that hold the padding token. A position that may attend to none gets zeros from the heads.
   */
  String padding() default "";

  /** The token that fills up short sequences. */
  int paddingToken() default 0;
}
