package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A chain of blocks without skips: {@code y = f(body(x))}.
 *
 * <p>It takes what {@link Residual} takes, so that changing this one word turns a residual network into
 * the plain network of the same depth and back. Names and repeats are as there.
 *
 * <pre>{@code
 * @Sequence(filters = 32, repeat = 3, stride = 2)  BasicBlock stage2();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Sequence {
  /** The filters that members of the block take; if left out in a block, that block's. */
  int filters() default Block.OF_BLOCK;

  /** How many blocks follow each other; their parameters are their own. */
  int repeat() default 1;

  /** The stride that members of the first block take; in a block, {@link Block#OF_BLOCK} is possible. */
  int stride() default 1;

  /** Carries nothing here, for there is no skip; it may stand so that one word is all that changes. */
  Shortcut shortcut() default Shortcut.IDENTITY;

  /** Carries nothing here, as {@link #shortcut()}. */
  Norm shortcutNorm() default Norm.BATCH;

  /** The activation after each block. */
  Nonlinearity activation() default Nonlinearity.RELU;
}
