package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The cross-entropy of yes or no for each element: {@code −t · log σ(x) − (1 − t) · log(1 − σ(x))}, the mean
 * over the batch and all elements. Reads the logits x of any shape, and targets from 0 to 1 of the same: several
 * labels may be right at once. Computed without overflow, as {@code x · (s − t) + log(1 + exp(−|x|))}, where s is 1 if x is
 * above 0, else 0; so an infinite logit that is right costs nothing.
 *
 * <pre>{@code
 * @BinaryCrossEntropy  Loss loss();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface BinaryCrossEntropy {
  /** What the loss counts for beside others. */
  double weight() default 1;

  /** What callers call the targets; losses that name the same share them. */
  String target() default "targets";
}
