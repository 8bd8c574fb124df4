package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mean of {@code (x − t)²} over the batch and all elements. Reads a value of any shape, and a target of the
 * same.
 *
 * <pre>{@code
 * @MeanSquaredError  Loss loss();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface MeanSquaredError {
  /** What the loss counts for beside others. */
  double weight() default 1;

  /** What callers call the targets; losses that name the same share them. */
  String target() default "targets";
}
