package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mean of each of height×width bins of each channel, whatever the size of the image: {@code f32[n, c, h,
 * w]} to {@code f32[n, c, height, width]}.
 *
 * <p>Row i of the result is the mean of rows {@code ⌊i·h / height⌋} up to, but not including, {@code ⌈(i + 1)·h
 * / height⌉}, and columns likewise, as in PyTorch: bins may overlap by one row, and of a smaller image rows are
 * repeated. An image that has the size already stays as it is.
 *
 * <pre>{@code
 * @AdaptiveAveragePool(height = 6, width = 6)  Layer pool();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface AdaptiveAveragePool {
  /** Rows of the result. */
  int height();

  /** Columns of the result. */
  int width();
}
