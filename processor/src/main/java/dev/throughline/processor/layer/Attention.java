package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.ZERO;
import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.constant;
import static dev.throughline.processor.graph.Expr.unary;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.ClosedForm;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Initializer;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Scaled dot-product attention of several heads, {@code softmax(Q · Kᵀ / √(d/heads)) · V} with Q of one
 * sequence and K, V of another; Vaswani et al. 2017, section 3.2.
 *
 * <p>Letters: t positions of the one that asks, s of the one that is asked, d features. Parameters are
 * those of PyTorch's {@code MultiheadAttention}.
 */
record Attention(int heads, boolean causal, double dropout, Padding padding) {
  private static final List<Integer> HEADS_FIRST = List.of(1, 0, 2);
  private static final Expr LOWEST = constant(-Float.MAX_VALUE);

  void checkValues(Site<?> site) {
    site.checkAtLeast("heads", heads, 1);
    site.checkRate("dropout", dropout);
    padding.checkName(site);
  }

  /** Whether {@code x} can attend to {@code memory}; if not, says so. */
  boolean check(TensorType x, TensorType memory, Site<?> site) {
    int features = x.features();
    if (features % heads != 0) {
      site.report(
          "heads",
          Problem.UNEVEN_HEADS,
          String.format(Locale.ROOT, "`%s` shares out %d features among %d heads", site.path(),
              features, heads),
          Hint.use("heads = " + nearest(features)));
    }
    boolean padded = padding.check(memory.extents().getFirst(), site);
    List<Integer> scores =
        List.of(heads, x.extents().getFirst(), memory.extents().getFirst());
    boolean held =
        site.checkSize("weights", List.of(features, 3 * features))
            && site.checkSize("scores", scores);
    return padded && held && !site.failed();
  }

  /** The largest number of heads below the one asked for that shares {@code features} evenly. */
  private int nearest(int features) {
    return IntStream.rangeClosed(1, Math.min(heads, features))
        .filter(some -> features % some == 0)
        .max()
        .orElse(1);
  }

  Node expand(Node x, Node memory, ExpansionSite at) {
    GraphBuilder g = at.g();
    int d = x.type().features();
    Node weight =
        g.parameter(
            ParameterInfo.linear(
                at.named("in_proj_weight"), d, 3 * d, new Initializer.XavierUniform(d, 3 * d)));
    Node bias =
        g.parameter(
            ParameterInfo.vector(at.named("in_proj_bias"), 3 * d, new Initializer.Fill(0)));
    List<Node> projected = new ArrayList<>();
    if (x == memory) {
      projected.addAll(projections(x, weight, bias, List.of("q", "k", "v"), 0, g));
    } else {
      projected.addAll(projections(x, weight, bias, List.of("q"), 0, g));
      projected.addAll(projections(memory, weight, bias, List.of("k", "v"), d, g));
    }
    Node q = split(projected.get(0), g.within("q"));
    Node k = split(projected.get(1), g.within("k"));
    Node v = split(projected.get(2), g.within("v"));
    Node scores = g.as("scores").batchMatMul(q, k, false, true);
    Node weights = softmax(scores, Math.sqrt((double) heads / d), at);
    Node kept = DropoutLayer.drop(weights, dropout, at);
    Node context = g.as("context").batchMatMul(kept, v, false, false);
    Node joined = heads == 1 ? context : g.permute(context, HEADS_FIRST);
    return project(g.reshape(joined, x.type()), at.part("out_proj"));
  }

  /** {@code x} times the stacked weights from column {@code first} on, in one product: what each of {@code names} is. */
  private static List<Node> projections(
      Node x, Node weight, Node bias, List<String> names, int first, GraphBuilder g) {
    int d = x.type().features();
    int width = names.size() * d;
    GraphBuilder all = g.within(String.join("", names));
    boolean whole = width == weight.type().features();
    Node w =
        whole ? weight
            : all.as("weight").slice(weight, List.of(0, first), List.of(1, 1), List.of(d, width));
    Node b =
        whole ? bias : all.as("bias").slice(bias, List.of(first), List.of(1), List.of(width));
    Node y =
        all.add(all.matMul(x, w), all.spread(b, Axes.FEATURES, x.type().withFeatures(width)));
    if (names.size() == 1) {
      return List.of(y);
    }
    int positions = x.type().extents().getFirst();
    List<Node> parts = new ArrayList<>();
    for (int part = 0; part < names.size(); part++) {
      parts.add(
          g.within(names.get(part))
              .slice(y, List.of(0, part * d), List.of(1, 1), List.of(positions, d)));
    }
    return parts;
  }

  /** {@code [t, d]} as {@code [heads, t, d/heads]}. */
  private Node split(Node x, GraphBuilder g) {
    int positions = x.type().extents().getFirst();
    Node apart =
        g.reshape(x, TensorType.batch(positions, heads, x.type().features() / heads));
    return heads == 1
        ? g.reshape(x, TensorType.batch(1, positions, x.type().features()))
        : g.permute(apart, HEADS_FIRST);
  }

  private static Node project(Node x, ExpansionSite at) {
    GraphBuilder g = at.g();
    int d = x.type().features();
    Node w =
        g.parameter(
            ParameterInfo.linear(at.named("weight"), d, d, new Initializer.PyTorchDefault(d)));
    Node b = g.parameter(ParameterInfo.vector(at.named("bias"), d, new Initializer.Fill(0)));
    return g.add(g.matMul(x, w), g.spread(b, Axes.FEATURES, x.type()));
  }

  /**
   * {@code exp(x − m) / Σ exp(x − m)} for each row of the scaled scores, m being its largest; 0 where the key
   * is left out, and everywhere in a row without keys.
   */
  private Node softmax(Node scores, double scale, ExpansionSite at) {
    GraphBuilder g = at.g();
    TensorType type = scores.type();
    List<Node> operands = new ArrayList<>(List.of(scores));
    if (!padding.isNone()) {
      operands.add(g.spread(at.value(padding.tokens()), Axes.SAMPLE_FEATURES, type));
    }
    int t = type.extents().get(1);
    Expr scaled = arg(0).times(constant(scale));
    Node max =
        g.as("max")
            .reduce(Reduction.MAX, Axes.ROWS, map(attended(scaled, LOWEST, t), operands, g));
    operands.add(g.spread(max, Axes.ROWS, type));
    Expr shifted = scaled.minus(arg(operands.size() - 1));
    Node exp = map(attended(unary(UnaryOp.EXP, shifted), ZERO, t), operands, g.as("exp"));
    Node sum = g.as("sum").sum(Axes.ROWS, exp);
    Expr total = arg(1);
    Expr share = arg(0).over(total);
    // Only padding can leave a row without keys; a sum that is not a number stays one.
    Expr safe =
        padding.isNone() ? share : new Expr.Select(Compare.EQUAL, total, ZERO, ZERO, share);
    Node y = g.as("attention").map(safe, exp, g.spread(sum, Axes.ROWS, type));
    g.closedForm(
        y,
        ClosedForm.of(
            List.of(scores), (dy, backward) -> List.of(gradient(y, dy, scale, backward))));
    return y;
  }

  /** {@code then} where a position may attend to a key; operand 1 holds the key's token if any is padding. */
  private Expr attended(Expr then, Expr otherwise, int t) {
    Expr unpadded = padding.isNone() ? then : padding.where(1, otherwise, then);
    return causal
        ? new Expr.Select(
            Compare.GREATER, new Expr.Position(), new Expr.Row(t), otherwise, unpadded)
        : unpadded;
  }

  private static Node map(Expr body, List<Node> operands, GraphBuilder g) {
    return g.map(body, operands.toArray(Node[]::new));
  }

  /** {@code scale · y · (dy − Σ dy · y)}, the sum over each row; zero where y is. */
  private static Node gradient(Node y, Node dy, double scale, GraphBuilder g) {
    TensorType type = y.type();
    Node dot = g.as("dot").sum(Axes.ROWS, g.map(arg(0).times(arg(1)), dy, y));
    Expr body = arg(0).minus(arg(1)).times(arg(2)).times(constant(scale));
    return g.as("dscores").map(body, dy, g.spread(dot, Axes.ROWS, type), y);
  }

  Description describe(String kind) {
    return new Description(kind)
        .add(heads == 1 ? "1 head" : heads + " heads")
        .addIf(causal, "causal")
        .addIf(!padding.isNone(), "without padding")
        .addIf(dropout != 0, "dropout of " + dropout);
  }
}
