//@ javac --add-modules jdk.incubator.vector -Athroughline.docs=markdwon
package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnknownDocs {
//< warning: [unknown-docs] -Athroughline.docs says `markdwon`, which is no form of pages
//     did you mean  markdown?
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}
