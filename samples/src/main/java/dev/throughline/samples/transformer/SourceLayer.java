package dev.throughline.samples.transformer;

import static dev.throughline.dsl.Nonlinearity.NONE;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.LayerNorm;
import dev.throughline.dsl.Residual;

/** {@link EncoderLayer} of an input that is called {@code source}. */
@Block
public interface SourceLayer {
  @Residual(activation = NONE)  SourceAttention attend();
  @LayerNorm                    Layer norm1();
  @Residual(activation = NONE)  FeedForward feed();
  @LayerNorm                    Layer norm2();
}
