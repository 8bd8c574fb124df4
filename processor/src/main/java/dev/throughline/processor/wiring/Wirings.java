package dev.throughline.processor.wiring;

import dev.throughline.processor.layer.Layers;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The list of all ways to join a block to the trunk. */
public final class Wirings {
  private static final List<WiringKind<?>> WIRINGS =
      List.of(
          new ResidualWiring(), new SequenceWiring(), new DenseWiring(), new AuxLossWiring());

  private Wirings() {}

  /** Every annotation that says what a member computes: layers, losses and wirings. */
  public static List<Class<? extends Annotation>> allKinds() {
    return Stream.concat(Layers.annotations(), WIRINGS.stream().map(WiringKind::annotation))
        .<Class<? extends Annotation>>map(kind -> kind)
        .toList();
  }

  /** The wiring that {@code annotation} stands for, if it is a wiring's. */
  @SuppressWarnings("unchecked") // a kind's annotation() is its type argument
  public static <A extends Annotation> Optional<WiringKind<A>> wiring(A annotation) {
    return WIRINGS.stream()
        .filter(kind -> kind.annotation() == annotation.annotationType())
        .map(kind -> (WiringKind<A>) kind)
        .findFirst();
  }
}
