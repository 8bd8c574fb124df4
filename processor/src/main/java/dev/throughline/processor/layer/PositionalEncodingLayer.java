package dev.throughline.processor.layer;

import dev.throughline.dsl.PositionalEncoding;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Initializer;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.TensorType;
import org.jspecify.annotations.Nullable;

/** {@code @PositionalEncoding}: {@code y = x + code}, the code of each position, fixed or trained. */
final class PositionalEncodingLayer implements LayerKind<PositionalEncoding> {
  private static final double DEVIATION = 0.02;

  @Override
  public Class<PositionalEncoding> annotation() {
    return PositionalEncoding.class;
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<PositionalEncoding> site) {
    return site.checkSequence(x) ? x : null;
  }

  @Override
  public Node expand(Node x, PositionalEncoding encoding, ExpansionSite at) {
    GraphBuilder g = at.g();
    TensorType type = x.type();
    int positions = type.extents().getFirst();
    Node code =
        encoding.learned()
            ? g.parameter(
                ParameterInfo.table(
                    at.named("weight"),
                    positions,
                    type.features(),
                    new Initializer.Normal(DEVIATION)))
            : g.reshape(
                g.state(
                    at.named("pe"),
                    Math.toIntExact(type.elements()),
                    new Initializer.Sinusoids(type.features())),
                type.along(Axes.ELEMENTS));
    return g.add(x, g.spread(code, Axes.ELEMENTS, type));
  }

  @Override
  public String describe(PositionalEncoding encoding, Scope scope) {
    return encoding.learned() ? "plus learned positions" : "plus sinusoids of the position";
  }
}
