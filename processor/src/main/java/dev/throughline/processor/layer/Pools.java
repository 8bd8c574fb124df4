package dev.throughline.processor.layer;

import dev.throughline.dsl.MaxPool;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.graph.Window.Along;
import org.jspecify.annotations.Nullable;

/** What the two poolings share. */
record Pools(PerAxis size, PerAxis stride, PerAxis padding, boolean ceilMode) {

  void check(Site<?> site) {
    boolean sized = site.checkPerAxis("size", size, 1);
    if (!stride.areBoth(MaxPool.OF_SIZE)) {
      site.checkStride(stride);
    }
    if (site.checkPerAxis("padding", padding, 0) && sized) {
      checkPadding(site);
    }
  }

  // With more, a window could lie in the padding alone and would have no maximum.
  private void checkPadding(Site<?> site) {
    if (padding.rows() > size.rows() / 2 || padding.columns() > size.columns() / 2) {
      PerAxis half = PerAxis.of(size.rows() / 2, size.columns() / 2);
      site.illegal("padding", padding, "0 to %s, half of the size".formatted(half));
    }
  }

  @Nullable
  TensorType type(TensorType x, Site<?> site) {
    if (!site.checkImage(x)) {
      return null;
    }
    Window window = window(x, site.scope());
    return Windows.check(window, "size", site) ? window.output() : null;
  }

  Window window(TensorType x, Scope scope) {
    PerAxis step = step(scope);
    Along rows = new Along(size.rows(), step.rows(), padding.rows());
    Along columns = new Along(size.columns(), step.columns(), padding.columns());
    int c = x.channels();
    return ceilMode
        ? Window.roundedUp(c, x.height(), x.width(), rows, columns)
        : Window.of(c, x.height(), x.width(), c, rows, columns, 1);
  }

  String describe(String kind, Scope scope) {
    return new Description(kind + " of " + size.product())
        .add("stride " + Windows.pair(step(scope)))
        .addIf(!padding.areBoth(0), "padding " + Windows.pair(padding))
        .addIf(ceilMode, "rounded up")
        .toString();
  }

  private PerAxis step(Scope scope) {
    return stride.areBoth(MaxPool.OF_SIZE) ? size : stride.inScope(scope);
  }
}
