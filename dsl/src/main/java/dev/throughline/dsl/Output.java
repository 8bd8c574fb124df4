package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a member of the network whose value callers read, besides the logits: {@code
 * network.output("features")} after a training or an inference pass. Without it, a value that no loss needs
 * is not computed at inference.
 *
 * <pre>{@code
 * @Output @GlobalAveragePool  Layer features();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Output {}
