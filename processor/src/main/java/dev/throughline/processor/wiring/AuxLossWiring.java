package dev.throughline.processor.wiring;

import dev.throughline.dsl.AuxLoss;
import dev.throughline.dsl.Block;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.layer.Description;
import dev.throughline.processor.layer.ExpansionSite;
import dev.throughline.processor.layer.Scope;
import dev.throughline.processor.layer.Site;
import dev.throughline.processor.model.BlockModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code @AuxLoss}: a head beside the trunk that ends in a loss; Lee et al. 2015, equation 3. */
final class AuxLossWiring implements WiringKind<AuxLoss> {
  @Override
  public Class<AuxLoss> annotation() {
    return AuxLoss.class;
  }

  @Override
  public void checkValues(Site<AuxLoss> site, BlockModel block) {
    AuxLoss settings = site.settings();
    if (!(settings.weight() > 0 && Double.isFinite(settings.weight()))) {
      site.illegalBeside("weight", settings.weight(), "a number above 0, such as 0.3");
    }
    new RepeatedBlocks(settings.filters(), 1, 1).check(site, block);
  }

  @Override
  public @Nullable TensorType type(
      @Nullable TensorType x, Site<AuxLoss> site, BodyTyping bodies) {
    AuxLoss settings = site.settings();
    TensorType read = settings.from().isEmpty() ? x : site.value("from", settings.from());
    boolean sound = site.isTyped() && site.scope().sound();
    int given = settings.filters();
    Integer filters = given == Block.OF_BLOCK ? site.scope().filters() : (Integer) given;
    Scope scope =
        new Scope(filters, 1, site.annotated(), site.path(), sound, settings.weight());
    return bodies.type(site.path(), scope, sound ? read : null);
  }

  @Override
  public Node expand(
      Node x, AuxLoss settings, ExpansionSite at, List<TypedBody> bodies, BodyExpansion body) {
    Node read = settings.from().isEmpty() ? x : at.value(settings.from());
    return body.expand(bodies.getFirst(), read);
  }

  @Override
  public boolean aside() {
    return true;
  }

  @Override
  public String describe(AuxLoss settings, BlockModel block, Scope scope) {
    return new Description("auxiliary head " + block.name())
        .addIf(!settings.from().isEmpty(), "on " + settings.from())
        .addIf(settings.weight() != 1, "weight " + settings.weight())
        .toString();
  }
}
