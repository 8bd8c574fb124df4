package dev.throughline.processor.layer;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Conv;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import org.jspecify.annotations.Nullable;

/** {@code @Conv}: a convolution with a bias or a normalisation, and an activation. */
final class ConvLayer implements LayerKind<Conv> {
  @Override
  public Class<Conv> annotation() {
    return Conv.class;
  }

  @Override
  public void checkValues(Site<Conv> site) {
    site.checkFilters("filters", site.settings().filters());
    site.checkAtLeast("groups", site.settings().groups(), 1);
    of(site.settings()).check(site);
    checkRatio(site.settings(), site);
  }

  private static void checkRatio(Conv conv, Site<Conv> site) {
    if (!(conv.ratio() > 0 && conv.ratio() < Integer.MAX_VALUE)) {
      site.illegal("ratio", conv.ratio(), "a number above 0, such as 0.25");
    } else if (conv.ratio() != 1 && conv.filters() != Block.OF_BLOCK) {
      site.report(
          "ratio",
          Problem.ILLEGAL_VALUE,
          "`%s` gives filters = %d and a ratio of the block's filters as well"
              .formatted(site.path(), conv.filters()),
          Hint.use("one of them"));
    } else if (!site.failed() && site.scope().sound()) {
      int ofBlock = site.scope().filters(conv.filters());
      double filters = ofBlock * conv.ratio();
      if (filters < 1 || filters != Math.rint(filters)) {
        site.report(
            "ratio",
            Problem.UNEVEN_CHANNELS,
            "`%s` would have %s of %d filters, which is %s"
                .formatted(site.path(), conv.ratio(), ofBlock, filters),
            Hint.use("a ratio that leaves a whole number of filters"));
      }
    }
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<Conv> site) {
    if (!site.checkImage(x)) {
      return null;
    }
    Conv conv = site.settings();
    int filters = filters(conv, site.scope());
    return checkGroups(x.channels(), filters, conv.groups(), site)
        ? of(conv).type(x, filters, conv.groups(), site)
        : null;
  }

  private static boolean checkGroups(int channels, int filters, int groups, Site<Conv> site) {
    if (channels % groups == 0 && filters % groups == 0) {
      return true;
    }
    boolean ofChannels = channels % groups != 0;
    site.report(
        "groups",
        Problem.UNEVEN_CHANNELS,
        "`%s` cannot divide %d %s into %d equal groups"
            .formatted(
                site.path(),
                ofChannels ? channels : filters,
                ofChannels ? "channels" : "filters",
                groups),
        Hint.use("groups that divide %d channels and %d filters".formatted(channels, filters)));
    return false;
  }

  @Override
  public Node expand(Node x, Conv conv, ExpansionSite at) {
    return of(conv).expand(x, filters(conv, at.scope()), conv.groups(), at);
  }

  private static int filters(Conv conv, Scope scope) {
    int filters = scope.filters(conv.filters());
    return conv.filters() == Block.OF_BLOCK ? (int) Math.rint(filters * conv.ratio()) : filters;
  }

  @Override
  public String describe(Conv conv, Scope scope) {
    Description text =
        new Description(PerAxis.of(conv.kernel()).product() + " convolution")
            .add(filters(conv, scope) + " filters")
            .addIf(conv.groups() != 1, conv.groups() + " groups");
    return of(conv).describe(text, scope);
  }

  private static Convolution of(Conv conv) {
    return new Convolution(
        PerAxis.of(conv.kernel()),
        PerAxis.of(conv.stride()),
        PerAxis.of(conv.padding()),
        PerAxis.of(conv.dilation()),
        new Convolution.Rest(
            conv.norm(),
            conv.epsilon(),
            conv.momentum(),
            conv.activation(),
            conv.order(),
            conv.bias(),
            conv.initializer()));
  }
}
