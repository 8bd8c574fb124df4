package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A convolution of each channel by itself, with {@code multiplier} filters of its own: {@code f32[n, c, h, w]}
 * to {@code f32[n, c·multiplier, p, q]}; otherwise as {@link Conv}. A {@code @Conv} with {@code kernel = 1}
 * after it makes it a separable convolution.
 *
 * <p>Parameters of a member {@code deep}: {@code deep.weight [c·multiplier, 1, kernel, kernel]}, {@code
 * deep.bias [c·multiplier]}, and with a normalisation those of {@link BatchNorm} under {@code deep.norm}.
 *
 * <pre>{@code
 * @DepthwiseConv(kernel = 3, norm = BATCH, activation = RELU)  Layer deep();
 * }</pre>
 *
 * <p>Howard et al. 2017 (MobileNets), section 3.1.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface DepthwiseConv {
  /** Filters of each channel. */
  int multiplier() default 1;

  /** Rows and columns of the kernel. */
  int[] kernel();

  /** Step between two windows; {@link Block#OF_BLOCK} in a block takes the block's. */
  int[] stride() default 1;

  /** Rows and columns of zeros on each side. */
  int[] padding() default Conv.SAME;

  /** Distance of neighbouring taps of the kernel in the input. */
  int[] dilation() default 1;

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
