import static dev.throughline.dsl.Nonlinearity.*;

import dev.throughline.dsl.*;

/** Says at each position which token comes next; one head attends, each position to the past only. */
@Network(input = @Input(tokens = 17, length = 35))
interface LanguageModel {
  @Embedding(units = 10)                Layer embed();
  @PositionalEncoding(learned = true)   Layer positions();
  @Residual(activation = NONE)          Attend attend();
  @Residual(activation = NONE)          Feed feed();
  @LayerNorm                            Layer norm();
  @Linear(units = 17)                   Layer logits();
  @SoftmaxCrossEntropy                  Loss loss();
}

@Block
interface Attend {
  @LayerNorm                                                       Layer norm();
  @SelfAttention(heads = 1, causal = true, padding = "tokens", paddingToken = 7)
  Layer attention();
}

@Block
interface Feed {
  @LayerNorm                               Layer norm();
  @Linear(units = 40, activation = GELU)   Layer linear1();
  @Linear(units = 10)                      Layer linear2();
}
