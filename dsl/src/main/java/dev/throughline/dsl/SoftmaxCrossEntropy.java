package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The cross-entropy between the softmax of the logits and the label: {@code −Σ t[k] · log softmax(x)[k]},
 * averaged over the batch. Reads {@code f32[n, classes]} and one class index per sample, or {@code f32[n, t,
 * classes]} and one per position.
 *
 * <p>The target t is {@code 1 − ε + ε/classes} at the label and {@code ε/classes} elsewhere, where ε is
 * {@code labelSmoothing}; Szegedy et al. 2016 (Rethinking the Inception architecture), section 7. With {@code
 * classWeights} or an {@code ignoredIndex} the average is weighted: each row counts as much as its class, and one
 * that does not count may hold any numbers. A logit of −∞ is a class that cannot be: it costs nothing unless
 * it is right.
 *
 * <pre>{@code
 * @SoftmaxCrossEntropy(labelSmoothing = 0.1)  Loss loss();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SoftmaxCrossEntropy {
  /** ε, in [0, 1). */
  double labelSmoothing() default 0;

  /** What each class counts for; none lets all count the same. Not together with {@code labelSmoothing}. */
  double[] classWeights() default {};

  /** Rows with this label do not count, such as padding; none if negative. */
  int ignoredIndex() default -1;

  /** What the loss counts for beside others. */
  double weight() default 1;

  /** What callers call the labels; losses that name the same share them. */
  String target() default "labels";
}
