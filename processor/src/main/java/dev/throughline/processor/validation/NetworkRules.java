package dev.throughline.processor.validation;

import dev.throughline.dsl.AuxLoss;
import dev.throughline.dsl.MemoryBudget;
import dev.throughline.dsl.Network;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.layer.Layers;
import dev.throughline.processor.model.Annotated;
import dev.throughline.processor.model.BlockModel;
import dev.throughline.processor.model.Member;
import dev.throughline.processor.model.Member.Returned;
import dev.throughline.processor.model.NetworkModel;
import dev.throughline.processor.wiring.NetworkInputs;
import dev.throughline.processor.wiring.Wirings;
import java.lang.annotation.Annotation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Checks a network as a whole, before anything is known of its shapes. */
public final class NetworkRules {
  private final Problems problems;

  private NetworkRules(Problems problems) {
    this.problems = problems;
  }

  /** Reports what is wrong with {@code model}; returns what it reads. */
  public static NetworkInputs check(NetworkModel model, Problems problems) {
    NetworkRules rules = new NetworkRules(problems);
    rules.checkMembers(model.members(), new HashSet<>());
    if (model.sound()) {
      rules.checkLoss(model);
    }
    Annotated<Network> settings = model.settings();
    if (settings == null) {
      return new NetworkInputs(new LinkedHashMap<>(), Set.of(), false);
    }
    rules.checkBudget(settings, model.name());
    return InputRules.check(settings, model.name(), problems);
  }

  private void checkBudget(Annotated<Network> settings, String network) {
    MemoryBudget budget = settings.values().memoryBudget();
    checkBudget(settings, network, "mebibytes", budget.mebibytes());
    checkBudget(settings, network, "batch", budget.batch());
  }

  private void checkBudget(
      Annotated<Network> settings, String network, String attribute, int value) {
    if (value < 1) {
      problems.report(
          settings.at(List.of("memoryBudget", attribute)),
          Problem.ILLEGAL_VALUE,
          String.format(Locale.ROOT, "the memory budget of `%s` has %s = %d", network, attribute,
              value),
          Hint.use("1 or more"));
    }
  }

  private void checkLoss(NetworkModel model) {
    List<Member> losses =
        model.members().stream().filter(m -> m.kind() != null && isLoss(m.kind())).toList();
    if (losses.isEmpty()) {
      boolean mayBeOne = model.members().stream().anyMatch(m -> m.kind() == null);
      if (!mayBeOne) {
        problems.report(
            SourceRef.of(model.type()),
            Problem.MISSING_LOSS,
            "`%s` has no loss, so there is nothing to train for".formatted(model.name()),
            Hint.use("@SoftmaxCrossEntropy Loss loss(); as its last member"));
      }
      return;
    }
    Member last = model.members().getLast();
    if (!losses.contains(last) && last.kind() != null) {
      Member loss = losses.getLast();
      problems.report(
          loss.place(),
          Problem.MISPLACED_LOSS,
          "the loss `%s` is followed by `%s`"
              .formatted(
                  loss.name(), model.members().get(model.members().indexOf(loss) + 1).name()),
          Hint.use("a loss as the last member of the network"));
    }
  }

  private void checkMembers(List<Member> members, Set<Use> seen) {
    for (Member member : members) {
      if (member.kind() != null) {
        checkReturned(member, member.kind());
      }
      if (member.returned() instanceof Returned.ABlock(BlockModel block)
          && member.kind() != null) {
        boolean head = member.kind().values() instanceof AuxLoss;
        if (head) {
          checkHead(member, block);
        }
        if (seen.add(new Use(block, head))) {
          checkLosses(block, head);
          checkMembers(block.members(), seen);
        }
      }
    }
  }

  /** A block, and whether it is the head of an auxiliary loss. */
  private record Use(BlockModel block, boolean head) {}

  private void checkHead(Member member, BlockModel block) {
    Member last = block.members().isEmpty() ? null : block.members().getLast();
    if (last != null && last.kind() != null && !isLoss(last.kind())) {
      problems.report(
          member.place(),
          Problem.MISSING_LOSS,
          "the head `%s` has no loss: `%s` ends in `%s`"
              .formatted(member.name(), block.name(), last.name()),
          Hint.use("@SoftmaxCrossEntropy Loss loss(); as the last member of the block"));
    }
  }

  private void checkLosses(BlockModel block, boolean head) {
    for (Member member : block.members()) {
      boolean allowed = head && member.equals(block.members().getLast());
      if (member.kind() != null && isLoss(member.kind()) && !allowed) {
        problems.report(
            member.place(),
            Problem.MISPLACED_LOSS,
            "the loss `%s` stands in the block `%s`".formatted(member.name(), block.name()),
            head
                ? Hint.use("one loss, as the last member of the head")
                : Hint.use("@AuxLoss where the block is used, or a loss in the network itself"));
      }
    }
  }

  private void checkReturned(Member member, Annotated<?> kind) {
    boolean right =
        switch (member.returned()) {
          case Returned.Unknown() -> true; // reported
          case Returned.ALayer() -> Layers.layer(kind.values()).isPresent();
          case Returned.ALoss() -> isLoss(kind);
          case Returned.ABlock _ -> Wirings.wiring(kind.values()).isPresent();
        };
    if (!right) {
      problems.report(
          member.place(),
          Problem.MEMBER_TYPE,
          "`%s` is %s but returns %s"
              .formatted(member.name(), kind.name(), Member.returnName(member.method())),
          Hint.use(expected(kind.values(), member.name())));
    }
  }

  private static String expected(Annotation kind, String member) {
    if (Layers.layer(kind).isPresent()) {
      return "Layer %s();".formatted(member);
    }
    return Layers.loss(kind).isPresent()
        ? "Loss %s();".formatted(member)
        : "an interface marked @Block as what it returns";
  }

  private static boolean isLoss(Annotated<?> kind) {
    return Layers.loss(kind.values()).isPresent();
  }
}
