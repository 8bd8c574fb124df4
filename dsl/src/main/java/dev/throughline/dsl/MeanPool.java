package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mean of each feature over the positions of a sequence: from {@code f32[n, t, d]} to {@code f32[n, d]}.
 *
 * <pre>{@code
 * @MeanPool(padding = "tokens")  Layer pool();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface MeanPool {
  /**
   * The tokens that the sequence was made from, an input or an earlier member: positions that hold the padding
   * token do not count. The mean over none is zero.
   */
  String padding() default "";

  /** The token that fills up short sequences. */
  int paddingToken() default 0;
}
