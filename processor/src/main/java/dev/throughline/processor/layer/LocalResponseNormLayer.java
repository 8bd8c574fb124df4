package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;
import static dev.throughline.processor.graph.Expr.unary;

import dev.throughline.dsl.LocalResponseNorm;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import org.jspecify.annotations.Nullable;

/**
 * {@code @LocalResponseNorm}: {@code y = x · (k + α · mean)^−β}, where the mean is that of {@code x²} over
 * neighbouring channels: average pooling of an image whose rows are pixels and whose columns are channels.
 * Krizhevsky et al. 2012, section 3.3.
 */
final class LocalResponseNormLayer implements LayerKind<LocalResponseNorm> {
  @Override
  public Class<LocalResponseNorm> annotation() {
    return LocalResponseNorm.class;
  }

  @Override
  public void checkValues(Site<LocalResponseNorm> site) {
    LocalResponseNorm norm = site.settings();
    site.checkAtLeast("size", norm.size(), 1);
    if (!(norm.alpha() >= 0 && norm.alpha() < Float.POSITIVE_INFINITY)) {
      site.illegalBeside("alpha", norm.alpha(), "0 or more, such as 1e-4");
    }
    if (!Double.isFinite(norm.beta())) {
      site.illegalBeside("beta", norm.beta(), "a number such as 0.75");
    }
    if (!((float) norm.k() > 0 && norm.k() < Float.POSITIVE_INFINITY)) {
      site.illegalBeside("k", norm.k(), "a number above 0, such as 1 or 2");
    }
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<LocalResponseNorm> site) {
    return site.checkImage(x) ? x : null;
  }

  @Override
  public Node expand(Node x, LocalResponseNorm norm, ExpansionSite at) {
    GraphBuilder g = at.g();
    Window window = window(x.type(), norm.size());
    Node squares = g.reshape(g.as("squares").map(arg(0).times(arg(0)), x), window.input());
    Node mean = g.reshape(g.as("mean").pool(Pooling.AVERAGE, window, squares), x.type());
    Expr base = arg(1).times(constant(norm.alpha())).plus(constant(norm.k()));
    Expr power =
        unary(UnaryOp.EXP, unary(UnaryOp.LOG, base).times(constant(-norm.beta())));
    return g.map(arg(0).times(power), x, mean);
  }

  /** As many channels before each as behind it, or one more. */
  private static Window window(TensorType x, int size) {
    int pixels = Math.toIntExact(x.positions());
    int c = x.channels();
    return new Window(1, pixels, c, 1, 1, size, 1, 1, 0, size / 2, pixels, c);
  }

  @Override
  public String describe(LocalResponseNorm norm, Scope scope) {
    return new Description("local response norm").add(norm.size() + " channels").toString();
  }
}
