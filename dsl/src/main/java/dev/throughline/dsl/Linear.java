package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A fully connected layer: {@code y[k] = Σ x[c] · w[k, c] + b[k]}, from {@code f32[n, c]} to {@code f32[n,
 * units]}, then, as asked, the normalisation and the activation.
 *
 * <p>Of a sequence, each position by itself. An image has to become a vector first, by {@link Flatten} or {@link GlobalAveragePool}. Parameters
 * of a member {@code logits}: {@code logits.weight [units, c]}, {@code logits.bias [units]}, and with a
 * normalisation those of {@link BatchNorm} under {@code logits.norm}.
 *
 * <pre>{@code
 * @Linear(units = 10)  Layer logits();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Linear {
  /** Output features; if left out in a block, the block's filters times {@link #ratio()}. */
  int units() default Block.OF_BLOCK;

  /** The share of the block's filters: 4 widens between the two products of a Transformer's layer. */
  double ratio() default 1;

  /** The normalisation after the weights. */
  Norm norm() default Norm.NONE;

  /** ε of the normalisation. */
  double epsilon() default 1e-5;

  /** The part of the batch's statistics that enters the running ones of the normalisation. */
  double momentum() default 0.1;

  /** The activation at the end. */
  Nonlinearity activation() default Nonlinearity.NONE;

  /** Whether there is a bias. */
  Bias bias() default Bias.UNLESS_NORM;

  /** How the weights start. */
  Initialization initializer() default Initialization.HE;
}
