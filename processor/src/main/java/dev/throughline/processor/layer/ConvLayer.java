package dev.throughline.processor.layer;

import dev.throughline.dsl.Conv;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.util.Locale;
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
    site.checkRatio(site.settings().ratio(), "filters", site.settings().filters());
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
        String.format(Locale.ROOT, "`%s` cannot divide %d %s into %d equal groups", site.path(),
            ofChannels ? channels : filters, ofChannels ? "channels" : "filters", groups),
        Hint.use(String.format(Locale.ROOT, "groups that divide %d channels and %d filters",
            channels, filters)));
    return false;
  }

  @Override
  public Node expand(Node x, Conv conv, ExpansionSite at) {
    return of(conv).expand(x, filters(conv, at.scope()), conv.groups(), at);
  }

  private static int filters(Conv conv, Scope scope) {
    return scope.filters(conv.filters(), conv.ratio());
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
