package dev.throughline.processor.layer;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.lang.annotation.Annotation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the annotation of a layer means.
 *
 * @param <A> the annotation
 */
public interface LayerKind<A extends Annotation> {
  Class<A> annotation();

  /** Whether the layer is for tokens; all others are for numbers. */
  default boolean readsTokens() {
    return false;
  }

  /** Reports values that are wrong whatever the layer reads. */
  default void checkValues(Site<A> site) {}

  /**
   * The type of the result for an input of type {@code x}; null if that is a mistake, which is then
   * reported. Asked only if the values are right.
   */
  @Nullable
  TensorType type(TensorType x, Site<A> site);

  /** The layer in primitives. Asked only if {@link #type} answered. */
  Node expand(Node x, A settings, ExpansionSite at);

  /** A few words for a table of layers: {@code 3×3, 16 filters, stride 2, batch norm, ReLU}. */
  String describe(A settings, Scope scope);

  /**
   * What the layer is made of that a reader takes for layers of their own, such as those of branches; empty
   * if it is one thing. Their parameters are named below the layer's path and their own name.
   */
  default List<Step> steps(A settings, Scope scope) {
    return List.of();
  }

  /** A layer within a layer: {@code branch1.conv1}, and a few words. */
  record Step(String name, String description) {}
}
