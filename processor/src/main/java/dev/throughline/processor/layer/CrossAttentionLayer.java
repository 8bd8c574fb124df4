package dev.throughline.processor.layer;

import dev.throughline.dsl.CrossAttention;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code @CrossAttention}: {@link Attention} of a sequence to another. */
final class CrossAttentionLayer implements LayerKind<CrossAttention> {
  @Override
  public Class<CrossAttention> annotation() {
    return CrossAttention.class;
  }

  @Override
  public void checkValues(Site<CrossAttention> site) {
    site.value("from", site.settings().from());
    of(site.settings()).checkValues(site);
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<CrossAttention> site) {
    String from = site.settings().from();
    TensorType memory = site.value("from", from);
    if (memory == null || !site.checkSequence(x)) {
      return null;
    }
    if (!memory.isSequence() || memory.features() != x.features()) {
      site.report(
          "from",
          Problem.JOIN_SHAPE,
          "`%s` attends from %s to `%s`, which is %s".formatted(site.path(), x, from, memory),
          Hint.use(String.format(Locale.ROOT, "a sequence of %d features", x.features())));
      return null;
    }
    return of(site.settings()).check(x, memory, site) ? x : null;
  }

  @Override
  public Node expand(Node x, CrossAttention attention, ExpansionSite at) {
    return of(attention).expand(x, at.value(attention.from()), at);
  }

  @Override
  public String describe(CrossAttention attention, Scope scope) {
    return of(attention).describe("attention to " + attention.from()).toString();
  }

  private static Attention of(CrossAttention a) {
    Padding padding = new Padding(a.padding(), a.paddingToken());
    return new Attention(a.heads(), false, a.dropout(), padding);
  }
}
