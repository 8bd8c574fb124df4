package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;

import dev.throughline.dsl.Embedding;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Initializer;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code @Embedding}: {@code y[t] = weight[tokens[t]]}, times {@code √units} if asked. */
final class EmbeddingLayer implements LayerKind<Embedding> {
  @Override
  public Class<Embedding> annotation() {
    return Embedding.class;
  }

  @Override
  public boolean readsTokens() {
    return true;
  }

  @Override
  public void checkValues(Site<Embedding> site) {
    site.checkFilters("units", site.settings().units());
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<Embedding> site) {
    int units = site.scope().filters(site.settings().units());
    if (!site.checkSize("weights", List.of(x.limit(), units))) {
      return null;
    }
    List<Integer> extents = new ArrayList<>(x.extents());
    extents.add(units);
    return new TensorType(true, extents);
  }

  @Override
  public Node expand(Node x, Embedding embedding, ExpansionSite at) {
    GraphBuilder g = at.g();
    int units = at.scope().filters(embedding.units());
    double scale = embedding.scaled() ? Math.sqrt(units) : 1;
    Node table =
        g.parameter(
            ParameterInfo.table(
                at.named("weight"), x.type().limit(), units, new Initializer.Normal(1 / scale)));
    Node rows = g.gather(x, table);
    return embedding.scaled() ? g.map(arg(0).times(constant(scale)), rows) : rows;
  }

  @Override
  public String describe(Embedding embedding, Scope scope) {
    return new Description("embedding")
        .add(scope.filters(embedding.units()) + " features")
        .addIf(embedding.scaled(), "scaled")
        .toString();
  }
}
