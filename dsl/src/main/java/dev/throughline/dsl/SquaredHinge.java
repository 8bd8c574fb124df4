package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The squared hinge of a multi-class support vector machine: the sum of {@code max(0, margin − x[y] + x[k])²}
 * over all classes k but the right one y, averaged over the batch. Reads {@code f32[n, classes]} and one class
 * index per sample. It is the loss of Lee et al. 2015 (Deeply-supervised nets), equation 1; PyTorch's {@code
 * MultiMarginLoss(p = 2)} is this over the number of classes.
 *
 * <pre>{@code
 * @SquaredHinge  Loss loss();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SquaredHinge {
  /** How far the right class has to be ahead of any other. */
  double margin() default 1;

  /** What the loss counts for beside others. */
  double weight() default 1;

  /** What callers call the labels; losses that name the same share them. */
  String target() default "labels";
}
