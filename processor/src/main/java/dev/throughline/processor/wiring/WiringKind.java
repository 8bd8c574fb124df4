package dev.throughline.processor.wiring;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.layer.ExpansionSite;
import dev.throughline.processor.layer.Scope;
import dev.throughline.processor.layer.Site;
import dev.throughline.processor.model.BlockModel;
import java.lang.annotation.Annotation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an annotation means that joins a block to the trunk.
 *
 * @param <A> the annotation
 */
public interface WiringKind<A extends Annotation> {
  Class<A> annotation();

  /** Reports values that are wrong whatever the block reads. */
  void checkValues(Site<A> site, BlockModel block);

  /**
   * The type of the result for an input of type {@code x}, null if unknown. Asks {@code bodies} for each
   * repeat of the block.
   */
  @Nullable
  TensorType type(@Nullable TensorType x, Site<A> site, BodyTyping bodies);

  /** The block, repeated and joined, in primitives. */
  Node expand(Node x, A settings, ExpansionSite at, List<TypedBody> bodies, BodyExpansion body);

  /** Whether the trunk goes on as if the member were not there, which exists in training only. */
  default boolean aside() {
    return false;
  }

  /** A few words for a table of layers. */
  String describe(A settings, BlockModel block, Scope scope);

  /** Types one repeat of the block. */
  interface BodyTyping {
    /**
     * The type that the block ends in; null if unknown.
     *
     * @param path names the members' parameters
     * @param scope what the members may take from the block
     */
    @Nullable
    TensorType type(String path, Scope scope, @Nullable TensorType x);
  }

  /** Expands one repeat of the block. */
  interface BodyExpansion {
    Node expand(TypedBody body, Node x);
  }
}
