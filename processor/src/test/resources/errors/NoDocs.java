//@ javac --add-modules jdk.incubator.vector -Athroughline.docs=site
package errors;

import dev.throughline.dsl.*;

@Network(input = @Input(channels = 3, height = 8, width = 8))
interface NoDocs {
//< warning: [no-docs] -Athroughline.docs asks for pages, but throughline-docs, which writes them, is not on the processor path
//     use  dev.throughline:throughline-docs beside dev.throughline:throughline-processor
//     or   -Athroughline.docs=none
  @GlobalAveragePool  Layer pool();
  @Linear(units = 10)  Layer logits();
  @SoftmaxCrossEntropy  Loss loss();
}
