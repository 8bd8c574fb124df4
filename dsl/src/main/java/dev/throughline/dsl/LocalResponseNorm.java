package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Local response normalisation: {@code y[c] = x[c] / (k + α/size · Σ x[i]²)^β}, the sum running over the {@code
 * size} channels i around c at the same pixel, {@code c − ⌊size/2⌋} and on; channels that are not there count as
 * zero. The shape stays. There are no parameters.
 *
 * <p>α is divided by the size, as in PyTorch; Krizhevsky et al. do not divide, so that their α of 1e-4 with five
 * channels is {@code alpha = 5e-4} here.
 *
 * <pre>{@code
 * @LocalResponseNorm(size = 5, k = 2)  Layer norm1();
 * }</pre>
 *
 * <p>Krizhevsky, Sutskever and Hinton 2012, section 3.3.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface LocalResponseNorm {
  /** Channels that are summed. */
  int size();

  /** α, the weight of the sum. */
  double alpha() default 1e-4;

  /** β, the exponent. */
  double beta() default 0.75;

  /** k, which keeps the base away from zero. */
  double k() default 1;
}
