package dev.throughline.processor.autodiff;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.graph.ClosedForm;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.LossTerm;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Appends the gradient of the sum of all losses, each by its weight, with respect to every parameter that is
 * trained.
 *
 * <p>Nodes are visited from the loss backwards; a node's gradient is the sum over its users, added in the
 * order in which they are visited. Only nodes on a path from a parameter to the loss receive one, so no
 * gradient of the images is ever computed.
 */
public final class Autodiff implements ClosedForm.Adjoints {
  private final Graph forward;
  private final GraphBuilder g;
  private final GradientRules rules;
  private final Map<Node, Adjoint> adjoints = new HashMap<>();
  private final Map<Node, Node> gradients = new HashMap<>();
  private final Map<Node, SequencedMap<Integer, Node>> slices = new HashMap<>();
  private final Set<Node> trainable = new HashSet<>();

  private Autodiff(Graph forward) {
    this.forward = forward;
    this.g = GraphBuilder.extending(forward);
    this.rules = new GradientRules(g);
  }

  /** The training graph of {@code forward}, which must have a loss. */
  public static Graph apply(Graph forward) {
    return new Autodiff(forward).run();
  }

  private Graph run() {
    if (!forward.isTraining()) {
      throw new IllegalArgumentException("a graph without a loss has no gradient");
    }
    markTrainable();
    for (LossTerm loss : forward.losses()) {
      g.from(loss.value().origin());
      add(loss.value(), g.constant(loss.weight()));
    }
    for (Node node : forward.nodes().reversed()) {
      g.from(node.origin());
      join(node);
      Adjoint adjoint = adjoints.remove(node);
      if (adjoint == null) {
        continue;
      }
      if (node.op() instanceof Primitive.Concat && adjoint.hasLine()) {
        divide(node, adjoint);
        continue;
      }
      Node gradient = adjoint.whole();
      gradients.put(node, gradient);
      if (!node.op().isLeaf()) {
        push(node, gradient);
      }
    }
    SequencedMap<Node, Node> ofParameters = new LinkedHashMap<>();
    for (Node parameter : forward.parameters()) {
      Node gradient = gradients.get(parameter);
      if (gradient != null) {
        g.from(parameter.origin());
        ofParameters.put(parameter, ofItsOwn(gradient, ofParameters));
      }
    }
    return g.buildTraining(forward, ofParameters, gradients);
  }

  /** Every parameter's gradient is a node of its own with memory of its own, never a view or a shared one. */
  private Node ofItsOwn(Node gradient, SequencedMap<Node, Node> taken) {
    boolean isView =
        gradient.op() instanceof Primitive.Reshape || gradient.op() instanceof Primitive.Pick;
    return isView || taken.containsValue(gradient) ? g.map(Expr.arg(0), gradient) : gradient;
  }

  private void markTrainable() {
    for (Node node : forward.nodes()) {
      boolean isTrained =
          node.op() instanceof Primitive.Parameter(var info) && info.trainable();
      if (isTrained || node.inputs().stream().anyMatch(trainable::contains)) {
        trainable.add(node);
      }
    }
  }

  private void push(Node y, Node dy) {
    ClosedForm closed = forward.closedForms().get(y);
    if (closed != null) {
      closed.gradient().push(dy, g, this);
      return;
    }
    if (y.op() instanceof Primitive.Slice(var start, var stride)
        && trainable.contains(y.input(0))
        && isRun(y, start, stride)) {
      SequencedMap<Integer, Node> runs =
          slices.computeIfAbsent(y.input(0), _ -> new TreeMap<>());
      if (runs.putIfAbsent(start.getLast(), y) == null) {
        return;
      }
    }
    List<Boolean> wanted = y.inputs().stream().map(trainable::contains).toList();
    List<@Nullable Node> given = rules.of(y, dy, wanted);
    for (int i = 0; i < given.size(); i++) {
      share(y.input(i), given.get(i));
    }
  }

  /** Hands each part of a concatenation its share of both the direct gradient and the line, which is not drawn yet. */
  private void divide(Node concat, Adjoint whole) {
    List<Boolean> wanted = concat.inputs().stream().map(trainable::contains).toList();
    List<@Nullable Node> direct = rules.of(concat, whole.direct(), wanted);
    int first = 0;
    for (int i = 0; i < direct.size(); i++) {
      Node part = concat.input(i);
      share(part, direct.get(i));
      if (direct.get(i) != null) {
        adjointOf(part).addLine(whole.lineOf(part, first));
      }
      first += part.type().features();
    }
  }

  /** Whether slice {@code y} takes a run of the features at every position. */
  private static boolean isRun(Node y, List<Integer> start, List<Integer> stride) {
    List<Integer> whole = y.input(0).type().extents();
    List<Integer> part = y.type().extents();
    int last = whole.size() - 1;
    return part.subList(0, last).equals(whole.subList(0, last))
        && stride.stream().allMatch(step -> step == 1)
        && start.subList(0, last).stream().allMatch(first -> first == 0);
  }

  /** Adds the gradients of runs of {@code x}'s features to its own: side by side if they are all of it. */
  private void join(Node x) {
    SequencedMap<Integer, Node> runs = slices.remove(x);
    if (runs == null) {
      return;
    }
    int end = 0;
    for (Map.Entry<Integer, Node> run : runs.entrySet()) {
      end = run.getKey() == end ? end + run.getValue().type().features() : -1;
    }
    if (end == x.type().features()) {
      add(x, g.concat(runs.values().stream().map(this::gradientOf).toList()));
      return;
    }
    for (Node run : runs.values()) {
      share(x, rules.of(run, gradientOf(run), List.of(true)).getFirst());
    }
  }

  private Node gradientOf(Node reached) {
    return requireNonNull(gradients.get(reached), reached::toString);
  }

  private void share(Node x, @Nullable Node gradient) {
    if (gradient != null) {
      add(x, gradient);
    }
  }

  @Override
  public void add(Node x, Node gradient) {
    if (trainable.contains(x)) {
      adjointOf(x).add(gradient);
    }
  }

  @Override
  public void addScaled(Node x, Node dy, Node factor) {
    if (trainable.contains(x)) {
      adjointOf(x).addScaled(dy, factor);
    }
  }

  @Override
  public void addLine(Node x, Node slope, Node offset) {
    if (trainable.contains(x)) {
      adjointOf(x).addLine(new Adjoint.Line(slope, offset));
    }
  }

  private Adjoint adjointOf(Node x) {
    return adjoints.computeIfAbsent(x, value -> new Adjoint(value, g));
  }
}
