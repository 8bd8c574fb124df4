package dev.throughline.samples.imagenet;

import static dev.throughline.dsl.Nonlinearity.RELU;

import dev.throughline.dsl.AdaptiveAveragePool;
import dev.throughline.dsl.Dropout;
import dev.throughline.dsl.Flatten;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.MaxPool;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.Sequence;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/** VGG-19 (Simonyan and Zisserman 2015, table 1, column E; torchvision's form). */
@Network(input = @Input(channels = 3, height = 224, width = 224))
public interface Vgg19 {
  @Sequence(filters = 64, repeat = 2)          PlainConv stage1();
  @MaxPool(size = 2)                           Layer pool1();
  @Sequence(filters = 128, repeat = 2)         PlainConv stage2();
  @MaxPool(size = 2)                           Layer pool2();
  @Sequence(filters = 256, repeat = 4)         PlainConv stage3();
  @MaxPool(size = 2)                           Layer pool3();
  @Sequence(filters = 512, repeat = 4)         PlainConv stage4();
  @MaxPool(size = 2)                           Layer pool4();
  @Sequence(filters = 512, repeat = 4)         PlainConv stage5();
  @MaxPool(size = 2)                           Layer pool5();
  @AdaptiveAveragePool(height = 7, width = 7)  Layer bins();
  @Flatten                                     Layer vector();
  @Linear(units = 4096, activation = RELU)     Layer hidden1();
  @Dropout(rate = 0.5)                         Layer drop1();
  @Linear(units = 4096, activation = RELU)     Layer hidden2();
  @Dropout(rate = 0.5)                         Layer drop2();
  @Linear(units = 1000)                        Layer logits();
  @SoftmaxCrossEntropy                         Loss loss();
}
