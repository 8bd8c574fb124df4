package dev.throughline.processor.wiring;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.layer.ExpansionSite;
import dev.throughline.processor.layer.Layers;
import dev.throughline.processor.layer.Mode;
import java.lang.annotation.Annotation;
import java.util.List;

/** Expands a network into primitives. Cannot fail: what could go wrong has been checked. */
public final class NetworkExpansion {
  private final GraphBuilder g = new GraphBuilder();
  private final Mode mode;

  private NetworkExpansion(Mode mode) {
    this.mode = mode;
  }

  /** The forward graph of {@code network}. */
  public static Graph apply(TypedNetwork network, Mode mode) {
    return new NetworkExpansion(mode).expand(network);
  }

  private Graph expand(TypedNetwork network) {
    Node images = g.as("images").images(network.input());
    Node logits = chain(network.members(), images);
    String name = network.model().name();
    if (mode == Mode.INFERENCE) {
      return g.build(name, logits, null, null);
    }
    TypedMember member = network.loss();
    g.from(member.origin());
    Node labels = g.as("labels").labels();
    Node rowLoss = rowLoss(member.annotated().values(), member, logits, labels);
    Node loss = g.as("loss").mean(Axes.NONE, rowLoss);
    g.member(member.path(), loss);
    return g.build(name, logits, rowLoss, loss);
  }

  private Node chain(List<TypedMember> members, Node input) {
    Node x = input;
    for (TypedMember member : members) {
      g.from(member.origin());
      x = member(member.annotated().values(), member, x);
      g.member(member.path(), x);
    }
    return x;
  }

  private <A extends Annotation> Node member(A settings, TypedMember member, Node x) {
    ExpansionSite at = site(member);
    return Layers.layer(settings)
        .map(layer -> layer.expand(x, settings, at))
        .orElseGet(
            () -> Wirings.wiring(settings)
                .orElseThrow()
                .expand(x, settings, at, member.bodies(), this::body));
  }

  private Node body(TypedBody body, Node x) {
    var outside = g.origin();
    Node y = chain(body.members(), x);
    g.from(outside);
    return y;
  }

  private <A extends Annotation> Node rowLoss(
      A settings, TypedMember member, Node logits, Node labels) {
    return Layers.loss(settings)
        .orElseThrow()
        .expand(logits, labels, settings, site(member));
  }

  private ExpansionSite site(TypedMember member) {
    return new ExpansionSite(g, mode, member.path(), member.scope());
  }
}
