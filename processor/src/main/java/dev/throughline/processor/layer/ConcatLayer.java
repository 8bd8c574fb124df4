package dev.throughline.processor.layer;

import dev.throughline.dsl.Branch;
import dev.throughline.dsl.Concat;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.MaxPool;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.model.Annotated;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code @Concat}: values, or branches of the value before it, side by side along the features. */
final class ConcatLayer implements LayerKind<Concat> {
  private static final ConvLayer CONV = new ConvLayer();
  private static final MaxPoolLayer POOL = new MaxPoolLayer();

  @Override
  public Class<Concat> annotation() {
    return Concat.class;
  }

  @Override
  public void checkValues(Site<Concat> site) {
    Concat concat = site.settings();
    site.checkNames("from", concat.from());
    if (concat.value().length == 0 == (concat.from().length == 0)) {
      site.report(
          Problem.ILLEGAL_VALUE,
          "`%s` has to join either branches or earlier values".formatted(site.path()),
          Hint.use("@Concat({@Branch(…), @Branch(…)})"),
          Hint.or("@Concat(from = \"…\")"));
    }
    for (Annotated<Branch> branch : branches(site)) {
      if (branch.values().pool().length > 1) {
        site.report(
            "value",
            Problem.ILLEGAL_VALUE,
            String.format(Locale.ROOT, "a branch of `%s` has %d poolings", site.path(),
                branch.values().pool().length),
            Hint.use("at most one"));
      }
    }
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<Concat> site) {
    List<TensorType> parts = new ArrayList<>();
    int number = 0;
    for (Annotated<Branch> branch : branches(site)) {
      TensorType part = branch(branch, x, site, ++number);
      if (part == null) {
        return null;
      }
      checkFits("branch " + number, part, parts.isEmpty() ? part : parts.getFirst(), site);
      parts.add(part);
    }
    if (parts.isEmpty()) {
      parts.add(x);
    }
    for (String name : site.settings().from()) {
      TensorType other = site.value("from", name);
      if (other == null) {
        return null;
      }
      checkFits("`" + name + "`", other, x, site);
      parts.add(other);
    }
    int features = parts.stream().mapToInt(TensorType::features).sum();
    return site.isTyped() ? withFeatures(parts.getFirst(), features) : null;
  }

  /** The type that a branch ends in; null if it has a mistake. */
  private static @Nullable TensorType branch(
      Annotated<Branch> branch, TensorType x, Site<Concat> site, int number) {
    TensorType y = x;
    String name = "branch" + number;
    for (Annotated<MaxPool> pool : branch.inner("pool", branch.values().pool())) {
      y = part(POOL, site.part(pool, name + ".pool"), y, site);
    }
    int conv = 0;
    for (Annotated<Conv> inner : branch.inner("value", branch.values().value())) {
      y = part(CONV, site.part(inner, name + ".conv" + ++conv), y, site);
    }
    return y;
  }

  private static <A extends Annotation> @Nullable TensorType part(
      LayerKind<A> kind, Site<A> part, @Nullable TensorType x, Site<Concat> site) {
    kind.checkValues(part);
    Site<A> typing = part.afresh();
    TensorType y = x == null || !part.isTyped() ? null : kind.type(x, typing);
    site.failedIn(part);
    site.failedIn(typing);
    return typing.failed() ? null : y;
  }

  private static void checkFits(
      String what, TensorType part, TensorType first, Site<Concat> site) {
    if (!withFeatures(part, 1).equals(withFeatures(first, 1))) {
      site.report(
          Problem.JOIN_SHAPE,
          "%s of `%s` is %s, which cannot stand beside %s"
              .formatted(what, site.path(), part, first),
          Hint.use("the same height and width, by stride and padding"));
    }
  }

  private static TensorType withFeatures(TensorType type, int features) {
    List<Integer> extents = new ArrayList<>(type.extents());
    if (!extents.isEmpty()) {
      extents.set(extents.size() - 1, features);
    }
    return new TensorType(type.batched(), extents);
  }

  private static List<Annotated<Branch>> branches(Site<Concat> site) {
    return site.annotated().inner("value", site.settings().value());
  }

  @Override
  public Node expand(Node x, Concat concat, ExpansionSite at) {
    List<Node> parts = new ArrayList<>();
    for (Branch branch : concat.value()) {
      ExpansionSite here = at.part("branch" + (parts.size() + 1));
      Node y = x;
      for (MaxPool pool : branch.pool()) {
        y = POOL.expand(y, pool, here.part("pool"));
      }
      int number = 0;
      for (Conv conv : branch.value()) {
        y = CONV.expand(y, conv, here.part("conv" + ++number));
      }
      parts.add(y);
    }
    if (parts.isEmpty()) {
      parts.add(x);
    }
    for (String name : concat.from()) {
      parts.add(at.value(name));
    }
    return at.g().concat(parts);
  }

  @Override
  public String describe(Concat concat, Scope scope) {
    return concat.value().length == 0
        ? "beside " + String.join(", ", concat.from())
        : concat.value().length + " branches side by side";
  }

  @Override
  public List<Step> steps(Concat concat, Scope scope) {
    List<Step> steps = new ArrayList<>();
    int branch = 0;
    for (Branch inner : concat.value()) {
      String name = "branch" + ++branch;
      for (MaxPool pool : inner.pool()) {
        steps.add(new Step(name + ".pool", POOL.describe(pool, scope)));
      }
      int number = 0;
      for (Conv conv : inner.value()) {
        steps.add(new Step(name + ".conv" + ++number, CONV.describe(conv, scope)));
      }
    }
    return steps;
  }
}
