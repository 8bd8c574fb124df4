package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Adds earlier values to the one before it: a long skip between named members. All must have the same
 * type; for a body with a skip around it, {@link Residual} is shorter.
 *
 * <pre>{@code
 * @Add(from = "encoder1", activation = RELU)  Layer joined();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Add {
  /** The members or inputs to add, named as in {@link From}. */
  String[] from();

  /** The activation of the sum. */
  Nonlinearity activation() default Nonlinearity.NONE;
}
