package dev.throughline.samples.transformer;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.CrossAttention;
import dev.throughline.dsl.Dropout;
import dev.throughline.dsl.Layer;

/** The second sublayer of {@link DecoderLayer}: the encoder's answer is its {@code memory}. */
@Block
public interface MemoryAttention {
  @CrossAttention(heads = 8, from = "memory", padding = "source", dropout = 0.1)
  Layer attention();

  @Dropout(rate = 0.1)
  Layer drop();
}
