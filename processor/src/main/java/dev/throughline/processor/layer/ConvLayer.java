package dev.throughline.processor.layer;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Conv;
import dev.throughline.dsl.Order;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code @Conv}: a convolution with a bias or a normalisation, and an activation. */
final class ConvLayer implements LayerKind<Conv> {
  @Override
  public Class<Conv> annotation() {
    return Conv.class;
  }

  @Override
  public void checkValues(Site<Conv> site) {
    Conv conv = site.settings();
    site.checkFilters("filters", conv.filters());
    site.checkAtLeast("kernel", conv.kernel(), 1);
    site.checkStride(conv.stride());
    if (conv.padding() != Conv.SAME) {
      site.checkAtLeast("padding", conv.padding(), 0);
    }
    checkRatio(conv, site);
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
    Window window = window(conv, site.scope(), x);
    boolean fits = Windows.check(window, "kernel", site);
    boolean held =
        site.checkSize("weights", List.of(window.k(), window.c(), window.r(), window.s()));
    return fits && held ? window.output() : null;
  }

  @Override
  public Node expand(Node x, Conv conv, ExpansionSite at) {
    return switch (conv.order()) {
      case POST_ACTIVATION -> activate(normalize(convolve(x, conv, at), conv, at), conv, at);
      case PRE_ACTIVATION -> convolve(activate(normalize(x, conv, at), conv, at), conv, at);
    };
  }

  private static Node convolve(Node x, Conv conv, ExpansionSite at) {
    Window window = window(conv, at.scope(), x.type());
    boolean bias = Weights.hasBias(conv.bias(), conv.norm());
    return Weights.convolution(x, window, bias, conv.initializer(), at);
  }

  private static Node normalize(Node x, Conv conv, ExpansionSite at) {
    return Normalization.expand(x, conv.norm(), at.part("norm"));
  }

  private static Node activate(Node x, Conv conv, ExpansionSite at) {
    return Nonlinearities.expand(x, conv.activation(), at.g());
  }

  private static Window window(Conv conv, Scope scope, TensorType x) {
    int padding = conv.padding() == Conv.SAME ? (conv.kernel() - 1) / 2 : conv.padding();
    int stride = scope.stride(conv.stride());
    return Window.square(
        x.channels(),
        x.height(),
        x.width(),
        filters(conv, scope),
        conv.kernel(),
        stride,
        padding);
  }

  private static int filters(Conv conv, Scope scope) {
    int filters = scope.filters(conv.filters());
    return conv.filters() == Block.OF_BLOCK ? (int) Math.rint(filters * conv.ratio()) : filters;
  }

  @Override
  public String describe(Conv conv, Scope scope) {
    Description text = new Description(Windows.square(conv.kernel()) + " convolution");
    text.add(filters(conv, scope) + " filters");
    int stride = scope.stride(conv.stride());
    text.addIf(stride != 1, "stride " + stride);
    text.addIf(conv.padding() != Conv.SAME, "padding " + conv.padding());
    text.addIf(Weights.hasBias(conv.bias(), conv.norm()), "bias");
    text.addIf(conv.order() == Order.PRE_ACTIVATION, "after");
    return text.add(conv.norm()).add(conv.activation()).toString();
  }
}
