package dev.throughline.processor.layer;

import dev.throughline.dsl.MaxPool;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import org.jspecify.annotations.Nullable;

/** What the two poolings share. */
record Pools(int size, int stride, int padding) {

  void check(Site<?> site) {
    site.checkAtLeast("size", size, 1);
    if (stride != MaxPool.OF_SIZE) {
      site.checkStride(stride);
    }
    // With more, a window could lie in the padding alone and would have no maximum.
    if (padding < 0 || (size > 0 && padding > size / 2)) {
      site.illegal("padding", padding,
          "0 to %d, half of the size".formatted(Math.max(size, 0) / 2));
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
    int c = x.channels();
    return Window.square(c, x.height(), x.width(), c, size, step(scope), padding);
  }

  String describe(String kind, Scope scope) {
    return new Description(kind + " of " + Windows.square(size))
        .add("stride " + step(scope))
        .addIf(padding != 0, "padding " + padding)
        .toString();
  }

  private int step(Scope scope) {
    return stride == MaxPool.OF_SIZE ? size : scope.stride(stride);
  }
}
