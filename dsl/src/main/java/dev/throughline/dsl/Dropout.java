package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets each element to zero with probability {@code rate} and divides the others by {@code 1 − rate}; the
 * shape stays. Inference passes everything on as it is.
 *
 * <pre>{@code
 * @Dropout(rate = 0.5)  Layer drop();
 * }</pre>
 *
 * <p>Srivastava et al. 2014, section 10 (the inverted form).
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Dropout {
  /** The probability of zero, in [0, 1). */
  double rate();
}
