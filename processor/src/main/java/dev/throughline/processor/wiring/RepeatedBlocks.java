package dev.throughline.processor.wiring;

import dev.throughline.dsl.Block;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Origin;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.layer.Description;
import dev.throughline.processor.layer.ExpansionSite;
import dev.throughline.processor.layer.Scope;
import dev.throughline.processor.layer.Site;
import dev.throughline.processor.model.BlockModel;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A chain of blocks of which only the first has the stride; what joins a block to the trunk is left open.
 *
 * @param filters as written, possibly {@link Block#OF_BLOCK}
 * @param stride likewise
 */
record RepeatedBlocks(int filters, int repeat, int stride) {
  private static final int MOST_REPEATS = 1000;

  void check(Site<?> site, BlockModel block) {
    if (filters != Block.OF_BLOCK) {
      site.checkAtLeast("filters", filters, 1);
    }
    checkUse("filters", site, block);
  }

  /**
   * Reports what is wrong with the numbers, that of the filters apart.
   *
   * @param attribute what the annotation calls the filters
   */
  void checkUse(String attribute, Site<?> site, BlockModel block) {
    if (repeat < 1 || repeat > MOST_REPEATS) {
      site.illegal("repeat", repeat, String.format(Locale.ROOT, "1 to %d", MOST_REPEATS));
    }
    site.checkStride(stride);
    if (filters != Block.OF_BLOCK && !block.takes("filters") && !block.takes("units")) {
      unused(attribute, filters, "leaves its filters to the block", site, block);
    }
    if (stride != Block.OF_BLOCK && stride != 1 && !block.takes("stride")) {
      unused("stride", stride, "says stride = OF_BLOCK", site, block);
    }
  }

  private static void unused(
      String attribute, int value, String how, Site<?> site, BlockModel block) {
    site.reportBeside(
        attribute,
        Problem.UNUSED_BLOCK_VALUE,
        String.format(Locale.ROOT, "`%s` gives %s = %d, but no member of `%s` %s", site.path(),
            attribute, value, block.name(), how),
        Hint.use(
            "stride".equals(attribute)
                ? "stride = OF_BLOCK on the member that is to have it"
                : "no filters on the members that are to have them"));
  }

  /** Types all repeats. */
  @Nullable
  TensorType type(
      @Nullable TensorType x, Site<?> site, WiringKind.BodyTyping bodies, JoinTyping join) {
    // With wrong values only those of the members are checked, not their shapes.
    boolean sound = site.isTyped() && site.scope().sound();
    TensorType last = sound ? x : null;
    for (int i = 0; i < (sound ? repeat : 1); i++) {
      Scope scope = scope(site, i);
      String path = repeat == 1 ? site.path() : site.path() + "." + i;
      TensorType body = bodies.type(path, scope, last);
      last = last == null || body == null ? null : join.type(last, body, scope);
    }
    return last;
  }

  private Scope scope(Site<?> site, int index) {
    Integer inner = filters == Block.OF_BLOCK ? site.scope().filters() : (Integer) filters;
    Integer first = stride == Block.OF_BLOCK ? site.scope().stride() : (Integer) stride;
    // With the stride missing, which is reported, the members are checked as if it were 1.
    int step = index == 0 && first != null ? first : 1;
    boolean sound = site.isTyped() && site.scope().sound();
    return new Scope(inner, step, site.annotated(), site.path(), sound);
  }

  /** Expands all repeats. */
  Node expand(
      Node x,
      ExpansionSite at,
      List<TypedBody> bodies,
      WiringKind.BodyExpansion expansion,
      JoinExpansion join) {
    Node last = x;
    for (int i = 0; i < bodies.size(); i++) {
      TypedBody body = bodies.get(i);
      Node y = expansion.expand(body, last);
      at.g().from(new Origin(body.path(), at.g().origin().source()));
      // By the member's own path, which is another's if it shares that one's parameters.
      ExpansionSite here = bodies.size() == 1 ? at : at.at(at.named(String.valueOf(i)));
      last = join.expand(last, y, i == 0 ? at.scope().stride(stride) : 1, here);
      at.g().member(body.path(), last);
    }
    return last;
  }

  /** {@code 3 × BasicBlock, 16 filters, stride 2}. */
  Description describe(BlockModel block, Scope scope) {
    String times = repeat == 1 ? "" : repeat + " × ";
    Integer inner = filters == Block.OF_BLOCK ? scope.filters() : (Integer) filters;
    int step = scope.stride(stride);
    return new Description(times + block.name())
        .addIf(inner != null, inner + " filters")
        .addIf(step != 1, "stride " + step);
  }

  /** The type after a join, or null if the two do not fit, which is then reported. */
  interface JoinTyping {
    @Nullable
    TensorType type(TensorType x, TensorType body, Scope scope);
  }

  /** Joins a block's result to the trunk. */
  interface JoinExpansion {
    Node expand(Node x, Node body, int stride, ExpansionSite at);
  }
}
