package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mean of each size×size window of each channel: {@code f32[n, c, h, w]} to {@code f32[n, c, p, q]}
 * with {@code p = ⌊(h + 2·padding − size) / stride⌋ + 1}. Padding counts as zeros, as in PyTorch; what a last
 * window of {@link #ceilMode} covers behind it does not count. Size, stride and padding are one number, or
 * two: for rows and for columns.
 *
 * <pre>{@code
 * @AveragePool(size = 2)  Layer halve();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface AveragePool {
  /** Rows and columns of a window. */
  int[] size();

  /** Step between two windows; {@link Block#OF_BLOCK} in a block takes the block's. */
  int[] stride() default MaxPool.OF_SIZE;

  /** Rows and columns of zeros on each side, at most half of {@code size}. */
  int[] padding() default 0;

  /**
   * Whether to round up instead of down, so that a last window, though not full, reads what would be left; it
   * starts inside the image or the padding before it.
   */
  boolean ceilMode() default false;
}
