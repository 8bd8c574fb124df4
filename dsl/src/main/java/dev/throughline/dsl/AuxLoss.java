package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A head with a loss of its own on an early value: deep supervision. The block ends in a {@link Loss}, which
 * is added to the network's with {@code weight}; the trunk goes on as if the head were not there. At
 * inference there is no head.
 *
 * <p>Lee et al. 2015 (Deeply-supervised nets), equation 3; Szegedy et al. 2015, section 5. A head on an early
 * member of a net without dense connections may cost accuracy: Huang et al. 2018 (MSDNet), section 3.
 *
 * <pre>{@code
 * @AuxLoss(from = "inception4a", weight = 0.3)  AuxHead aux1();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface AuxLoss {
  /** What the head reads, named as in {@link From}; if left out, the value of the member before it. */
  String from() default "";

  /** What the head's loss counts for beside the network's. */
  double weight() default 1;

  /** The filters that members of the block take, if they leave theirs to the block. */
  int filters() default Block.OF_BLOCK;
}
