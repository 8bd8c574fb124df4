package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mean of each channel: {@code f32[n, c, h, w]} to {@code f32[n, c]}.
 *
 * <pre>{@code
 * @GlobalAveragePool  Layer pool();
 * }</pre>
 *
 * <p>Lin et al. 2013 (Network in network), section 3.2.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface GlobalAveragePool {}
