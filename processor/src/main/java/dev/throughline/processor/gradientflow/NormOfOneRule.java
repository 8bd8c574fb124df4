package dev.throughline.processor.gradientflow;

import dev.throughline.dsl.GroupNorm;
import dev.throughline.dsl.LayerNorm;
import dev.throughline.dsl.MemoryBudget;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.wiring.TypedBody;
import dev.throughline.processor.wiring.TypedMember;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.List;

/**
 * The mean of one value is the value: what is normalised by it is zero, whatever it was, and passes no
 * gradient on. Of a batch norm that depends on the batch; the one that can be declared is that of a memory
 * budget.
 */
final class NormOfOneRule {
  private final Places places;
  private final Problems problems;

  private NormOfOneRule(Places places, Problems problems) {
    this.places = places;
    this.problems = problems;
  }

  static void check(TypedNetwork network, Graph training, Places places, Problems problems) {
    NormOfOneRule rule = new NormOfOneRule(places, problems);
    if (declaresBatchOfOne(network)) {
      training.nodes().stream().filter(NormOfOneRule::isMeanOfOne)
          .map(mean -> mean.origin().member()).distinct().forEach(rule::reportBatchNorm);
    }
    rule.checkOthers(network.members());
  }

  private static boolean declaresBatchOfOne(TypedNetwork network) {
    if (network.model().settings() == null) {
      return false;
    }
    MemoryBudget budget = network.model().settings().values().memoryBudget();
    return budget.mebibytes() != MemoryBudget.UNLIMITED && budget.batch() == 1;
  }

  /** Norms that read the same value share its moments, but each picks its mean. */
  private static boolean isMeanOfOne(Node mean) {
    return mean.op() instanceof Primitive.Pick && isOfOne(mean.input(0));
  }

  /** Whether {@code moments} are those of one value of each channel in a sample, in one piece or side by side. */
  private static boolean isOfOne(Node moments) {
    return switch (moments.op()) {
      case Primitive.Moments _ -> moments.input(0).type().positions() == 1;
      case Primitive.Concat _ -> isOfOne(moments.input(0));
      default -> false;
    };
  }

  private void reportBatchNorm(String member) {
    report(
        places.of(member, "norm"),
        member,
        "at a batch of 1 has one value of each channel",
        Hint.use("memoryBudget with batch = 2 or more, and train with that"),
        Hint.or("@LayerNorm or @GroupNorm, which need no batch"));
  }

  private void checkOthers(List<TypedMember> members) {
    for (TypedMember member : members) {
      boolean one =
          switch (member.annotated().values()) {
            case LayerNorm _ -> member.in().features() == 1;
            case GroupNorm norm -> member.in().elements() == norm.groups();
            default -> false;
          };
      if (one) {
        report(
            member.annotated().place(),
            member.path(),
            "has one value for each mean",
            Hint.use("@BatchNorm, or more features"),
            Hint.or("no `%s`".formatted(member.path())));
      }
      for (TypedBody body : member.bodies()) {
        checkOthers(body.members());
      }
    }
  }

  private void report(SourceRef where, String member, String why, Hint... hints) {
    problems.report(
        where,
        Problem.NORM_OF_ONE,
        "the norm of `%s` %s: it answers the same whatever it reads, and passes no gradient"
            .formatted(member, why),
        hints);
  }
}
