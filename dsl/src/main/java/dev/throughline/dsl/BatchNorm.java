package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Batch normalisation: {@code y = γ · (x − μ) / √(σ² + ε) + β} for each channel or feature; the shape
 * stays.
 *
 * <p>In training μ and σ² are the mean and the biased variance over batch, rows and columns, and the
 * running values move towards them: {@code running ← (1 − momentum) · running + momentum · batch}, the
 * variance unbiased, as in PyTorch. That takes two values of each channel: a batch norm of vectors is not trained on
 * a batch of one sample. Inference uses the running values, folded into the weights before
 * them. Parameters of a member {@code norm1}: {@code norm1.weight} (γ, starts at 1) and {@code
 * norm1.bias} (β, starts at 0); states: {@code norm1.running_mean} and {@code norm1.running_var}.
 *
 * <pre>{@code
 * @BatchNorm(activation = RELU)  Layer norm1();
 * }</pre>
 *
 * <p>Ioffe and Szegedy 2015, algorithm 1.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface BatchNorm {
  /** ε, which keeps the root away from zero. */
  double epsilon() default 1e-5;

  /** The part of the batch's statistics that enters the running ones; in (0, 1]. */
  double momentum() default 0.1;

  /** The activation at the end. */
  Nonlinearity activation() default Nonlinearity.NONE;
}
