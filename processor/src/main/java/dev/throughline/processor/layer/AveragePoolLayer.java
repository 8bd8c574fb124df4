package dev.throughline.processor.layer;

import dev.throughline.dsl.AveragePool;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.TensorType;
import org.jspecify.annotations.Nullable;

/** {@code @AveragePool}: the mean of each window, padding counted as zeros. */
final class AveragePoolLayer implements LayerKind<AveragePool> {
  @Override
  public Class<AveragePool> annotation() {
    return AveragePool.class;
  }

  @Override
  public void checkValues(Site<AveragePool> site) {
    of(site.settings()).check(site);
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<AveragePool> site) {
    return of(site.settings()).type(x, site);
  }

  @Override
  public Node expand(Node x, AveragePool pool, ExpansionSite at) {
    return at.g().pool(Pooling.AVERAGE, of(pool).window(x.type(), at.scope()), x);
  }

  @Override
  public String describe(AveragePool pool, Scope scope) {
    return of(pool).describe("mean", scope);
  }

  private static Pools of(AveragePool pool) {
    return new Pools(
        PerAxis.of(pool.size()),
        PerAxis.of(pool.stride()),
        PerAxis.of(pool.padding()),
        pool.ceilMode());
  }
}
