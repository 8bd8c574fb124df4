package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Adds to each position of a sequence {@code f32[n, t, d]} a code of where it is; the shape stays.
 *
 * <p>The code is {@code sin(p / 10000^(2i/d))} at feature 2i of position p and the cosine of the same at
 * 2i + 1; Vaswani et al. 2017, section 3.5. It is kept as a state {@code pe}. If {@code learned}, it is a
 * parameter {@code weight [t, d]} instead, drawn with deviation 0.02; Radford et al. 2018, section 4.1.
 *
 * <pre>{@code
 * @Embedding(units = 512)  Layer embed();
 * @PositionalEncoding      Layer positions();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface PositionalEncoding {
  /** Whether the code is trained. */
  boolean learned() default false;
}
