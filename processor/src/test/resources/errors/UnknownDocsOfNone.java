//@ javac --add-modules jdk.incubator.vector -Athroughline.docs
package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface UnknownDocsOfNone {
//< warning: [unknown-docs] -Athroughline.docs does not say what pages are to be
//     use  none, markdown, site
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}
