package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The images that a network reads: {@code f32[n, channels, height, width]}.
 *
 * <pre>{@code @Network(input = @Input(channels = 1, height = 28, width = 28)) }</pre>
 *
 * <p>All three extents are required. They have defaults only so that a forgotten one is reported with
 * the network's name.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Input {
  /** 3 for colour, 1 for grey. */
  int channels() default 0;

  /** Rows. */
  int height() default 0;

  /** Columns. */
  int width() default 0;
}
