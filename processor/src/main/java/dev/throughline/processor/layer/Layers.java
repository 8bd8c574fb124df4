package dev.throughline.processor.layer;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The list of all layers and losses. */
public final class Layers {
  private static final List<LayerKind<?>> LAYERS =
      List.of(
          new ConvLayer(),
          new DepthwiseConvLayer(),
          new LinearLayer(),
          new BatchNormLayer(),
          new LayerNormLayer(),
          new GroupNormLayer(),
          new LocalResponseNormLayer(),
          new ActivationLayer(),
          new GlobalAveragePoolLayer(),
          new MaxPoolLayer(),
          new AveragePoolLayer(),
          new AdaptiveAveragePoolLayer(),
          new FlattenLayer(),
          new DropoutLayer(),
          new AddLayer(),
          new ConcatLayer());

  private static final List<LossKind<?>> LOSSES = List.of(
      new SoftmaxCrossEntropyLoss(),
      new SquaredHingeLoss(),
      new BinaryCrossEntropyLoss(),
      new MeanSquaredErrorLoss());

  private Layers() {}

  /** The annotations of all layers and losses. */
  public static Stream<Class<? extends Annotation>> annotations() {
    return Stream.concat(
        LAYERS.stream().map(LayerKind::annotation), LOSSES.stream().map(LossKind::annotation));
  }

  /** The layer that {@code annotation} stands for, if it is a layer's. */
  @SuppressWarnings("unchecked") // a kind's annotation() is its type argument
  public static <A extends Annotation> Optional<LayerKind<A>> layer(A annotation) {
    return LAYERS.stream()
        .filter(kind -> kind.annotation() == annotation.annotationType())
        .map(kind -> (LayerKind<A>) kind)
        .findFirst();
  }

  /** The loss that {@code annotation} stands for, if it is a loss's. */
  @SuppressWarnings("unchecked") // as above
  public static <A extends Annotation> Optional<LossKind<A>> loss(A annotation) {
    return LOSSES.stream()
        .filter(kind -> kind.annotation() == annotation.annotationType())
        .map(kind -> (LossKind<A>) kind)
        .findFirst();
  }
}
