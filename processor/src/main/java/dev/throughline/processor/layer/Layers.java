package dev.throughline.processor.layer;

import java.lang.annotation.Annotation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The list of all layers and losses: ours, and those that other jars on the processor path offer as services of
 * {@link LayerKind} or {@link LossKind}.
 */
public final class Layers {
  private static final List<LayerKind<?>> OURS =
      List.of(
          new ConvLayer(),
          new DepthwiseConvLayer(),
          new LinearLayer(),
          new BatchNormLayer(),
          new LayerNormLayer(),
          new GroupNormLayer(),
          new LocalResponseNormLayer(),
          new EmbeddingLayer(),
          new PositionalEncodingLayer(),
          new SelfAttentionLayer(),
          new CrossAttentionLayer(),
          new MeanPoolLayer(),
          new ActivationLayer(),
          new GlobalAveragePoolLayer(),
          new MaxPoolLayer(),
          new AveragePoolLayer(),
          new AdaptiveAveragePoolLayer(),
          new FlattenLayer(),
          new DropoutLayer(),
          new AddLayer(),
          new ConcatLayer());

  private static final List<LossKind<?>> OUR_LOSSES = List.of(
      new SoftmaxCrossEntropyLoss(),
      new SquaredHingeLoss(),
      new BinaryCrossEntropyLoss(),
      new MeanSquaredErrorLoss());

  private static final List<LayerKind<?>> LAYERS =
      Stream.concat(OURS.stream(), services(LayerKind.class).<LayerKind<?>>map(kind -> kind))
          .toList();
  private static final List<LossKind<?>> LOSSES =
      Stream.concat(OUR_LOSSES.stream(), services(LossKind.class).<LossKind<?>>map(kind -> kind))
          .toList();

  private Layers() {}

  /** In the order of their names, whatever the order of the jars. */
  private static <K> Stream<K> services(Class<K> kind) {
    return ServiceLoader.load(kind, Layers.class.getClassLoader()).stream()
        .sorted(Comparator.comparing(service -> service.type().getName()))
        .map(ServiceLoader.Provider::get);
  }

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
