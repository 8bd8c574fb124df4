package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A function applied to every element; the shape stays.
 *
 * <pre>{@code
 * @Activation(GELU)                            Layer bend1();
 * @Activation(value = LEAKY_RELU, slope = 0.2)  Layer bend2();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Activation {
  /** The function. */
  Nonlinearity value();

  /** The slope of {@link Nonlinearity#LEAKY_RELU} left of zero. */
  double slope() default 0.01;

  /** α of {@link Nonlinearity#ELU}, which falls to −α. */
  double alpha() default 1;
}
