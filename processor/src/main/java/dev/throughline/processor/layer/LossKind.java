package dev.throughline.processor.layer;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.lang.annotation.Annotation;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the annotation of a loss means.
 *
 * @param <A> the annotation
 */
public interface LossKind<A extends Annotation> {
  Class<A> annotation();

  /** Reports values that are wrong whatever the loss reads. */
  void checkValues(Site<A> site);

  /**
   * The type of what {@code prediction} is compared with; null if the loss cannot read it, which is then
   * reported. Asked only if the values are right.
   */
  @Nullable
  TensorType target(TensorType prediction, Site<A> site);

  /** The name of what the prediction is compared with; losses that name the same share it. */
  String targetName(A settings);

  /** What the loss takes its prediction for, which is of type {@code prediction}. */
  Reads reads(TensorType prediction, A settings);

  /** What the loss counts for beside others. */
  double weight(A settings);

  /** The index in the target whose samples or positions it leaves out, if there is one. */
  default OptionalInt ignoredIndex(A settings) {
    return OptionalInt.empty();
  }

  /** A scalar, the mean over the batch. Asked only if {@link #target} answered. */
  Node expand(Node prediction, Node target, A settings, ExpansionSite at);

  /** A few words for a table of layers. */
  String describe(A settings);
}
