package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a network reads, one of: images {@code f32[n, channels, height, width]}, sequences of tokens {@code
 * [n, length]} below {@code tokens}, or vectors {@code f32[n, features]}.
 *
 * <pre>{@code
 * @Network(input = @Input(channels = 1, height = 28, width = 28))
 * @Network(input = @Input(tokens = 32000, length = 128))
 * @Network(input = {@Input(name = "user", features = 40), @Input(name = "item", features = 12)})
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Input {
  /**
   * What {@link From} and the caller call it; several inputs need one each. If left out, {@code images},
   * {@code tokens} or {@code features}.
   */
  String name() default "";

  /** 3 for colour, 1 for grey. */
  int channels() default 0;

  /** Rows. */
  int height() default 0;

  /** Columns. */
  int width() default 0;

  /** The size of the vocabulary: tokens are whole numbers from 0 up to, but not including, this. */
  int tokens() default 0;

  /** Tokens, or vectors of {@code features}, in a sequence. */
  int length() default 0;

  /** The length of a vector. */
  int features() default 0;
}
