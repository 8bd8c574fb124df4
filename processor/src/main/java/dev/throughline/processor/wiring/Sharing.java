package dev.throughline.processor.wiring;

import dev.throughline.dsl.SharedWith;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.MemberPath;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.layer.Site;
import dev.throughline.processor.layer.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Whether a member can compute with the parameters of another. */
final class Sharing {
  private Sharing() {}

  /**
   * Reports what of {@code member} the member that {@code site} names does not have.
   *
   * @param failed the paths of members with wrong values
   */
  static void check(
      TypedMember member,
      Site<SharedWith> site,
      List<TypedMember> typed,
      Values<TensorType> values,
      Set<String> failed) {
    String name = site.settings().value();
    if (site.value("value", name) == null) {
      return; // what is wrong with it is reported
    }
    String path = member.path();
    String target = path.substring(0, path.length() - member.name().length()) + name;
    Optional<TypedMember> owner =
        typed.stream().filter(m -> m.path().equals(target) && m != member).findFirst();
    if (owner.isEmpty()) {
      site.report(
          "value",
          Problem.SHARED_SHAPE,
          "`%s` shares the parameters of `%s`, which is not a member of the same body"
              .formatted(path, name),
          Hint.use("a member before it in the same interface"));
      return;
    }
    List<MemberPath> both = List.of(new MemberPath(path), new MemberPath(target));
    if (failed.stream().map(MemberPath::new).anyMatch(f -> both.stream().anyMatch(f::isWithin))) {
      return;
    }
    SequencedMap<String, TensorType> given = new LinkedHashMap<>();
    for (String known : values.names()) {
      TensorType type = values.get(known);
      if (type != null) {
        given.put(known, type);
      }
    }
    Graph theirs = NetworkExpansion.alone(owner.get(), given);
    Graph ours = NetworkExpansion.alone(member, given);
    Map<String, ParameterInfo> shared = parameters(theirs, target);
    parameters(ours, path)
        .forEach(
            (part, info) -> {
              ParameterInfo there = shared.get(part);
              if (there == null || !there.shape().equals(info.shape())) {
                site.report(
                    "value",
                    Problem.SHARED_SHAPE,
                    "`%s` needs `%s` of shape %s, but `%s` has %s"
                        .formatted(
                            path, part, info.shape(), name, there == null ? "none" : there.shape()),
                    Hint.use("members with the same parameters, or each with its own"));
              }
            });
    if (!ours.states().isEmpty()) {
      site.report(
          "value",
          Problem.SHARED_SHAPE,
          "`%s` has running statistics, which two members cannot both update".formatted(path),
          Hint.use("members without batch norm, or each with its own"));
    }
  }

  private static Map<String, ParameterInfo> parameters(Graph graph, String path) {
    Map<String, ParameterInfo> found = new LinkedHashMap<>();
    for (Node parameter : graph.parameters()) {
      if (parameter.op() instanceof Primitive.Parameter(ParameterInfo info)) {
        found.put(info.name().substring(path.length() + 1), info);
      }
    }
    return found;
  }
}
