package dev.throughline.processor.gradientflow;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.LossTerm;
import dev.throughline.processor.graph.MemberPath;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Origin;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** Every member is read, and every parameter is trained. */
final class ReachRule {
  private final TypedNetwork network;
  private final Graph training;
  private final Places places;
  private final Problems problems;

  private ReachRule(
      TypedNetwork network, Graph training, Places places, Problems problems) {
    this.network = network;
    this.training = training;
    this.places = places;
    this.problems = problems;
  }

  static void check(
      TypedNetwork network,
      Graph training,
      GradientFlow flow,
      Places places,
      Problems problems) {
    ReachRule rule = new ReachRule(network, training, places, problems);
    Set<String> dead = rule.deadMembers();
    rule.reportDeadEnds(dead);
    rule.reportUnreached(flow, dead);
    rule.reportIdleLosses(flow);
  }

  /** Members whose value neither a loss nor a caller ever sees. */
  private Set<String> deadMembers() {
    Set<Node> read = new HashSet<>();
    training.outputs().values().forEach(output -> addWithInputs(output, read));
    training.losses().stream().map(LossTerm::value).forEach(loss -> addWithInputs(loss, read));
    Set<String> dead = new LinkedHashSet<>();
    training
        .members()
        .forEach(
            (path, node) -> {
              if (!read.contains(node)) {
                dead.add(path);
              }
            });
    return dead;
  }

  private void addWithInputs(Node from, Set<Node> found) {
    found.add(from);
    // Inputs come before their users.
    for (Node node : training.nodes().reversed()) {
      if (found.contains(node)) {
        found.addAll(node.inputs());
      }
    }
  }

  /** Of a chain of dead members the last is reported, and of one within another the outer. */
  private void reportDeadEnds(Set<String> dead) {
    SequencedMap<String, Node> ends = new LinkedHashMap<>(training.members());
    ends.keySet().retainAll(outermost(dead));
    Set<Node> readByOthers = new HashSet<>();
    for (Node value : ends.values()) {
      Set<Node> behind = new HashSet<>();
      addWithInputs(value, behind);
      behind.remove(value);
      readByOthers.addAll(behind);
    }
    ends.forEach(
        (path, value) -> {
          if (!readByOthers.contains(value)) {
            problems.report(
                places.of(path),
                Problem.DEAD_END,
                "no loss of `%s` depends on `%s`, and nothing else reads it"
                    .formatted(network.model().name(), path),
                Hint.use("@From, @Add or @Concat on a later member that is to read it"),
                Hint.or("@Output if callers are to read it"));
          }
        });
  }

  private static List<String> outermost(Collection<String> paths) {
    return paths.stream()
        .filter(
            path -> new MemberPath(path).around().filter(around -> paths.contains(around.text()))
                .isEmpty())
        .toList();
  }

  private void reportUnreached(GradientFlow flow, Set<String> dead) {
    Set<String> reached = new HashSet<>();
    flow.losses().forEach(loss -> loss.parameters().forEach(p -> reached.add(p.parameter())));
    Map<String, ParameterInfo> first = new LinkedHashMap<>();
    for (Node parameter : training.parameters()) {
      Origin origin = parameter.origin();
      if (parameter.op() instanceof Primitive.Parameter(ParameterInfo info)
          && info.trainable()
          && !reached.contains(info.name())
          && dead.stream().noneMatch(path -> origin.path().isWithin(new MemberPath(path)))) {
        first.putIfAbsent(origin.member(), info);
      }
    }
    first.forEach(
        (member, info) -> problems.report(
            places.of(member),
            Problem.UNREACHED_PARAMETER,
            "`%s` of `%s` gets no gradient: no loss depends on it"
                .formatted(info.name(), network.model().name()),
            Hint.use("a loss that reads `%s`, or what is made of it".formatted(member)),
            Hint.or("@Freeze if it is not to be trained")));
  }

  private void reportIdleLosses(GradientFlow flow) {
    for (LossFlow loss : flow.losses()) {
      if (loss.parameters().isEmpty()) {
        problems.report(
            places.ofMemberAround(loss.loss()),
            Problem.IDLE_LOSS,
            "`%s` trains nothing: no parameter that is trained is on the way to what it reads"
                .formatted(loss.loss()),
            Hint.use("a member without @Freeze before it, such as @Linear"),
            Hint.or("no `%s`".formatted(loss.loss())));
      }
    }
  }
}
