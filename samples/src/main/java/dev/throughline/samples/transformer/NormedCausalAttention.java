package dev.throughline.samples.transformer;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Dropout;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.LayerNorm;
import dev.throughline.dsl.SelfAttention;

/** The first sublayer of {@link CausalLayer}. */
@Block
public interface NormedCausalAttention {
  @LayerNorm                                               Layer norm();
  @SelfAttention(heads = 8, causal = true, dropout = 0.1)  Layer attention();
  @Dropout(rate = 0.1)                                     Layer drop();
}
