package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which value a member reads, in place of that of the member before it: an earlier member or an input of
 * the network, by name. In a block, the block's own members are meant first, then those of the body
 * that uses the block, then the network's.
 *
 * <pre>{@code
 * @From("target") @Embedding(units = 512)  Layer targetEmbedding();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface From {
  /** The member or input. */
  String value();
}
