package dev.throughline.processor.wiring;

import dev.throughline.dsl.AuxLoss;
import dev.throughline.dsl.From;
import dev.throughline.dsl.SharedWith;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.layer.LayerKind;
import dev.throughline.processor.layer.Layers;
import dev.throughline.processor.layer.LossKind;
import dev.throughline.processor.layer.Scope;
import dev.throughline.processor.layer.Site;
import dev.throughline.processor.layer.Values;
import dev.throughline.processor.model.Annotated;
import dev.throughline.processor.model.BlockModel;
import dev.throughline.processor.model.Member;
import dev.throughline.processor.model.NetworkModel;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives every member its place and its types.
 *
 * <p>Where a type is unknown because of a mistake, it stays unknown to the next members, whose values
 * are still checked: so all mistakes come out, and none twice.
 */
public final class TypeInference {
  private final Problems problems;
  private final Map<String, TensorType> targets = new HashMap<>();

  /** The paths of members with wrong values, which have types all the same, but cannot be expanded. */
  private final Set<String> failed = new HashSet<>();

  private TypeInference(Problems problems) {
    this.problems = problems;
  }

  /**
   * The network with types; empty if it has mistakes, which are then reported.
   *
   * @param inputs by name, in order of declaration; null what is unknown, and empty if none is known
   */
  public static Optional<TypedNetwork> apply(
      NetworkModel model, NetworkInputs inputs, Problems problems) {
    List<TypedMember> typed = new ArrayList<>();
    Values<TensorType> values = Values.none();
    inputs.unknown().forEach(name -> values.put(name, null));
    inputs.types().forEach(values::put);
    new TypeInference(problems)
        .chain(model.members(), "", Scope.NETWORK, inputs.first(), values, typed);
    if (problems.hasErrors() || !model.complete() || !inputs.complete()) {
      return Optional.empty();
    }
    return Optional.of(
        new TypedNetwork(
            model, inputs.types(), typed.subList(0, typed.size() - 1), typed.getLast()));
  }

  /** The type after {@code members}; those whose types are known are added to {@code typed}. */
  private @Nullable TensorType chain(
      List<Member> members,
      String prefix,
      Scope scope,
      @Nullable TensorType input,
      Values<TensorType> values,
      List<TypedMember> typed) {
    TensorType x = input;
    values.announce(members.stream().map(Member::name).toList());
    for (Member member : members) {
      Annotated<?> kind = member.kind();
      if (kind == null) {
        values.put(member.name(), null);
        x = null;
        continue;
      }
      x = member(member, kind, prefix + member.name(), scope, x, values, typed);
    }
    return x;
  }

  /** The type that the next member reads. */
  private <A extends Annotation> @Nullable TensorType member(
      Member member,
      Annotated<A> kind,
      String path,
      Scope scope,
      @Nullable TensorType trunk,
      Values<TensorType> values,
      List<TypedMember> typed) {
    Site<A> site = new Site<>(kind, path, scope, values, problems);
    Optional<Annotated<From>> from = member.modifier(From.class);
    TensorType x =
        from.isPresent()
            ? new Site<>(from.get(), path, scope, values, problems)
                .value("value", from.get().values().value())
            : trunk;
    Optional<Annotated<SharedWith>> shared = member.modifier(SharedWith.class);
    shared.ifPresent(
        with -> new Site<>(with, path, scope, values, problems)
            .value("value", with.values().value()));
    List<TypedBody> bodies = new ArrayList<>();
    TensorType y;
    TensorType target = null;
    Optional<LayerKind<A>> layer = Layers.layer(kind.values());
    Optional<LossKind<A>> loss = Layers.loss(kind.values());
    boolean aside = loss.isPresent();
    if (layer.isPresent()) {
      y = layer(layer.get(), site, x);
    } else if (loss.isPresent()) {
      // A loss in a block that is no head is misplaced, not wrong in itself.
      boolean misplaced = scope.user() != null && !(scope.user().values() instanceof AuxLoss);
      target = loss(loss.get(), site, misplaced ? null : x);
      y = target == null ? null : TensorType.SCALAR;
    } else {
      WiringKind<A> wiring = Wirings.wiring(kind.values()).orElseThrow();
      aside = wiring.aside();
      y = wiring(wiring, site, member, x, values, bodies);
    }
    if (aside) {
      values.putAside(member.name());
    } else {
      values.put(member.name(), y);
      if (member.returned() instanceof Member.Returned.ABlock(BlockModel block)) {
        values.hide(member.name(), block.members().stream().map(Member::name).toList());
      }
    }
    if (x == null || y == null || !site.checkSize("output", y.extents())) {
      return aside ? trunk : null;
    }
    if (site.failed()) {
      failed.add(path);
    }
    TypedMember here =
        new TypedMember(
            member, path, scope, x, y, describe(kind.values(), member, scope), bodies, target);
    typed.add(here);
    shared.ifPresent(
        with -> Sharing.check(
            here, new Site<>(with, path, scope, values, problems), typed, values, failed));
    return aside ? trunk : y;
  }

  private static <A extends Annotation> @Nullable TensorType layer(
      LayerKind<A> kind, Site<A> site, @Nullable TensorType x) {
    kind.checkValues(site);
    boolean readable = x == null || site.checkTokens(x, kind.readsTokens());
    return x == null || !site.isTyped() || !readable ? null : typed(kind, x, site);
  }

  /** With a site of its own: what is wrong with a value is not wrong with a shape. */
  private static <A extends Annotation> @Nullable TensorType typed(
      LayerKind<A> kind, TensorType x, Site<A> site) {
    Site<A> typing = site.afresh();
    TensorType y = kind.type(x, typing);
    site.failedIn(typing);
    return y;
  }

  private <A extends Annotation> @Nullable TensorType loss(
      LossKind<A> kind, Site<A> site, @Nullable TensorType x) {
    kind.checkValues(site);
    if (x == null || !site.isTyped() || !site.checkTokens(x, false)) {
      return null;
    }
    Site<A> typing = site.afresh();
    TensorType target = kind.target(x, typing);
    site.failedIn(typing);
    if (target != null) {
      checkTarget(kind.targetName(site.settings()), target, site);
    }
    return target;
  }

  /** Losses that compare with the same target agree on what it is. */
  private void checkTarget(String name, TensorType target, Site<?> site) {
    TensorType known = targets.putIfAbsent(name, target);
    if (known != null && !known.equals(target)) {
      site.report(
          "target",
          Problem.TARGET_TYPE,
          "`%s` compares with %s as `%s`, but an earlier loss takes that for %s"
              .formatted(site.path(), target, name, known),
          Hint.use("target = \"…\" with a name of its own"));
    }
  }

  private <A extends Annotation> @Nullable TensorType wiring(
      WiringKind<A> kind,
      Site<A> site,
      Member member,
      @Nullable TensorType x,
      Values<TensorType> values,
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
          TensorType out =
              chain(block.members(), path + ".", scope, in, values.within(), members);
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
