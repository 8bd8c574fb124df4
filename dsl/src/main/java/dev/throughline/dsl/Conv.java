package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A convolution with a square kernel, and what usually goes with it.
 *
 * <p>{@code y[k, p, q] = Σ x[c, p·stride − padding + r, q·stride − padding + s] · w[k, c, r, s]}, from
 * {@code f32[n, c, h, w]} to {@code f32[n, filters, p, q]} with {@code p = ⌊(h + 2·padding − kernel) /
 * stride⌋ + 1}. Then, as asked, a bias, the normalisation and the activation; with {@link
 * Order#PRE_ACTIVATION} the last two come first.
 *
 * <p>Parameters of a member {@code stem}: {@code stem.weight [filters, c, kernel, kernel]}, {@code
 * stem.bias [filters]}, and with a normalisation those of {@link BatchNorm} under {@code stem.norm}.
 *
 * <pre>{@code
 * @Conv(filters = 16, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
 * }</pre>
 *
 * <p>LeCun et al. 1998, Gradient-based learning applied to document recognition, section II.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Conv {
  /** A padding of {@code ⌊(kernel − 1) / 2⌋}, which keeps height and width where the stride is 1. */
  int SAME = Integer.MIN_VALUE + 1;

  /** Output channels; if left out in a block, those of the block times {@link #ratio()}. */
  int filters() default Block.OF_BLOCK;

  /** Rows and columns of the kernel. */
  int kernel();

  /** Step between two windows; {@link Block#OF_BLOCK} in a block takes the block's. */
  int stride() default 1;

  /** Rows and columns of zeros on each side. */
  int padding() default SAME;

  /** Output channels as a part of the block's filters; {@code 0.25} narrows a bottleneck. */
  double ratio() default 1;

  /** The normalisation that goes with the weights. */
  Norm norm() default Norm.NONE;

  /** The activation that goes with the weights. */
  Nonlinearity activation() default Nonlinearity.NONE;

  /** Where normalisation and activation stand. */
  Order order() default Order.POST_ACTIVATION;

  /** Whether there is a bias. */
  Bias bias() default Bias.UNLESS_NORM;

  /** How the weights start. */
  Initialization initializer() default Initialization.HE;
}
