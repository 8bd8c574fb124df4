package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One branch of a {@link Concat}: possibly a pooling, then convolutions, one after the other. All branches of
 * a concatenation end in the same height and width.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Branch {
  /** The convolutions; none leaves the pooled, or the plain, input. */
  Conv[] value() default {};

  /** A pooling in front of them; at most one. */
  MaxPool[] pool() default {};
}
