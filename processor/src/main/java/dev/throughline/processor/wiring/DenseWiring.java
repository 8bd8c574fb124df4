package dev.throughline.processor.wiring;

import dev.throughline.dsl.DenseConnect;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.layer.ExpansionSite;
import dev.throughline.processor.layer.Scope;
import dev.throughline.processor.layer.Site;
import dev.throughline.processor.model.BlockModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code @DenseConnect}: {@code y = [x, body(x)]}, repeated. Huang et al. 2017, equation 2. */
final class DenseWiring implements WiringKind<DenseConnect> {
  @Override
  public Class<DenseConnect> annotation() {
    return DenseConnect.class;
  }

  @Override
  public void checkValues(Site<DenseConnect> site, BlockModel block) {
    site.checkAtLeast("growth", site.settings().growth(), 1);
    blocks(site.settings()).checkUse("growth", site, block);
  }

  @Override
  public @Nullable TensorType type(
      @Nullable TensorType x, Site<DenseConnect> site, BodyTyping bodies) {
    return blocks(site.settings()).type(x, site, bodies, (in, body, scope) -> join(in, body, site));
  }

  private static @Nullable TensorType join(
      TensorType x, TensorType body, Site<DenseConnect> site) {
    List<Integer> extents = new ArrayList<>(x.extents());
    extents.set(extents.size() - 1, body.features());
    int growth = site.settings().growth();
    if (!body.extents().equals(extents) || body.features() != growth) {
      extents.set(extents.size() - 1, growth);
      if (!site.failed()) { // once for all repeats
        site.report(
            Problem.DENSE_SHAPE,
            "the body of `%s` ends in %s; beside %s it has to end in %s"
                .formatted(site.path(), body, x, new TensorType(x.batched(), extents)),
            Hint.use("no stride in the block, and no filters on its last member"));
      }
      return null;
    }
    extents.set(extents.size() - 1, x.features() + growth);
    return new TensorType(x.batched(), extents);
  }

  @Override
  public Node expand(
      Node x, DenseConnect d, ExpansionSite at, List<TypedBody> bodies, BodyExpansion body) {
    return blocks(d)
        .expand(
            x,
            at,
            bodies,
            body,
            (in, y, stride, here) -> here.g().concat(List.of(in, y)));
  }

  @Override
  public String describe(DenseConnect d, BlockModel block, Scope scope) {
    String times = d.repeat() == 1 ? "" : d.repeat() + " × ";
    return String.format(Locale.ROOT, "%s%s, densely connected, growth %d", times, block.name(),
        d.growth());
  }

  private static RepeatedBlocks blocks(DenseConnect d) {
    // What is too small has been reported; the least int would mean the filters of a block.
    return new RepeatedBlocks(Math.max(1, d.growth()), d.repeat(), 1);
  }
}
