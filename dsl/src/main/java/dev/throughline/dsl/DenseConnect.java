package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A chain of blocks that each read everything before them: {@code y = [x, body(x)]}, the channels side by
 * side. Every block adds {@code growth} channels. Huang et al. 2017 (Densely connected convolutional
 * networks), equation 2.
 *
 * <p>The block ends in {@code growth} channels and keeps height and width. With more than one, the blocks are
 * named by their number: {@code dense1.0.conv1.weight}.
 *
 * <pre>{@code
 * @DenseConnect(growth = 12, repeat = 16)  DenseLayer dense1();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface DenseConnect {
  /** The filters that members of the block take: the channels that each repeat adds. */
  int growth();

  /** How many blocks follow each other; their parameters are their own. */
  int repeat() default 1;
}
