package dev.throughline.processor.layer;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.lang.annotation.Annotation;

/**
 * What the annotation of a loss means.
 *
 * @param <A> the annotation
 */
public interface LossKind<A extends Annotation> {
  Class<A> annotation();

  /** Reports values that are wrong whatever the loss reads. */
  void checkValues(Site<A> site);

  /** Reports logits that the loss cannot read. */
  void checkLogits(TensorType logits, Site<A> site);

  /** The loss of each sample, {@code f32[n]}; the network's loss is its mean. */
  Node expand(Node logits, Node labels, A settings, ExpansionSite at);

  /** A few words for a table of layers. */
  String describe(A settings);
}
