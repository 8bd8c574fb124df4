package dev.throughline.processor.wiring;

import dev.throughline.dsl.Sequence;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.layer.ExpansionSite;
import dev.throughline.processor.layer.Nonlinearities;
import dev.throughline.processor.layer.Scope;
import dev.throughline.processor.layer.Site;
import dev.throughline.processor.model.BlockModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code @Sequence}: {@code y = f(body(x))}, repeated. */
final class SequenceWiring implements WiringKind<Sequence> {
  @Override
  public Class<Sequence> annotation() {
    return Sequence.class;
  }

  @Override
  public void checkValues(Site<Sequence> site, BlockModel block) {
    blocks(site.settings()).check(site, block);
  }

  @Override
  public @Nullable TensorType type(
      @Nullable TensorType x, Site<Sequence> site, BodyTyping bodies) {
    return blocks(site.settings()).type(x, site, bodies, (in, body, scope) -> body);
  }

  @Override
  public Node expand(
      Node x, Sequence s, ExpansionSite at, List<TypedBody> bodies, BodyExpansion body) {
    return blocks(s)
        .expand(
            x,
            at,
            bodies,
            body,
            (in, y, stride, here) -> Nonlinearities.expand(y, s.activation(), here.g()));
  }

  @Override
  public String describe(Sequence s, BlockModel block, Scope scope) {
    return blocks(s).describe(block, scope).add(s.activation()).toString();
  }

  private static RepeatedBlocks blocks(Sequence s) {
    return new RepeatedBlocks(s.filters(), s.repeat(), s.stride());
  }
}
