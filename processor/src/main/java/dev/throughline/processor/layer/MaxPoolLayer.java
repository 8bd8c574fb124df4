package dev.throughline.processor.layer;

import dev.throughline.dsl.MaxPool;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.TensorType;
import org.jspecify.annotations.Nullable;

/** {@code @MaxPool}: the largest value of each window. */
final class MaxPoolLayer implements LayerKind<MaxPool> {
  @Override
  public Class<MaxPool> annotation() {
    return MaxPool.class;
  }

  @Override
  public void checkValues(Site<MaxPool> site) {
    of(site.settings()).check(site);
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<MaxPool> site) {
    return of(site.settings()).type(x, site);
  }

  @Override
  public Node expand(Node x, MaxPool pool, ExpansionSite at) {
    return at.g().pool(Pooling.MAX, of(pool).window(x.type(), at.scope()), x);
  }

  @Override
  public String describe(MaxPool pool, Scope scope) {
    return of(pool).describe("maximum", scope);
  }

  private static Pools of(MaxPool pool) {
    return new Pools(
        PerAxis.of(pool.size()),
        PerAxis.of(pool.stride()),
        PerAxis.of(pool.padding()),
        pool.ceilMode());
  }
}
