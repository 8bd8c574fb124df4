package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An interface that declares a network, one abstract method for each layer, in the order in which data
 * flows. The last member is the {@link Loss}; what it reads are the logits. Other losses may stand before it,
 * and count together with it.
 *
 * <p>Compiling an interface {@code ResNet20} generates a class {@code ResNet20Network} that implements
 * it.
 *
 * <pre>{@code
 * @Network(input = @Input(channels = 3, height = 32, width = 32))
 * public interface Small {
 *   @Conv(filters = 16, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
 *   @GlobalAveragePool                                                Layer pool();
 *   @Linear(units = 10)                                               Layer logits();
 *   @SoftmaxCrossEntropy                                              Loss loss();
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Network {
  /** What one sample is made of. The first member reads the first input; {@link From} names the others. */
  Input[] input() default {};

  /** The memory that training may take; without it, any amount. */
  MemoryBudget memoryBudget() default @MemoryBudget(mebibytes = MemoryBudget.UNLIMITED);

  /**
   * The most weighted layers that the gradient may have to pass on its way from the nearest loss to any
   * parameter; a network with a longer way does not compile.
   *
   * <p>What counts is the shortest path to each parameter, for that is what skips and further losses
   * shorten, and with it what a refactor would lengthen that drops one. Weighted layers are convolutions
   * and matrix products with trained weights; the parameter's own counts, and so does a projection on a
   * skip. A plain network of 20 layers has a longest way of 20.
   */
  int maxGradientPath() default UNLIMITED;

  /** No limit. */
  int UNLIMITED = Integer.MAX_VALUE;
}
