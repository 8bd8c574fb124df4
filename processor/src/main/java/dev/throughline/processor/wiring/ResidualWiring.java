package dev.throughline.processor.wiring;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Residual;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.layer.ExpansionSite;
import dev.throughline.processor.layer.Nonlinearities;
import dev.throughline.processor.layer.Scope;
import dev.throughline.processor.layer.Site;
import dev.throughline.processor.model.BlockModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code @Residual}: {@code y = f(body(x) + shortcut(x))}, repeated. He et al. 2015, equation 2. */
final class ResidualWiring implements WiringKind<Residual> {
  @Override
  public Class<Residual> annotation() {
    return Residual.class;
  }

  @Override
  public void checkValues(Site<Residual> site, BlockModel block) {
    blocks(site.settings()).check(site, block);
    Shortcuts.checkNames(site, block);
  }

  @Override
  public @Nullable TensorType type(
      @Nullable TensorType x, Site<Residual> site, BodyTyping bodies) {
    return blocks(site.settings())
        .type(
            x,
            site,
            bodies,
            (in, body, scope) -> {
              Shortcuts.check(in, body, scope.stride(Block.OF_BLOCK), site);
              return body; // what the user meant, so that what follows is checked
            });
  }

  @Override
  public Node expand(
      Node x, Residual r, ExpansionSite at, List<TypedBody> bodies, BodyExpansion body) {
    return blocks(r)
        .expand(
            x,
            at,
            bodies,
            body,
            (in, y, stride, here) -> {
              Node shortcut = Shortcuts.expand(in, y.type(), stride, r, here);
              return Nonlinearities.expand(here.g().add(y, shortcut), r.activation(), here.g());
            });
  }

  @Override
  public String describe(Residual r, BlockModel block, Scope scope) {
    String skip =
        switch (r.shortcut()) {
          case IDENTITY -> "skip";
          case PAD -> "skip padded with zero channels";
          case PROJECTION -> "skip with a projection";
        };
    return blocks(r).describe(block, scope).add(skip).add(r.activation()).toString();
  }

  private static RepeatedBlocks blocks(Residual r) {
    return new RepeatedBlocks(r.filters(), r.repeat(), r.stride());
  }
}
