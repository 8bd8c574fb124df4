package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A chain of blocks, each with a skip around it: {@code y = f(body(x) + shortcut(x))}.
 *
 * <p>The member returns the {@link Block}. Only the first of {@code repeat} blocks has the stride,
 * changes the width and so needs a shortcut that is not the identity. With more than one, the blocks
 * are named by their number: {@code stage1.0.conv1.weight}; one alone has no number. A projection has
 * the parameters {@code stage1.0.shortcut.weight [filters, c, 1, 1]} and those of its normalisation
 * under {@code stage1.0.shortcut.norm}.
 *
 * <pre>{@code
 * @Residual(filters = 32, repeat = 3, stride = 2, shortcut = PAD)  BasicBlock stage2();
 * }</pre>
 *
 * <p>He et al. 2015 (Deep residual learning), equations 1 and 2. Blocks of {@link
 * Order#PRE_ACTIVATION} layers take {@code activation = NONE}: He et al. 2016, equation 3.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Residual {
  /** The filters that members of the block take; if left out in a block, that block's. */
  int filters() default Block.OF_BLOCK;

  /** How many blocks follow each other; their parameters are their own. */
  int repeat() default 1;

  /** The stride that members of the first block take; in a block, {@link Block#OF_BLOCK} is possible. */
  int stride() default 1;

  /** What the skip does where the body changes the shape. */
  Shortcut shortcut() default Shortcut.IDENTITY;

  /** The normalisation after a projection. */
  Norm shortcutNorm() default Norm.BATCH;

  /** The activation after each join. */
  Nonlinearity activation() default Nonlinearity.RELU;
}
