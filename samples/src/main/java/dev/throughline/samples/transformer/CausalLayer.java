package dev.throughline.samples.transformer;

import static dev.throughline.dsl.Nonlinearity.NONE;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Residual;

/** A layer of a language model, which adds to what it reads and nothing else. */
@Block
public interface CausalLayer {
  @Residual(activation = NONE)  NormedCausalAttention attend();
  @Residual(activation = NONE)  NormedFeedForward feed();
}
