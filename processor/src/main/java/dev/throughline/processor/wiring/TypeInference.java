package dev.throughline.processor.wiring;

import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.layer.LayerKind;
import dev.throughline.processor.layer.Layers;
import dev.throughline.processor.layer.LossKind;
import dev.throughline.processor.layer.Scope;
import dev.throughline.processor.layer.Site;
import dev.throughline.processor.model.Annotated;
import dev.throughline.processor.model.BlockModel;
import dev.throughline.processor.model.Member;
import dev.throughline.processor.model.NetworkModel;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives every member its place and its types.
 *
 * <p>Where a type is unknown because of a mistake, it stays unknown to the next members, whose values
 * are still checked: so all mistakes come out, and none twice.
 */
public final class TypeInference {
  private final Problems problems;

  private TypeInference(Problems problems) {
    this.problems = problems;
  }

  /**
   * The network with types; empty if it has mistakes, which are then reported.
   *
   * @param input null if unknown
   */
  public static Optional<TypedNetwork> apply(
      NetworkModel model, @Nullable TensorType input, Problems problems) {
    List<TypedMember> typed = new ArrayList<>();
    new TypeInference(problems).chain(model.members(), "", Scope.NETWORK, input, typed);
    if (problems.hasErrors() || !model.complete() || input == null) {
      return Optional.empty();
    }
    return Optional.of(
        new TypedNetwork(
            model, input, typed.subList(0, typed.size() - 1), typed.getLast()));
  }

  /** The type after {@code members}; those whose types are known are added to {@code typed}. */
  private @Nullable TensorType chain(
      List<Member> members,
      String prefix,
      Scope scope,
      @Nullable TensorType input,
      List<TypedMember> typed) {
    TensorType x = input;
    for (Member member : members) {
      Annotated<?> kind = member.kind();
      if (kind == null) {
        x = null;
        continue;
      }
      // A loss in a block and what follows a loss are misplaced, not wrong in themselves.
      boolean loss = Layers.loss(kind.values()).isPresent();
      TensorType in = loss && scope.user() != null ? null : x;
      TensorType out = member(member, kind, prefix + member.name(), scope, in, typed);
      x = loss ? null : out;
    }
    return x;
  }

  private <A extends Annotation> @Nullable TensorType member(
      Member member,
      Annotated<A> kind,
      String path,
      Scope scope,
      @Nullable TensorType x,
      List<TypedMember> typed) {
    Site<A> site = new Site<>(kind, path, scope, problems);
    List<TypedBody> bodies = new ArrayList<>();
    TensorType y;
    Optional<LayerKind<A>> layer = Layers.layer(kind.values());
    Optional<LossKind<A>> loss = Layers.loss(kind.values());
    if (layer.isPresent()) {
      y = layer(layer.get(), site, x);
    } else if (loss.isPresent()) {
      y = loss(loss.get(), site, x);
    } else {
      y = wiring(Wirings.wiring(kind.values()).orElseThrow(), site, member, x, bodies);
    }
    if (x == null || y == null || !site.checkSize("output", y.extents())) {
      return null;
    }
    String description = describe(kind.values(), member, scope);
    typed.add(new TypedMember(member, path, scope, x, y, description, bodies));
    return y;
  }

  private static <A extends Annotation> @Nullable TensorType layer(
      LayerKind<A> kind, Site<A> site, @Nullable TensorType x) {
    kind.checkValues(site);
    return x == null || site.failed() ? null : kind.type(x, site);
  }

  private static <A extends Annotation> @Nullable TensorType loss(
      LossKind<A> kind, Site<A> site, @Nullable TensorType x) {
    kind.checkValues(site);
    if (x == null) {
      return null;
    }
    kind.checkLogits(x, site);
    return site.failed() ? null : TensorType.PER_SAMPLE;
  }

  private <A extends Annotation> @Nullable TensorType wiring(
      WiringKind<A> kind,
      Site<A> site,
      Member member,
      @Nullable TensorType x,
      List<TypedBody> bodies) {
    if (!(member.returned() instanceof Member.Returned.ABlock(BlockModel block))) {
      return null; // reported by the reader or by MemberRules
    }
    kind.checkValues(site, block);
    return kind.type(
        x,
        site,
        (path, scope, in) -> {
          List<TypedMember> members = new ArrayList<>();
          TensorType out = chain(block.members(), path + ".", scope, in, members);
          if (in != null && out != null) {
            bodies.add(new TypedBody(path, members, in, out));
          }
          return out;
        });
  }

  private static <A extends Annotation> String describe(A values, Member member, Scope scope) {
    if (member.returned() instanceof Member.Returned.ABlock(BlockModel block)) {
      return Wirings.wiring(values).map(w -> w.describe(values, block, scope)).orElse("");
    }
    return Layers.layer(values)
        .map(layer -> layer.describe(values, scope))
        .or(() -> Layers.loss(values).map(loss -> loss.describe(values)))
        .orElse("");
  }
}
