package dev.throughline.samples.transformer;

import static dev.throughline.dsl.Nonlinearity.NONE;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.LayerNorm;
import dev.throughline.dsl.Residual;

/** An encoder's layer of padded tokens: each sublayer, a skip around it, a norm (Vaswani et al. 2017, section 3.1). */
@Block
public interface EncoderLayer {
  @Residual(activation = NONE)  TokenAttention attend();
  @LayerNorm                    Layer norm1();
  @Residual(activation = NONE)  FeedForward feed();
  @LayerNorm                    Layer norm2();
}
