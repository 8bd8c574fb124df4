package dev.throughline.processor.wiring;

import dev.throughline.dsl.Freeze;
import dev.throughline.dsl.From;
import dev.throughline.dsl.Output;
import dev.throughline.dsl.SharedWith;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.LossTerm;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.layer.ExpansionSite;
import dev.throughline.processor.layer.Layers;
import dev.throughline.processor.layer.LossKind;
import dev.throughline.processor.layer.Mode;
import dev.throughline.processor.layer.Values;
import java.lang.annotation.Annotation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/** Expands a network into primitives. Cannot fail: what could go wrong has been checked. */
public final class NetworkExpansion {
  private final GraphBuilder g = new GraphBuilder();
  private final Mode mode;

  /** The values that names stand for in the body that is being expanded. */
  private Values<Node> values = Values.none();

  private boolean frozen = false;

  /** Where the parameters are published of a member that has another's, by its path. */
  private final Map<String, String> aliases = new HashMap<>();

  private NetworkExpansion(Mode mode) {
    this.mode = mode;
  }

  /** The forward graph of {@code network}. */
  public static Graph apply(TypedNetwork network, Mode mode) {
    NetworkExpansion expansion = new NetworkExpansion(mode);
    expansion.inputs(network.inputs());
    Node first = expansion.named(network.inputs().firstEntry().getKey());
    Node last = expansion.chain(network.members(), first);
    expansion.chain(List.of(network.loss()), last);
    return expansion.g.build(network.model().name());
  }

  /** The graph of one member alone, whatever it would be given. */
  static Graph alone(TypedMember member, SequencedMap<String, TensorType> given) {
    NetworkExpansion expansion = new NetworkExpansion(Mode.TRAINING);
    expansion.inputs(given);
    Node x = expansion.g.data("", member.in());
    expansion.expand(member, x);
    return expansion.g.build(member.path());
  }

  private void inputs(SequencedMap<String, TensorType> types) {
    types.forEach((name, type) -> values.put(name, g.data(name, type)));
  }

  private Node chain(List<TypedMember> members, Node input) {
    Node x = input;
    for (TypedMember member : members) {
      boolean gone = member.isAside() && mode == Mode.INFERENCE && !isNetworksOwnLoss(member);
      if (!gone) {
        x = member(member, x);
      }
    }
    return x;
  }

  /** Of a loss of the network itself the prediction stays at inference: it is an answer. */
  private static boolean isNetworksOwnLoss(TypedMember member) {
    return member.bodies().isEmpty() && member.scope().user() == null;
  }

  /** What the next member reads. */
  private Node member(TypedMember member, Node trunk) {
    g.from(member.origin());
    Node x =
        member.member().modifier(From.class).map(from -> named(from.values().value()))
            .orElse(trunk);
    boolean wasFrozen = frozen;
    freeze(frozen || member.member().is(Freeze.class));
    member
        .member()
        .modifier(SharedWith.class)
        .ifPresent(shared -> aliases.put(member.path(), target(member, shared.values())));
    Node y = expand(member, x);
    freeze(wasFrozen);
    g.member(member.path(), y);
    if (member.isAside()) {
      return trunk;
    }
    values.put(member.name(), y);
    if (member.member().is(Output.class)) {
      g.output(member.path(), y);
    }
    return y;
  }

  private Node named(String name) {
    return Objects.requireNonNull(values.get(name), () -> "nothing is called " + name);
  }

  private void freeze(boolean now) {
    frozen = now;
    g.freeze(now);
  }

  private Node expand(TypedMember member, Node x) {
    return expand(member.annotated().values(), member, x);
  }

  private <A extends Annotation> Node expand(A settings, TypedMember member, Node x) {
    ExpansionSite at = site(member);
    Optional<LossKind<A>> loss = Layers.loss(settings);
    if (loss.isPresent()) {
      return loss(loss.get(), settings, member, x, at);
    }
    return Layers.layer(settings)
        .map(layer -> layer.expand(x, settings, at))
        .orElseGet(
            () -> Wirings.wiring(settings)
                .orElseThrow()
                .expand(x, settings, at, member.bodies(), this::body));
  }

  private Node body(TypedBody body, Node x) {
    var outside = g.origin();
    Values<Node> around = values;
    values = around.within();
    Node y = chain(body.members(), x);
    values = around;
    g.from(outside);
    return y;
  }

  private <A extends Annotation> Node loss(
      LossKind<A> kind, A settings, TypedMember member, Node prediction, ExpansionSite at) {
    if (isNetworksOwnLoss(member)) {
      g.output(g.memberOf(prediction), prediction);
    }
    if (mode == Mode.INFERENCE) {
      return prediction;
    }
    TensorType type = Objects.requireNonNull(member.target(), "a loss has a target");
    Node target = g.target(kind.targetName(settings), type);
    Node value = kind.expand(prediction, target, settings, at);
    double weight = kind.weight(settings) * member.scope().lossWeight();
    g.loss(
        new LossTerm(
            member.path(),
            kind.annotation(),
            weight,
            prediction,
            target,
            value,
            kind.ignoredIndex(settings)));
    return value;
  }

  private ExpansionSite site(TypedMember member) {
    return new ExpansionSite(
        g,
        frozen ? Mode.INFERENCE : mode,
        published(member.path()),
        member.scope(),
        values);
  }

  private String target(TypedMember member, SharedWith shared) {
    String own = member.path();
    return published(
        own.substring(0, own.length() - member.name().length()) + shared.value());
  }

  /** The path that names the parameters of what is at {@code path}. */
  private String published(String path) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
      String alias = aliases.get(path.substring(0, end));
      if (alias != null) {
        return alias + path.substring(end);
      }
    }
    return path;
  }
}
