package dev.throughline.processor.layer;

import static dev.throughline.processor.graph.Expr.arg;
import static dev.throughline.processor.graph.Expr.fma;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds normalisation into the weights before it, in inference: {@code (x ∗ w + b) · scale + shift} is {@code
 * x ∗ (w · scale) + (b · scale + shift)}, and the brackets depend on parameters and states only.
 *
 * <p>Only where nothing else reads what lies between. A member that ends in between has no value of its
 * own any more and leaves the graph's members.
 */
public final class NormFolding {
  private static final Expr SUM = arg(0).plus(arg(1));

  private final Graph graph;
  private final GraphBuilder g = new GraphBuilder();
  private final Map<Node, Integer> uses = new HashMap<>();
  private final Map<Node, Node> copies = new HashMap<>();

  /** Weights times x, possibly plus a bias, possibly normalised. */
  private record Affine(
      Node weighted, @Nullable Node bias, Node scale, Node shift, List<Node> between) {}

  private NormFolding(Graph graph) {
    this.graph = graph;
  }

  /** {@code inference} with every normalisation folded that can be. */
  public static Graph apply(Graph inference) {
    return new NormFolding(inference).run();
  }

  private Graph run() {
    graph.nodes().forEach(n -> n.inputs().forEach(i -> uses.merge(i, 1, Integer::sum)));
    graph.outputs().values().forEach(output -> uses.merge(output, 1, Integer::sum));
    SequencedMap<Node, Affine> affines = new LinkedHashMap<>();
    Set<Node> between = new HashSet<>();
    for (Node node : graph.nodes()) {
      match(node)
          .ifPresent(
              affine -> {
                affines.put(node, affine);
                between.addAll(affine.between);
              });
    }
    for (Node node : graph.nodes()) {
      Affine affine = affines.get(node);
      if (affine != null) {
        copies.put(node, fold(affine, node));
      } else if (!between.contains(node)) {
        copies.put(node, g.copy(node, node.inputs().stream().map(this::copyOf).toList()));
      }
    }
    graph
        .members()
        .forEach(
            (path, node) -> {
              if (copies.containsKey(node)) {
                g.member(path, copyOf(node));
              }
            });
    graph.outputs().forEach((path, node) -> g.output(path, copyOf(node)));
    return g.build(graph.name());
  }

  private Optional<Affine> match(Node node) {
    if (!(node.op() instanceof Primitive.Map(Expr body)) || !body.equals(Normalization.AFFINE)) {
      return Optional.empty();
    }
    Optional<Node> scale = featuresOf(node.input(1));
    Optional<Node> shift = featuresOf(node.input(2));
    if (scale.isEmpty() || shift.isEmpty()) {
      return Optional.empty();
    }
    List<Node> between = new ArrayList<>(List.of(node.input(1), node.input(2)));
    Node x = node.input(0);
    Node bias = null;
    if (x.op() instanceof Primitive.Map(Expr sum) && sum.equals(SUM) && usedOnce(x)) {
      bias = featuresOf(x.input(1)).orElse(null);
      if (bias == null) {
        return Optional.empty();
      }
      between.addAll(List.of(x, x.input(1)));
      x = x.input(0);
    }
    boolean weighted =
        x.op() instanceof Primitive.Conv2d || x.op() instanceof Primitive.MatMul;
    if (!weighted || !usedOnce(x) || !between.stream().allMatch(this::usedOnce)) {
      return Optional.empty();
    }
    between.add(x);
    return Optional.of(new Affine(x, bias, scale.get(), shift.get(), between));
  }

  private boolean usedOnce(Node node) {
    return uses.getOrDefault(node, 0) == 1;
  }

  /** What {@code node} repeats along everything but the features. */
  private static Optional<Node> featuresOf(Node node) {
    return node.op() instanceof Primitive.Spread(Axes axes) && axes == Axes.FEATURES
        ? Optional.of(node.input(0))
        : Optional.empty();
  }

  private Node fold(Affine affine, Node node) {
    g.from(node.origin());
    Node x = copyOf(affine.weighted.input(0));
    Node w = copyOf(affine.weighted.input(1));
    Node scale = copyOf(affine.scale);
    Node shift = copyOf(affine.shift);
    Node folded =
        g.as("weights")
            .map(arg(0).times(arg(1)), w, g.spread(scale, Axes.FEATURES, w.type()));
    Node y =
        affine.weighted.op() instanceof Primitive.Conv2d(var window)
            ? g.conv2d(window, x, folded)
            : g.matMul(x, folded);
    Node bias =
        affine.bias == null
            ? shift
            : g.as("bias").map(fma(arg(0), arg(1), arg(2)), copyOf(affine.bias), scale, shift);
    return g.map(SUM, y, g.spread(bias, Axes.FEATURES, y.type()));
  }

  private Node copyOf(Node node) {
    return Objects.requireNonNull(copies.get(node), () -> "nothing holds " + node);
  }
}
