package dev.throughline.processor.added;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Multiplies each feature by a number of its own, which is trained: {@code y = γ · x}. Touvron et al. 2021
 * (Going deeper with image transformers), section 2.1. Parameter {@code gamma [features]}.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface LayerScale {
  /** What every γ starts at. */
  double initial() default 1e-5;
}
