package dev.throughline.processor.layer;

import dev.throughline.dsl.Add;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import org.jspecify.annotations.Nullable;

/** {@code @Add}: the sum of the value before it and of earlier ones, and an activation. */
final class AddLayer implements LayerKind<Add> {
  @Override
  public Class<Add> annotation() {
    return Add.class;
  }

  @Override
  public void checkValues(Site<Add> site) {
    site.checkNames("from", site.settings().from());
    if (site.settings().from().length == 0) {
      site.report(
          "from",
          Problem.ILLEGAL_VALUE,
          "`%s` adds nothing to what it reads".formatted(site.path()),
          Hint.use("from = the name of an earlier member"));
    }
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<Add> site) {
    boolean sound = true;
    for (String name : site.settings().from()) {
      TensorType other = site.value("from", name);
      if (other != null && !other.equals(x)) {
        site.report(
            "from",
            Problem.JOIN_SHAPE,
            "`%s` adds `%s`, which is %s, to %s".formatted(site.path(), name, other, x),
            Hint.use("values of one type; a 1×1 @Conv changes the channels, its stride the size"));
      }
      sound &= other != null;
    }
    return sound && !site.failed() ? x : null;
  }

  @Override
  public Node expand(Node x, Add add, ExpansionSite at) {
    Node sum = x;
    for (String name : add.from()) {
      sum = at.g().add(sum, at.value(name));
    }
    return Nonlinearities.expand(sum, add.activation(), at.g());
  }

  @Override
  public String describe(Add add, Scope scope) {
    return new Description("plus " + String.join(", ", add.from()))
        .add(add.activation())
        .toString();
  }
}
