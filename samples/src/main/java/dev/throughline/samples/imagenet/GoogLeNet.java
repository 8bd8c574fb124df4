package dev.throughline.samples.imagenet;

import static dev.throughline.dsl.Nonlinearity.RELU;
import static dev.throughline.dsl.Norm.BATCH;

import dev.throughline.dsl.AuxLoss;
import dev.throughline.dsl.Branch;
import dev.throughline.dsl.Concat;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Dropout;
import dev.throughline.dsl.GlobalAveragePool;
import dev.throughline.dsl.Input;
import dev.throughline.dsl.Layer;
import dev.throughline.dsl.Linear;
import dev.throughline.dsl.Loss;
import dev.throughline.dsl.MaxPool;
import dev.throughline.dsl.Network;
import dev.throughline.dsl.SoftmaxCrossEntropy;

/**
 * GoogLeNet (Szegedy et al. 2015, Going deeper with convolutions, table 1) in torchvision's form: with
 * batch norm, and with 3×3 filters where the paper has 5×5. Its two auxiliary heads exist in training
 * only.
 */
@Network(input = @Input(channels = 3, height = 224, width = 224))
public interface GoogLeNet {
  double EPSILON = 1e-3;

  @Conv(filters = 64, kernel = 7, stride = 2, norm = BATCH, epsilon = EPSILON, activation = RELU)
      Layer conv1();
  @MaxPool(size = 3, stride = 2, ceilMode = true)  Layer pool1();
  @Conv(filters = 64, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU)
      Layer conv2();
  @Conv(filters = 192, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)
      Layer conv3();
  @MaxPool(size = 3, stride = 2, ceilMode = true)  Layer pool2();

  @Concat({
    @Branch(@Conv(filters = 64, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU)),
    @Branch({
      @Conv(filters = 96, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 128, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch({
      @Conv(filters = 16, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 32, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch(
        pool = @MaxPool(size = 3, stride = 1, padding = 1),
        value = @Conv(filters = 32, kernel = 1, norm = BATCH, epsilon = EPSILON,
            activation = RELU))})
  Layer inception3a();

  @Concat({
    @Branch(@Conv(filters = 128, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU)),
    @Branch({
      @Conv(filters = 128, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 192, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch({
      @Conv(filters = 32, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 96, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch(
        pool = @MaxPool(size = 3, stride = 1, padding = 1),
        value = @Conv(filters = 64, kernel = 1, norm = BATCH, epsilon = EPSILON,
            activation = RELU))})
  Layer inception3b();

  @MaxPool(size = 3, stride = 2, ceilMode = true)  Layer pool3();

  @Concat({
    @Branch(@Conv(filters = 192, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU)),
    @Branch({
      @Conv(filters = 96, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 208, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch({
      @Conv(filters = 16, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 48, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch(
        pool = @MaxPool(size = 3, stride = 1, padding = 1),
        value = @Conv(filters = 64, kernel = 1, norm = BATCH, epsilon = EPSILON,
            activation = RELU))})
  Layer inception4a();

  @AuxLoss(weight = 0.3)  GoogLeNetHead aux1();

  @Concat({
    @Branch(@Conv(filters = 160, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU)),
    @Branch({
      @Conv(filters = 112, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 224, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch({
      @Conv(filters = 24, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 64, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch(
        pool = @MaxPool(size = 3, stride = 1, padding = 1),
        value = @Conv(filters = 64, kernel = 1, norm = BATCH, epsilon = EPSILON,
            activation = RELU))})
  Layer inception4b();

  @Concat({
    @Branch(@Conv(filters = 128, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU)),
    @Branch({
      @Conv(filters = 128, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 256, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch({
      @Conv(filters = 24, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 64, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch(
        pool = @MaxPool(size = 3, stride = 1, padding = 1),
        value = @Conv(filters = 64, kernel = 1, norm = BATCH, epsilon = EPSILON,
            activation = RELU))})
  Layer inception4c();

  @Concat({
    @Branch(@Conv(filters = 112, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU)),
    @Branch({
      @Conv(filters = 144, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 288, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch({
      @Conv(filters = 32, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 64, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch(
        pool = @MaxPool(size = 3, stride = 1, padding = 1),
        value = @Conv(filters = 64, kernel = 1, norm = BATCH, epsilon = EPSILON,
            activation = RELU))})
  Layer inception4d();

  @AuxLoss(weight = 0.3)  GoogLeNetHead aux2();

  @Concat({
    @Branch(@Conv(filters = 256, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU)),
    @Branch({
      @Conv(filters = 160, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 320, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch({
      @Conv(filters = 32, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 128, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch(
        pool = @MaxPool(size = 3, stride = 1, padding = 1),
        value = @Conv(filters = 128, kernel = 1, norm = BATCH, epsilon = EPSILON,
            activation = RELU))})
  Layer inception4e();

  @MaxPool(size = 2, stride = 2, ceilMode = true)  Layer pool4();

  @Concat({
    @Branch(@Conv(filters = 256, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU)),
    @Branch({
      @Conv(filters = 160, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 320, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch({
      @Conv(filters = 32, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 128, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch(
        pool = @MaxPool(size = 3, stride = 1, padding = 1),
        value = @Conv(filters = 128, kernel = 1, norm = BATCH, epsilon = EPSILON,
            activation = RELU))})
  Layer inception5a();

  @Concat({
    @Branch(@Conv(filters = 384, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU)),
    @Branch({
      @Conv(filters = 192, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 384, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch({
      @Conv(filters = 48, kernel = 1, norm = BATCH, epsilon = EPSILON, activation = RELU),
      @Conv(filters = 128, kernel = 3, norm = BATCH, epsilon = EPSILON, activation = RELU)}),
    @Branch(
        pool = @MaxPool(size = 3, stride = 1, padding = 1),
        value = @Conv(filters = 128, kernel = 1, norm = BATCH, epsilon = EPSILON,
            activation = RELU))})
  Layer inception5b();

  @GlobalAveragePool     Layer pool();
  @Dropout(rate = 0.2)   Layer drop();
  @Linear(units = 1000)  Layer logits();
  @SoftmaxCrossEntropy   Loss loss();
}
