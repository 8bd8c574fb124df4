package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Multi-head attention of a sequence {@code f32[n, t, d]} to another, {@code f32[n, s, d]}: as {@link
 * SelfAttention}, but K and V are products of the other. The shape stays. Vaswani et al. 2017, section 3.2.3.
 *
 * <p>Parameters are those of {@link SelfAttention}.
 *
 * <pre>{@code
 * @CrossAttention(heads = 8, from = "memory")  Layer attention();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface CrossAttention {
  /** Heads, which share the features evenly. */
  int heads();

  /** The sequence to attend to: an earlier member, named as in {@link From}. */
  String from();

  /** The probability with which training leaves out an attention weight, in [0, 1). */
  double dropout() default 0;

  /**
   * The tokens that the other sequence was made from, an input or an earlier member: nobody attends to
   * positions that hold the padding token. If all do, the heads get zeros.
   */
  String padding() default "";

  /** The token that fills up short sequences. */
  int paddingToken() default 0;
}
