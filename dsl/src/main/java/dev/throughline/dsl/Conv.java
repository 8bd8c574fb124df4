package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A convolution, and what usually goes with it.
 *
 * <p>{@code y[k, p, q] = Σ x[c, p·stride − padding + r·dilation, q·stride − padding + s·dilation] · w[k, c, r,
 * s]}, from {@code f32[n, c, h, w]} to {@code f32[n, filters, p, q]} with {@code p = ⌊(h + 2·padding −
 * dilation·(kernel − 1) − 1) / stride⌋ + 1}. Then, as asked, a bias, the normalisation and the activation;
 * with {@link Order#PRE_ACTIVATION} the last two come first.
 *
 * <p>Kernel, stride, padding and dilation are one number, or two: for rows and for columns.
 *
 * <p>Parameters of a member {@code stem}: {@code stem.weight [filters, c / groups, kernel, kernel]}, {@code
 * stem.bias [filters]}, and with a normalisation those of {@link BatchNorm} under {@code stem.norm}.
 *
 * <pre>{@code
 * @Conv(filters = 16, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
 * @Conv(filters = 192, kernel = {1, 7})                             Layer wide();
 * }</pre>
 *
 * <p>LeCun et al. 1998, Gradient-based learning applied to document recognition, section II; groups:
 * Krizhevsky et al. 2012, section 3.5; dilation: Yu and Koltun 2016, section 2.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Conv {
  /** A padding of {@code ⌊dilation·(kernel − 1) / 2⌋}, which keeps the size where the stride is 1. */
  int SAME = Integer.MIN_VALUE + 1;

  /** Output channels; if left out in a block, those of the block times {@link #ratio()}. */
  int filters() default Block.OF_BLOCK;

  /** Rows and columns of the kernel. */
  int[] kernel();

  /** Step between two windows; {@link Block#OF_BLOCK} in a block takes the block's. */
  int[] stride() default 1;

  /** Rows and columns of zeros on each side. */
  int[] padding() default SAME;

  /** Distance of neighbouring taps of the kernel in the input. */
  int[] dilation() default 1;

  /** Into how many groups channels and filters are divided; a filter reads the channels of its group. */
  int groups() default 1;

  /** Output channels as a part of the block's filters; {@code 0.25} narrows a bottleneck. */
  double ratio() default 1;

  /** The normalisation that goes with the weights. */
  Norm norm() default Norm.NONE;

  /** ε of the normalisation. */
  double epsilon() default 1e-5;

  /** The part of the batch's statistics that enters the running ones of the normalisation. */
  double momentum() default 0.1;

  /** The activation that goes with the weights. */
  Nonlinearity activation() default Nonlinearity.NONE;

  /** Where normalisation and activation stand. */
  Order order() default Order.POST_ACTIVATION;

  /** Whether there is a bias. */
  Bias bias() default Bias.UNLESS_NORM;

  /** How the weights start. */
  Initialization initializer() default Initialization.HE;
}
