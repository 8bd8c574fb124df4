package dev.throughline.samples.transformer;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Dropout;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.SelfAttention;

/** The first sublayer of {@link EncoderLayer}. */
@Block
public interface TokenAttention {
  @SelfAttention(heads = 8, padding = "tokens", dropout = 0.1)  Layer attention();
  @Dropout(rate = 0.1)                                          Layer drop();
}
