package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Joins values along the channels, which are the features of a vector or a sequence.
 *
 * <p>With {@code from}, the value before it and then the named ones: a long skip, as a U-Net has
 * (Ronneberger et al. 2015, figure 1). With branches, what they make of the value before it, side by side: the
 * inception module (Szegedy et al. 2015, figure 2b). Parameters of branches are published by number, {@code
 * inception3a.branch2.conv1.weight} being those of the first convolution of the second branch.
 *
 * <pre>{@code
 * @Concat(from = "encoder1")  Layer joined();
 *
 * @Concat({
 *   @Branch(@Conv(filters = 64, kernel = 1, activation = RELU)),
 *   @Branch({@Conv(filters = 96, kernel = 1, activation = RELU), @Conv(filters = 128, kernel = 3)}),
 *   @Branch(pool = @MaxPool(size = 3, stride = 1, padding = 1), value = @Conv(filters = 32, kernel = 1))
 * })
 * Layer inception3a();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Concat {
  /** The branches, in the order of their channels. */
  Branch[] value() default {};

  /** The members or inputs to join, named as in {@link From}. */
  String[] from() default {};
}
