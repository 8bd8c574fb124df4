package dev.throughline.processor.layer;

import dev.throughline.dsl.GlobalAveragePool;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import org.jspecify.annotations.Nullable;

/** {@code @GlobalAveragePool}: the mean of each channel. */
final class GlobalAveragePoolLayer implements LayerKind<GlobalAveragePool> {
  @Override
  public Class<GlobalAveragePool> annotation() {
    return GlobalAveragePool.class;
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<GlobalAveragePool> site) {
    return site.checkImage(x) ? x.along(Axes.SAMPLE_FEATURES) : null;
  }

  @Override
  public Node expand(Node x, GlobalAveragePool pool, ExpansionSite at) {
    return at.g().mean(Axes.SAMPLE_FEATURES, x);
  }

  @Override
  public String describe(GlobalAveragePool pool, Scope scope) {
    return "mean of each channel";
  }
}
