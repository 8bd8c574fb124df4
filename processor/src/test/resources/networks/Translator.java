import static dev.throughline.dsl.Nonlinearity.*;

import dev.throughline.dsl.*;

/** An encoder of one sequence and a decoder of another, of different length. */
@Network(
    input = {
      @Input(name = "source", tokens = 11, length = 8),
      @Input(name = "target", tokens = 13, length = 5)
    })
interface Translator {
  @Embedding(units = 32)                          Layer ofSource();
  @PositionalEncoding                             Layer sourcePositions();
  @Sequence(activation = NONE)                    Encode encoder();
  @LayerNorm                                      Layer memory();
  @From("target") @Embedding(units = 32)          Layer ofTarget();
  @PositionalEncoding                             Layer targetPositions();
  @Sequence(repeat = 2, activation = NONE)        Decode decoder();
  @LayerNorm                                      Layer norm();
  @Linear(units = 13)                             Layer logits();
  @SoftmaxCrossEntropy(ignoredIndex = 0)          Loss loss();
}

@Block
interface Encode {
  @Residual(activation = NONE)                    SelfAttend attend();
  @LayerNorm                                      Layer norm1();
}

@Block
interface Decode {
  @Residual(activation = NONE)                    CausalAttend attend();
  @LayerNorm                                      Layer norm1();
  @Residual(activation = NONE)                    CrossAttend cross();
  @LayerNorm                                      Layer norm2();
  @Residual(activation = NONE)                    FeedForward feed();
  @LayerNorm                                      Layer norm3();
}

@Block
interface SelfAttend {
  @SelfAttention(heads = 2, padding = "source", paddingToken = 3)
      Layer attention();
}

@Block
interface CausalAttend {
  @SelfAttention(heads = 4, causal = true)        Layer attention();
}

@Block
interface CrossAttend {
  @CrossAttention(heads = 2, from = "memory", padding = "source", paddingToken = 3)
  Layer attention();
}

@Block
interface FeedForward {
  @Linear(units = 20, activation = RELU)          Layer linear1();
  @Linear(units = 32)                             Layer linear2();
}
