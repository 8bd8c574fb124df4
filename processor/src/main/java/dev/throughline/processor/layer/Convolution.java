package dev.throughline.processor.layer;

import dev.throughline.dsl.Bias;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Initialization;
import dev.throughline.dsl.Nonlinearity;
import dev.throughline.dsl.Norm;
import dev.throughline.dsl.Order;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.graph.Window.Along;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What the layers that convolve share: all but how many filters there are, in how many groups. */
record Convolution(
    PerAxis kernel, PerAxis stride, PerAxis padding, PerAxis dilation, Rest rest) {

  /** What goes with the weights. */
  record Rest(
      Norm norm,
      double epsilon,
      double momentum,
      Nonlinearity activation,
      Order order,
      Bias bias,
      Initialization initializer) {}

  void check(Site<?> site) {
    boolean sized = site.checkPerAxis("kernel", kernel, 1);
    site.checkStride(stride);
    site.checkPerAxis("padding", padding.with(Conv.SAME, 0), 0);
    if (site.checkPerAxis("dilation", dilation, 1) && sized) {
      site.checkReach(kernel, dilation);
    }
    Normalization.check(rest.norm, rest.epsilon, rest.momentum, site);
  }

  /** Asked only if the groups divide channels and filters. */
  @Nullable
  TensorType type(TensorType x, int filters, int groups, Site<?> site) {
    Window window = window(x, filters, groups, site.scope());
    boolean fits = Windows.check(window, "kernel", site);
    boolean held =
        site.checkSize(
            "weights", List.of(window.k(), window.groupChannels(), window.r(), window.s()));
    return fits && held ? window.output() : null;
  }

  Node expand(Node x, int filters, int groups, ExpansionSite at) {
    return switch (rest.order) {
      case POST_ACTIVATION -> activate(normalize(convolve(x, filters, groups, at), at), at);
      case PRE_ACTIVATION -> convolve(activate(normalize(x, at), at), filters, groups, at);
    };
  }

  private Node convolve(Node x, int filters, int groups, ExpansionSite at) {
    Window window = window(x.type(), filters, groups, at.scope());
    boolean bias = Weights.hasBias(rest.bias, rest.norm);
    return Weights.convolution(x, window, bias, rest.initializer, at);
  }

  private Node normalize(Node x, ExpansionSite at) {
    return Normalization.expand(x, rest.norm, rest.epsilon, rest.momentum, at.part("norm"));
  }

  private Node activate(Node x, ExpansionSite at) {
    return Nonlinearities.expand(x, rest.activation, at.g());
  }

  private Window window(TensorType x, int filters, int groups, Scope scope) {
    return Window.of(
        x.channels(),
        x.height(),
        x.width(),
        filters,
        along(PerAxis::rows, scope),
        along(PerAxis::columns, scope),
        groups);
  }

  private Along along(ToIntFunction<PerAxis> axis, Scope scope) {
    int taps = axis.applyAsInt(kernel);
    int apart = axis.applyAsInt(dilation);
    int border = axis.applyAsInt(padding);
    return new Along(
        taps,
        axis.applyAsInt(stride.inScope(scope)),
        border == Conv.SAME ? apart * (taps - 1) / 2 : border,
        apart);
  }

  /** {@code text} and what follows the number of filters. */
  String describe(Description text, Scope scope) {
    PerAxis step = stride.inScope(scope);
    PerAxis border =
        PerAxis.of(
            along(PerAxis::rows, scope).padding(), along(PerAxis::columns, scope).padding());
    return text.addIf(!step.areBoth(1), "stride " + Windows.pair(step))
        .addIf(!dilation.areBoth(1), "dilation " + Windows.pair(dilation))
        .addIf(!padding.areBoth(Conv.SAME), "padding " + Windows.pair(border))
        .addIf(Weights.hasBias(rest.bias, rest.norm), "bias")
        .add(rest.order, rest.norm, rest.activation)
        .toString();
  }
}
