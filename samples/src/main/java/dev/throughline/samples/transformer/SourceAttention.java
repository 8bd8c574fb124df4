package dev.throughline.samples.transformer;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Dropout;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.SelfAttention;

/** The first sublayer of {@link SourceLayer}. */
@Block
public interface SourceAttention {
  @SelfAttention(heads = 8, padding = "source", dropout = 0.1)  Layer attention();
  @Dropout(rate = 0.1)                                          Layer drop();
}
