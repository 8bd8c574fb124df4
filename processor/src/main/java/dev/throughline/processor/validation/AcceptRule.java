package dev.throughline.processor.validation;

import dev.throughline.processor.diagnostic.Accepted;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Names;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.model.BlockModel;
import dev.throughline.processor.model.Member;
import dev.throughline.processor.model.Member.Returned;
import dev.throughline.processor.model.NetworkModel;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;

/** Every {@code @Accept} names a warning or a note. */
public final class AcceptRule {
  private final Problems problems;
  private final Set<BlockModel> seen = new HashSet<>();

  private AcceptRule(Problems problems) {
    this.problems = problems;
  }

  /** Reports ids that nothing has, or only an error. */
  public static void check(NetworkModel model, Problems problems) {
    AcceptRule rule = new AcceptRule(problems);
    rule.check(model.type());
    rule.check(model.members());
  }

  private void check(List<Member> members) {
    for (Member member : members) {
      check(member.method());
      if (member.returned() instanceof Returned.ABlock(BlockModel block) && seen.add(block)) {
        check(block.type());
        check(block.members());
      }
    }
  }

  private void check(Element element) {
    for (Accepted accepted : Accepted.by(element)) {
      Optional<Problem> named =
          Arrays.stream(Problem.values()).filter(p -> p.id().equals(accepted.id())).findFirst();
      if (named.isEmpty()) {
        List<String> ids = acceptable();
        problems.report(
            accepted.where(),
            Problem.UNKNOWN_ID,
            "`%s` accepts `%s`, which is no warning or note"
                .formatted(element.getSimpleName(), accepted.id()),
            Names.nearest(accepted.id(), ids)
                .map(Hint::didYouMean)
                .orElse(Hint.use(String.join(", ", ids))));
      } else if (named.get().isError()) {
        problems.report(
            accepted.where(),
            Problem.UNKNOWN_ID,
            "`%s` accepts `%s`, which is an error: the network cannot be compiled with it"
                .formatted(element.getSimpleName(), accepted.id()),
            Hint.use("what the message of `%s` says".formatted(accepted.id())));
      }
    }
  }

  private static List<String> acceptable() {
    return Arrays.stream(Problem.values()).filter(p -> !p.isError()).map(Problem::id).toList();
  }
}
