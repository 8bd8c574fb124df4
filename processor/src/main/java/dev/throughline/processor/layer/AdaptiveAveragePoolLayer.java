package dev.throughline.processor.layer;

import dev.throughline.dsl.AdaptiveAveragePool;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.graph.Window.Along;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code @AdaptiveAveragePool}: windows of one size where they divide the image, else means along rows and
 * along columns; nothing along an axis that has its size already.
 */
final class AdaptiveAveragePoolLayer implements LayerKind<AdaptiveAveragePool> {
  @Override
  public Class<AdaptiveAveragePool> annotation() {
    return AdaptiveAveragePool.class;
  }

  @Override
  public void checkValues(Site<AdaptiveAveragePool> site) {
    site.checkAtLeast("height", site.settings().height(), 1);
    site.checkAtLeast("width", site.settings().width(), 1);
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<AdaptiveAveragePool> site) {
    AdaptiveAveragePool pool = site.settings();
    return site.checkImage(x)
        ? TensorType.image(x.channels(), pool.height(), pool.width())
        : null;
  }

  @Override
  public Node expand(Node x, AdaptiveAveragePool pool, ExpansionSite at) {
    GraphBuilder g = at.g();
    int rows = x.type().height() / pool.height();
    int columns = x.type().width() / pool.width();
    boolean divided =
        x.type().height() == rows * pool.height() && x.type().width() == columns * pool.width();
    if (rows == 1 && columns == 1 && divided) {
      return x;
    }
    if (divided) {
      int c = x.type().channels();
      Along down = new Along(rows, rows, 0);
      Along across = new Along(columns, columns, 0);
      Window window =
          Window.of(c, x.type().height(), x.type().width(), c, down, across, 1);
      return g.pool(Pooling.AVERAGE, window, x);
    }
    return g.binMeans(1, pool.width(), g.binMeans(0, pool.height(), x));
  }

  @Override
  public String describe(AdaptiveAveragePool pool, Scope scope) {
    return String.format(Locale.ROOT, "mean of each of %d×%d bins", pool.height(), pool.width());
  }
}
