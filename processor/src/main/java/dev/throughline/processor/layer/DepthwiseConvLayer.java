package dev.throughline.processor.layer;

import dev.throughline.dsl.DepthwiseConv;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code @DepthwiseConv}: a convolution in as many groups as there are channels. */
final class DepthwiseConvLayer implements LayerKind<DepthwiseConv> {
  @Override
  public Class<DepthwiseConv> annotation() {
    return DepthwiseConv.class;
  }

  @Override
  public void checkValues(Site<DepthwiseConv> site) {
    site.checkAtLeast("multiplier", site.settings().multiplier(), 1);
    of(site.settings()).check(site);
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<DepthwiseConv> site) {
    int multiplier = site.settings().multiplier();
    return site.checkImage(x) && site.checkSize("filters", List.of(x.channels(), multiplier))
        ? of(site.settings()).type(x, x.channels() * multiplier, x.channels(), site)
        : null;
  }

  @Override
  public Node expand(Node x, DepthwiseConv conv, ExpansionSite at) {
    int channels = x.type().channels();
    return of(conv).expand(x, channels * conv.multiplier(), channels, at);
  }

  @Override
  public String describe(DepthwiseConv conv, Scope scope) {
    Description text =
        new Description(PerAxis.of(conv.kernel()).product() + " depthwise convolution")
            .addIf(conv.multiplier() != 1, conv.multiplier() + " filters a channel");
    return of(conv).describe(text, scope);
  }

  private static Convolution of(DepthwiseConv conv) {
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
