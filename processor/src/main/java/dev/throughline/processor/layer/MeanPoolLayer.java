package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.ONE;
import static dev.throughline.processor.graph.Expr.ZERO;
import static dev.throughline.processor.graph.Expr.arg;

import dev.throughline.dsl.MeanPool;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import org.jspecify.annotations.Nullable;

/** {@code @MeanPool}: the mean over the positions that are not padding. */
final class MeanPoolLayer implements LayerKind<MeanPool> {
  @Override
  public Class<MeanPool> annotation() {
    return MeanPool.class;
  }

  @Override
  public void checkValues(Site<MeanPool> site) {
    of(site.settings()).checkName(site);
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<MeanPool> site) {
    return site.checkSequence(x) && of(site.settings()).check(x.extents().getFirst(), site)
        ? x.along(Axes.SAMPLE_FEATURES)
        : null;
  }

  @Override
  public Node expand(Node x, MeanPool pool, ExpansionSite at) {
    GraphBuilder g = at.g();
    Padding padding = of(pool);
    if (padding.isNone()) {
      return g.mean(Axes.SAMPLE_FEATURES, x);
    }
    Node tokens = at.value(pool.padding());
    Node counted =
        g.map(padding.where(1, ZERO, arg(0)), x, g.spread(tokens, Axes.ROWS, x.type()));
    Node sum = g.sum(Axes.SAMPLE_FEATURES, counted);
    Node count =
        g.as("count").sum(Axes.SAMPLES, g.map(padding.where(0, ZERO, ONE), tokens));
    Node share = g.map(ONE.over(Expr.max(arg(0), ONE)), count);
    return g.map(arg(0).times(arg(1)), sum, g.spread(share, Axes.ROWS, sum.type()));
  }

  @Override
  public String describe(MeanPool pool, Scope scope) {
    return new Description("mean over positions")
        .addIf(!pool.padding().isEmpty(), "without padding")
        .toString();
  }

  private static Padding of(MeanPool pool) {
    return new Padding(pool.padding(), pool.paddingToken());
  }
}
