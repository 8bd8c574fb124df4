package dev.throughline.samples.transformer;

import static dev.throughline.dsl.Nonlinearity.NONE;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.LayerNorm;
import dev.throughline.dsl.Residual;

/** A decoder's layer: attends to what it has said, then to the encoder (Vaswani et al. 2017, section 3.1). */
@Block
public interface DecoderLayer {
  @Residual(activation = NONE)  CausalAttention attend();
  @LayerNorm                    Layer norm1();
  @Residual(activation = NONE)  MemoryAttention consult();
  @LayerNorm                    Layer norm2();
  @Residual(activation = NONE)  FeedForward feed();
  @LayerNorm                    Layer norm3();
}
