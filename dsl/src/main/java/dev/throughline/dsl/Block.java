package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An interface that declares a body which members share, such as the two convolutions of a residual
 * block. {@link Residual} and {@link Sequence} say how a body joins the trunk, and give it filters and
 * a stride; its members take them by leaving {@code filters} out and by {@code stride = OF_BLOCK}.
 *
 * <pre>{@code
 * @Block
 * public interface BasicBlock {
 *   @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU)  Layer conv1();
 *   @Conv(kernel = 3, norm = BATCH)                                        Layer conv2();
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Block {
  /** Stands for the number that the member using the block gives. */
  int OF_BLOCK = Integer.MIN_VALUE;
}
