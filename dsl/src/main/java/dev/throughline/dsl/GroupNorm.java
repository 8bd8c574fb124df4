package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Group normalisation: {@code y = γ · (x − μ) / √(σ² + ε) + β}, where μ and σ² are the mean and the biased
 * variance of a group of neighbouring channels of one sample, over all its rows and columns; γ and β belong to
 * a channel. The shape stays, and training and inference compute the same, whatever the batch.
 *
 * <p>One group is layer normalisation over channels, rows and columns; as many groups as channels are
 * instance normalisation. Parameters of a member {@code norm1} of c channels: {@code norm1.weight [c]} (γ,
 * starts at 1) and {@code norm1.bias [c]} (β, starts at 0).
 *
 * <pre>{@code
 * @GroupNorm(groups = 32)  Layer norm1();
 * }</pre>
 *
 * <p>Wu and He 2018, section 3.1.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GroupNorm {
  /** Into how many groups the channels are divided. */
  int groups();

  /** ε, which keeps the root away from zero. */
  double epsilon() default 1e-5;

  /** The activation at the end. */
  Nonlinearity activation() default Nonlinearity.NONE;
}
