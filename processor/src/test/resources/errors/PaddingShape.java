package errors;

import dev.throughline.dsl.*;

@Network(input = {
    @Input(name = "source", tokens = 50, length = 6),
    @Input(name = "target", tokens = 50, length = 9)
  })
interface PaddingShape {
  @Embedding(units = 16)  Layer embed();
  @SelfAttention(heads = 2, padding = "target")  Layer attention();
//                                    ^ error: [padding-shape] `attention` leaves out the padding of `target`, which is index(50)[n, 9], from a sequence of 6
//     use  the tokens that the sequence was made from
  @MeanPool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}
