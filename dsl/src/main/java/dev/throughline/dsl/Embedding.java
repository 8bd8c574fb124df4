package dev.throughline.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A vector for each token: {@code y[t] = weight[tokens[t]]}, from tokens {@code [n, t]} to {@code f32[n, t,
 * units]}.
 *
 * <p>Parameter of a member {@code embed}: {@code embed.weight [tokens, units]}, drawn from the standard normal
 * distribution as PyTorch does; if {@code scaled}, with deviation {@code 1/√units}, so that what comes out
 * has deviation 1 all the same.
 *
 * <pre>{@code
 * @Network(input = @Input(tokens = 32000, length = 128))
 * …
 * @Embedding(units = 512)  Layer embed();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Embedding {
  /** Features of a token; if left out in a block, the block's filters. */
  int units() default Block.OF_BLOCK;

  /** Whether rows are multiplied by {@code √units}; Vaswani et al. 2017, section 3.4. */
  boolean scaled() default false;
}
