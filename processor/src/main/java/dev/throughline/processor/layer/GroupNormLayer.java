package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;
import static dev.throughline.processor.graph.Expr.fma;
import static dev.throughline.processor.graph.Expr.unary;

import dev.throughline.dsl.GroupNorm;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.ClosedForm;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code @GroupNorm}: {@code y = x · scale + shift} with, for each channel of each sample, {@code scale = γ ·
 * rstd} and {@code shift = β − μ · scale}. Wu and He 2018, section 3.1.
 *
 * <p>A group's mean is the mean of its channels' means, all channels having the same number of pixels; so
 * whatever is as large as the image is read along the channels.
 */
final class GroupNormLayer implements LayerKind<GroupNorm> {
  @Override
  public Class<GroupNorm> annotation() {
    return GroupNorm.class;
  }

  @Override
  public void checkValues(Site<GroupNorm> site) {
    site.checkAtLeast("groups", site.settings().groups(), 1);
    site.checkEpsilon(site.settings().epsilon());
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<GroupNorm> site) {
    int groups = site.settings().groups();
    if (x.features() % groups == 0) {
      return x;
    }
    site.report(
        "groups",
        Problem.UNEVEN_CHANNELS,
        String.format(Locale.ROOT, "`%s` cannot divide %d channels into %d equal groups",
            site.path(), x.features(), groups),
        Hint.use("groups that divide " + x.features()));
    return null;
  }

  @Override
  public Node expand(Node x, GroupNorm norm, ExpansionSite at) {
    GraphBuilder g = at.g();
    Groups groups = new Groups(x.type(), norm.groups());
    Node gamma = g.parameter(Weights.scale(x.type().features(), at));
    Node beta = g.parameter(Weights.shift(x.type().features(), at));
    Node mean = groups.mean("mean", x, g);
    Node centred = g.map(arg(0).minus(arg(1)), x, groups.overAll(mean, g));
    Node var = groups.mean("var", g.map(arg(0).times(arg(0)), centred), g);
    Node rstd =
        g.as("rstd").map(unary(UnaryOp.RSQRT, arg(0).plus(constant(norm.epsilon()))), var);
    Node scale = g.as("scale").map(arg(0).times(arg(1)), rstd, groups.perSample(gamma, g));
    Node shift =
        g.as("shift")
            .map(fma(arg(1), arg(2).negate(), arg(0)), groups.perSample(beta, g), mean, scale);
    Node y =
        g.map(
            fma(arg(0), arg(1), arg(2)),
            x,
            groups.overAll(scale, g),
            groups.overAll(shift, g));
    g.closedForm(
        y,
        ClosedForm.of(
            List.of(x, gamma, beta),
            (dy, backward) -> gradient(groups, x, dy, mean, rstd, scale, gamma, backward)));
    return Nonlinearities.expand(y, norm.activation(), g);
  }

  /**
   * With {@code x̂ = (x − μ) · rstd} and a and b the means of {@code γ·dy} and of {@code γ·dy·x̂} over a group:
   * {@code dβ = Σdy}, {@code dγ = Σ dy·x̂} and {@code dx = rstd · (γ·dy − a − x̂·b)}, written as {@code scale·dy
   * + slope·x + offset} so that only two large tensors are read.
   */
  private static List<Node> gradient(
      Groups groups,
      Node x,
      Node dy,
      Node mean,
      Node rstd,
      Node scale,
      Node gamma,
      GraphBuilder g) {
    Node sum = groups.sum("dysum", dy, g);
    Node centred =
        g.map(arg(0).times(arg(1).minus(arg(2))), dy, x, groups.overAll(mean, g));
    Node products =
        g.as("dyxhat").map(arg(0).times(arg(1)), groups.sum("products", centred, g), rstd);
    Node gammas = groups.perSample(gamma, g);
    Node a = groups.share("a", g.as("weighted").map(arg(0).times(arg(1)), gammas, sum), g);
    Node b = groups.share("b", g.as("weightedXhat").map(arg(0).times(arg(1)), gammas, products), g);
    Node slope = g.as("slope").map(arg(0).times(arg(0)).times(arg(1)).negate(), rstd, b);
    Node offset =
        g.as("offset")
            .map(arg(0).times(arg(1)).plus(arg(2).times(arg(3))).negate(), rstd, a, slope, mean);
    Node dx =
        g.as("dx")
            .map(
                fma(arg(2), arg(0), fma(arg(3), arg(1), arg(4))),
                dy,
                x,
                groups.overAll(scale, g),
                groups.overAll(slope, g),
                groups.overAll(offset, g));
    return List.of(
        dx,
        g.as("dgamma").sum(Axes.FEATURES, products),
        g.as("dbeta").sum(Axes.FEATURES, sum));
  }

  @Override
  public String describe(GroupNorm norm, Scope scope) {
    return new Description("group norm")
        .add(norm.groups() == 1 ? "1 group" : norm.groups() + " groups")
        .add(norm.activation())
        .toString();
  }

  /**
   * The channels of a tensor in groups.
   *
   * <p>What belongs to a group is held once for each of its channels, {@code f32[n, c]}.
   */
  private record Groups(TensorType type, int count) {
    private TensorType channels() {
      return type.along(Axes.SAMPLE_FEATURES);
    }

    private TensorType grouped() {
      return TensorType.batch(count, type.features() / count);
    }

    /** The mean of each group of {@code x}. */
    Node mean(String label, Node x, GraphBuilder g) {
      Node ofChannels =
          x.type().equals(channels()) ? x : g.mean(Axes.SAMPLE_FEATURES, x);
      return ofGroups(label, Primitive.Reduction.MEAN, ofChannels, g);
    }

    /** What sums of channels add up to in each group, for each element of the group. */
    Node share(String label, Node sums, GraphBuilder g) {
      Node total = ofGroups(label + "Sum", Primitive.Reduction.SUM, sums, g);
      long elements = type.elements() / count;
      return g.as(label).map(arg(0).times(constant(1.0 / elements)), total);
    }

    private Node ofGroups(
        String label, Primitive.Reduction reduction, Node channels, GraphBuilder g) {
      Node groups = g.as(label).reduce(reduction, Axes.ROWS, g.reshape(channels, grouped()));
      return g.reshape(g.spread(groups, Axes.ROWS, grouped()), channels());
    }

    /** The sum of each channel of each sample. */
    Node sum(String label, Node x, GraphBuilder g) {
      return x.type().equals(channels()) ? x : g.as(label).sum(Axes.SAMPLE_FEATURES, x);
    }

    Node perSample(Node ofChannels, GraphBuilder g) {
      return g.spread(ofChannels, Axes.FEATURES, channels());
    }

    Node overAll(Node ofSamples, GraphBuilder g) {
      return g.spread(ofSamples, Axes.SAMPLE_FEATURES, type);
    }
  }
}
