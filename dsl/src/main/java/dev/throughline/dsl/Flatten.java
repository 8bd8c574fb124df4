package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An image as a vector: {@code f32[n, c, h, w]} to {@code f32[n, c·h·w]}, in PyTorch's order (channel by
 * channel, each row by row), so that weights can be exchanged.
 *
 * <pre>{@code
 * @Flatten  Layer vector();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Flatten {}
