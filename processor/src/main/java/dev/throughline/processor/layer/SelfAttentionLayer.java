package dev.throughline.processor.layer;

import dev.throughline.dsl.SelfAttention;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import org.jspecify.annotations.Nullable;

/** {@code @SelfAttention}: {@link Attention} of a sequence to itself. */
final class SelfAttentionLayer implements LayerKind<SelfAttention> {
  @Override
  public Class<SelfAttention> annotation() {
    return SelfAttention.class;
  }

  @Override
  public void checkValues(Site<SelfAttention> site) {
    of(site.settings()).checkValues(site);
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<SelfAttention> site) {
    return site.checkSequence(x) && of(site.settings()).check(x, x, site) ? x : null;
  }

  @Override
  public Node expand(Node x, SelfAttention attention, ExpansionSite at) {
    return of(attention).expand(x, x, at);
  }

  @Override
  public String describe(SelfAttention attention, Scope scope) {
    return of(attention).describe("self-attention").toString();
  }

  private static Attention of(SelfAttention a) {
    Padding padding = new Padding(a.padding(), a.paddingToken());
    return new Attention(a.heads(), a.causal(), a.dropout(), padding);
  }
}
