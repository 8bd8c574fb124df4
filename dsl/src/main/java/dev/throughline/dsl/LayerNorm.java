package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Layer normalisation: {@code y = γ · (x − μ) / √(σ² + ε) + β}, where μ and σ² are the mean and the biased
 * variance of the features at one position: of a vector's values, of each step of a sequence, of the
 * channels of each pixel. The shape stays, and training and inference compute the same.
 *
 * <p>Parameters of a member {@code norm1} of d features: {@code norm1.weight [d]} (γ, starts at 1) and
 * {@code norm1.bias [d]} (β, starts at 0).
 *
 * <pre>{@code
 * @LayerNorm  Layer norm1();
 * }</pre>
 *
 * <p>Ba, Kiros and Hinton 2016, section 3.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface LayerNorm {
  /** ε, which keeps the root away from zero. */
  double epsilon() default 1e-5;

  /** The activation at the end. */
  Nonlinearity activation() default Nonlinearity.NONE;
}
