package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a member the parameters of an earlier member of the same body: both compute with, and train, the
 * same tensors, which are published under the earlier member's name. Their published shapes must be
 * equal, so {@code @Linear(units = v)} may share the table of {@code @Embedding} (Press and Wolf 2017).
 *
 * <pre>{@code
 * @SharedWith("embedding") @Linear(units = 10000, bias = NEVER)  Layer logits();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SharedWith {
  /** The member that has the parameters. */
  String value();
}
