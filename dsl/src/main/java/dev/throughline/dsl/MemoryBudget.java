package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A limit on what one training step holds in memory: parameters, their gradients, activations and
 * scratch, as the memory planner lays them out. A network over its budget does not compile.
 *
 * <pre>{@code
 * @Network(
 *     input = @Input(channels = 3, height = 224, width = 224),
 *     memoryBudget = @MemoryBudget(mebibytes = 8192, batch = 64))
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface MemoryBudget {
  /** No limit. */
  int UNLIMITED = Integer.MAX_VALUE;

  /** The limit, in units of 2<sup>20</sup> bytes. */
  int mebibytes();

  /** The batch for which the limit holds. */
  int batch() default 128;
}
