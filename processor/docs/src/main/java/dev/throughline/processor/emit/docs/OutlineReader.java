package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.Outline.Aside;
import dev.throughline.processor.emit.docs.Outline.Body;
import dev.throughline.processor.emit.docs.Outline.Cost;
import dev.throughline.processor.emit.docs.Outline.Join;
import dev.throughline.processor.emit.docs.Outline.JoinKind;
import dev.throughline.processor.emit.docs.Outline.Layer;
import dev.throughline.processor.emit.docs.Outline.Part;
import dev.throughline.processor.emit.docs.Outline.Repeat;
import dev.throughline.processor.emit.docs.Outline.Stage;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.layer.LayerKind.Step;
import dev.throughline.processor.layer.Layers;
import dev.throughline.processor.wiring.TypedBody;
import dev.throughline.processor.wiring.TypedMember;
import dev.throughline.processor.wiring.TypedNetwork;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Looks members up in the graph that they became, and folds repeats. */
final class OutlineReader {
  /** A stage in more pieces than this is folded again, numbers of channels left out of account. */
  private static final int MOST_REPEATS = 3;

  private final Units units;
  private final Map<String, String> folded = new HashMap<>();

  private OutlineReader(Units units) {
    this.units = units;
  }

  static Outline read(TypedNetwork network, Graph graph) {
    List<TypedMember> members = new ArrayList<>(network.members());
    members.add(network.loss());
    Set<String> blocks = new HashSet<>();
    Map<String, List<String>> steps = new HashMap<>();
    paths(members, blocks, steps);
    OutlineReader reader = new OutlineReader(Units.of(graph, blocks, steps));
    return new Outline(reader.parts(members), reader.units, reader.folded);
  }

  private static void paths(
      List<TypedMember> members, Set<String> blocks, Map<String, List<String>> steps) {
    for (TypedMember member : members) {
      List<Step> inside = steps(member, member.annotated().values());
      if (!inside.isEmpty()) {
        steps.put(
            member.path(), inside.stream().map(s -> member.path() + "." + s.name()).toList());
      }
      for (TypedBody body : member.bodies()) {
        blocks.add(member.path());
        blocks.add(body.path());
        paths(body.members(), blocks, steps);
      }
    }
  }

  private static <A extends Annotation> List<Step> steps(TypedMember member, A settings) {
    return Layers.layer(settings)
        .map(layer -> layer.steps(settings, member.scope()))
        .orElse(List.of());
  }

  private List<Part> parts(List<TypedMember> members) {
    List<Part> parts = new ArrayList<>();
    for (TypedMember member : members) {
      List<Step> steps = steps(member, member.annotated().values());
      if (!steps.isEmpty()) {
        parts.add(branches(member, steps));
      } else {
        parts.add(member.bodies().isEmpty() ? layer(member) : stage(member));
      }
    }
    return parts;
  }

  private Layer layer(TypedMember member) {
    Cost cost = units.cost(member.path());
    boolean loss = member.target() != null;
    return new Layer(member.name(), member.description(), member.in(), member.out(), cost, loss);
  }

  /** A layer made of layers, as a block that occurs once. */
  private Stage branches(TypedMember member, List<Step> steps) {
    List<Part> parts = new ArrayList<>();
    for (Step step : steps) {
      String path = member.path() + "." + step.name();
      List<Node> nodes = units.nodes(path);
      TensorType out = nodes.isEmpty() ? member.in() : nodes.getLast().type();
      Cost cost = units.cost(path);
      parts.add(new Layer(step.name(), step.description(), member.in(), out, cost, false));
    }
    Optional<Join> join =
        units.has(member.path()) ? Optional.of(join(member.path(), "")) : Optional.empty();
    Body body = new Body(parts, Optional.empty(), join, wiring(member.path()));
    Repeat once = new Repeat(0, 1, 1, body, body, body.cost());
    return new Stage(member.name(), member.description(), member.out(), List.of(once), false);
  }

  private Stage stage(TypedMember member) {
    List<Body> bodies = member.bodies().stream().map(this::body).toList();
    List<Repeat> repeats = fold(bodies, body -> body);
    if (repeats.size() > MOST_REPEATS) {
      repeats = fold(bodies, Body::kind);
    }
    for (Repeat repeat : repeats) {
      String told = member.bodies().get(repeat.first()).path();
      for (int i = 1; i < repeat.count(); i++) {
        folded.put(member.bodies().get(repeat.first() + i).path(), told);
      }
    }
    return new Stage(
        member.name(), member.description(), member.out(), repeats, member.isAside());
  }

  private static List<Repeat> fold(List<Body> bodies, Function<Body, Object> kind) {
    List<Object> kinds = bodies.stream().map(kind).toList();
    List<Repeat> repeats = new ArrayList<>();
    for (int first = 0, next; first < bodies.size(); first = next) {
      next = first + 1;
      while (next < bodies.size() && kinds.get(next).equals(kinds.get(first))) {
        next++;
      }
      List<Body> run = bodies.subList(first, next);
      Cost cost = run.stream().map(Body::cost).reduce(Cost.NONE, Cost::plus);
      repeats.add(
          new Repeat(first, run.size(), bodies.size(), run.getFirst(), run.getLast(), cost));
    }
    return repeats;
  }

  private Body body(TypedBody body) {
    String path = body.path();
    List<Part> parts = parts(body.members());
    Optional<Aside> aside =
        Optional.of(Units.aside(path))
            .filter(units::has)
            .map(unit -> new Aside(words(units.nodes(unit)), units.cost(unit)));
    String skip = aside.map(Aside::words).orElse("identity");
    Optional<Join> join = units.has(path) ? Optional.of(join(path, skip)) : Optional.empty();
    return new Body(parts, aside, join, wiring(path));
  }

  private Join join(String path, String skip) {
    List<Node> nodes = units.nodes(path);
    boolean concat = nodes.stream().anyMatch(node -> node.op() instanceof Primitive.Concat);
    JoinKind kind =
        concat ? JoinKind.CONCATENATION
            : units.sources(path).size() > 1 ? JoinKind.SUM : JoinKind.ACTIVATION;
    String words =
        switch (kind) {
          case SUM -> "join with the skip: " + skip;
          case CONCATENATION -> "concatenation";
          case ACTIVATION -> "activation";
        };
    return new Join(kind, words, nodes.getLast().type(), units.cost(path));
  }

  private static String words(List<Node> aside) {
    if (aside.stream().anyMatch(node -> Costs.flops(node) > 0)) {
      return "projection";
    }
    if (aside.stream().anyMatch(node -> node.op() instanceof Primitive.Scatter)) {
      return "zero channels";
    }
    return aside.stream().anyMatch(node -> node.op() instanceof Primitive.Slice)
        ? "fewer pixels"
        : "identity";
  }

  /** Who reads whom in the block at {@code path}; all that it reads from without is one. */
  private String wiring(String path) {
    StringBuilder text = new StringBuilder();
    for (String unit : units.within(path)) {
      Set<String> read = new TreeSet<>();
      for (String source : units.sources(unit)) {
        read.add(Units.isWithin(source, path) ? source.substring(path.length()) : "without");
      }
      text.append(unit.substring(path.length())).append(read);
    }
    return text.toString();
  }
}
