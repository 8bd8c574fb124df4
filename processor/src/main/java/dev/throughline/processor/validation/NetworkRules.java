package dev.throughline.processor.validation;

import dev.throughline.dsl.Input;
import dev.throughline.dsl.MemoryBudget;
import dev.throughline.dsl.Network;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Numbers;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.layer.Layers;
import dev.throughline.processor.model.Annotated;
import dev.throughline.processor.model.BlockModel;
import dev.throughline.processor.model.Member;
import dev.throughline.processor.model.Member.Returned;
import dev.throughline.processor.model.NetworkModel;
import dev.throughline.processor.wiring.Wirings;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks a network as a whole, before anything is known of its shapes. */
public final class NetworkRules {
  private static final int MOST = 1 << 20;

  private final Problems problems;

  private NetworkRules(Problems problems) {
    this.problems = problems;
  }

  /** Reports what is wrong with {@code model}; returns the type of its input, null if unknown. */
  public static @Nullable TensorType check(NetworkModel model, Problems problems) {
    NetworkRules rules = new NetworkRules(problems);
    rules.checkMembers(model.members(), new HashSet<>());
    if (model.sound()) {
      rules.checkLoss(model);
    }
    Annotated<Network> settings = model.settings();
    if (settings == null) {
      return null;
    }
    rules.checkBudget(settings, model.name());
    return rules.input(settings, model.name());
  }

  private @Nullable TensorType input(Annotated<Network> settings, String network) {
    Input input = settings.values().input();
    if (!settings.writes("input")) {
      problems.report(
          settings.place(),
          Problem.MISSING_INPUT,
          "`%s` does not say what it reads".formatted(network),
          Hint.use("@Network(input = @Input(channels = 3, height = 32, width = 32))"));
      return null;
    }
    boolean right = true;
    List<String> missing = new ArrayList<>();
    for (Extent extent : List.of(
        new Extent("channels", input.channels()),
        new Extent("height", input.height()),
        new Extent("width", input.width()))) {
      SourceRef place = settings.at(List.of("input", extent.name));
      boolean written = place.value() != null && !place.equals(settings.at("input"));
      if (!written) {
        missing.add(extent.name);
      } else if (extent.value < 1 || extent.value > MOST) {
        problems.report(
            place,
            Problem.ILLEGAL_VALUE,
            "the input of `%s` has %s = %d".formatted(network, extent.name, extent.value),
            Hint.use("1 to " + Numbers.grouped(MOST)));
        right = false;
      }
    }
    if (!missing.isEmpty()) {
      problems.report(
          settings.at("input"),
          Problem.MISSING_INPUT,
          "the input of `%s` has no %s".formatted(network, String.join(" and no ", missing)),
          Hint.use(
              missing.stream().map(m -> m + " = …").collect(Collectors.joining(", "))));
      return null;
    }
    if (!right) {
      return null;
    }
    TensorType type = TensorType.image(input.channels(), input.height(), input.width());
    if (type.elements() > Integer.MAX_VALUE) {
      problems.report(
          settings.at("input"),
          Problem.TOO_LARGE,
          "one image of `%s` would have %s elements; an array holds %s"
              .formatted(
                  network,
                  Numbers.grouped(type.elements()),
                  Numbers.grouped(Integer.MAX_VALUE)),
          Hint.use("a smaller image"));
      return null;
    }
    return type;
  }

  private record Extent(String name, int value) {}

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
          "the memory budget of `%s` has %s = %d".formatted(network, attribute, value),
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
    for (Member loss : losses) {
      if (!loss.equals(model.members().getLast())) {
        problems.report(
            loss.place(),
            Problem.MISPLACED_LOSS,
            "the loss `%s` is followed by `%s`"
                .formatted(
                    loss.name(),
                    model.members().get(model.members().indexOf(loss) + 1).name()),
            Hint.use("one loss, as the last member"));
      }
    }
  }

  private void checkMembers(List<Member> members, Set<BlockModel> seen) {
    for (Member member : members) {
      if (member.kind() != null) {
        checkReturned(member, member.kind());
      }
      if (member.returned() instanceof Returned.ABlock(BlockModel block) && seen.add(block)) {
        checkNoLoss(block);
        checkMembers(block.members(), seen);
      }
    }
  }

  private void checkNoLoss(BlockModel block) {
    for (Member member : block.members()) {
      if (member.kind() != null && isLoss(member.kind())) {
        problems.report(
            member.place(),
            Problem.MISPLACED_LOSS,
            "the loss `%s` stands in the block `%s`".formatted(member.name(), block.name()),
            Hint.use("one loss, as the last member of the network"));
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
