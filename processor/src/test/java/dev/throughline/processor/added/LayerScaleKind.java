package dev.throughline.processor.added;

import static dev.throughline.processor.graph.Expr.arg;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Initializer;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.layer.ExpansionSite;
import dev.throughline.processor.layer.LayerKind;
import dev.throughline.processor.layer.Scope;
import dev.throughline.processor.layer.Site;

/** {@code @LayerScale}: {@code y = γ · x} for each feature. */
public final class LayerScaleKind implements LayerKind<LayerScale> {
  @Override
  public Class<LayerScale> annotation() {
    return LayerScale.class;
  }

  @Override
  public void checkValues(Site<LayerScale> site) {
    if (!Double.isFinite(site.settings().initial())) {
      site.illegal("initial", site.settings().initial(), "a finite number, such as 1e-5");
    }
  }

  @Override
  public TensorType type(TensorType x, Site<LayerScale> site) {
    return x;
  }

  @Override
  public Node expand(Node x, LayerScale scale, ExpansionSite at) {
    GraphBuilder g = at.g();
    Node gamma =
        g.parameter(
            ParameterInfo.vector(
                at.named("gamma"),
                x.type().features(),
                new Initializer.Fill((float) scale.initial())));
    return g.map(arg(0).times(arg(1)), x, g.spread(gamma, Axes.FEATURES, x.type()));
  }

  @Override
  public String describe(LayerScale scale, Scope scope) {
    return "scale of each feature";
  }
}
