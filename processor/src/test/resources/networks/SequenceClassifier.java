import static dev.throughline.dsl.Nonlinearity.*;

import dev.throughline.dsl.*;

/** Tells sequences of tokens apart, whatever fills them up. */
@Network(input = @Input(tokens = 11, length = 7))
interface SequenceClassifier {
  @Embedding(units = 12, scaled = true)          Layer embed();
  @PositionalEncoding                            Layer positions();
  @Sequence(repeat = 2, activation = NONE)       EncoderLayer encoder();
  @MeanPool(padding = "tokens")                  Layer pool();
  @Linear(units = 3)                             Layer logits();
  @SoftmaxCrossEntropy                           Loss loss();
}

@Block
interface EncoderLayer {
  @Residual(activation = NONE)                   SelfAttend attend();
  @LayerNorm                                     Layer norm1();
  @Residual(activation = NONE)                   FeedForward feed();
  @LayerNorm                                     Layer norm2();
}

@Block
interface SelfAttend {
  @SelfAttention(heads = 3, padding = "tokens", dropout = 0.2)
      Layer attention();
  @Dropout(rate = 0.1)                           Layer drop();
}

@Block
interface FeedForward {
  @Linear(units = 20, activation = GELU)         Layer linear1();
  @Linear(units = 12)                            Layer linear2();
}
