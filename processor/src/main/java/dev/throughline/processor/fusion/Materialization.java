package dev.throughline.processor.fusion;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which values exist in memory.
 *
 * <p>A map is stored if something needs it as a tensor (a contraction, a window, a move, an output), or if
 * two or more passes would otherwise compute it from two or more tensors each, or by drawing or an exponential or the
 * like, which takes longer than a load. Another value that is read off one tensor costs no more to compute again than to
 * load, so it is computed again, unless that grows long; by a product too, block by block of what it reads.
 *
 * <p>What is looked at here may follow each other from one end of a network to the other, such as the sums of
 * a residual one: nothing is done by recursion.
 */
final class Materialization {
  /** Tensors that one value is computed from: each takes two of the 255 parameters that Java gives a method. */
  private static final int MOST_OPERANDS = 32;

  /** Operations and operands of an expression that is computed again; those of common layers have a hundred or fewer. */
  private static final int LONGEST = 128;

  /** Operations within operations of it, each a call within a call of the printed text. */
  private static final int DEEPEST = 16;

  /** Operations and operands of what each contraction that reads it computes for itself. */
  private static final int FETCHED = 16;

  private final Set<Node> live = new LinkedHashSet<>();
  private final Map<Node, Set<Node>> users = new HashMap<>();
  private final Set<Node> stored = new HashSet<>();
  private final Map<Node, Node> ends = new HashMap<>();

  Materialization(Graph graph) {
    markLive(graph);
    for (Node node : live) {
      node.inputs().forEach(i -> users.computeIfAbsent(i, _ -> new LinkedHashSet<>()).add(node));
    }
    Set<Node> outputs = outputs(graph);
    for (Node node : live) {
      if (!isPointwise(node) || outputs.contains(node) || neededAsTensor(node)) {
        stored.add(node);
      }
    }
    for (Node node : graph.nodes().reversed()) {
      if (live.contains(node)
          && node.op() instanceof Primitive.Map
          && !stored.contains(node)
          && passes(node).size() > 1
          && (readsSeveral(node) || isDear(node))) {
        stored.add(node);
      }
    }
    for (Node node : live) {
      if (!outputs.contains(node)) {
        finishWith(node, graph.backwardFrom());
      }
    }
    storeWhatIsLong();
    Map<Node, Set<Node>> operands = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (live.contains(node)) {
        operands.put(node, bounded(node, operands));
      }
    }
    live.stream().filter(node -> !outputs.contains(node) && isFetched(node))
        .forEach(stored::remove);
  }

  /**
   * Whether the contractions that read {@code node} compute it: little, off one tensor that is in memory anyhow. What a
   * contraction finishes in its epilogue costs no more where it is stored.
   */
  private boolean isFetched(Node node) {
    if (!(node.op() instanceof Primitive.Map)
        || !stored.contains(node)
        || !node.type().batched()
        || !neededAsTensor(node)
        || usersOf(node).stream()
            .anyMatch(user -> needs(user, node) && !Ends.fetches(user, node))) {
      return false;
    }
    Fused value = Inlining.of(node, this::isStored);
    List<Node> full = value.fullTensors().toList();
    return Ends.suits(value)
        && full.size() == 1
        && !isDear(value.body())
        && Fusion.length(value.body()) <= FETCHED
        && full.stream().noneMatch(read -> Ends.hasEpilogue(read) && usersOf(read).size() == 1);
  }

  /**
   * Lets the contraction that {@code first} begins to finish compute it for all that is made of it, without storing it:
   * another map, which it goes on with, and sums. They read nothing else of the backward pass that could come later.
   */
  private void finishWith(Node first, int backwardFrom) {
    if (!(first.op() instanceof Primitive.Map)
        || !stored.contains(first)
        || neededAsTensor(first)) {
      return;
    }
    List<Node> made = List.copyOf(passes(first));
    List<Node> maps = made.stream().filter(pass -> pass.op() instanceof Primitive.Map).toList();
    if (maps.size() != 1 || made.size() == 1 || made.getFirst() != maps.getFirst()) {
      return;
    }
    stored.remove(first);
    Fused end = Inlining.of(maps.getFirst(), stored::contains);
    List<Fused> sums =
        made.stream().skip(1).map(sum -> Inlining.of(sum, stored::contains)).toList();
    List<Node> products =
        end.fullTensors()
            .filter(read -> Ends.hasEpilogue(read) && usersOf(read).size() == 1)
            .toList();
    if (products.size() == 1
        && usersOf(products.getFirst()).contains(first)
        && products.getFirst().type().equals(end.node().type())
        && Ends.suits(end)
        && Ends.sumsUp(products.getFirst(), sums)
        && sums.stream().allMatch(sum -> sum.node().id() > end.node().id()
            && sum.tensors().allMatch(
                read -> read == products.getFirst() || read.id() < backwardFrom))) {
      ends.put(products.getFirst(), end.node());
    } else {
      stored.add(first);
    }
  }

  /** The map that finishes {@code contraction} where sums of its product are made beside; null if none are. */
  @Nullable
  Node endOf(Node contraction) {
    return ends.get(contraction);
  }

  /** Sums of what is computed again double with each, and a chain of functions grows with its depth. */
  private void storeWhatIsLong() {
    Map<Node, Size> sizes = new HashMap<>();
    for (Node node : live) {
      if (node.op() instanceof Primitive.Map(Expr body) && !stored.contains(node)) {
        Size size = Size.of(body, node, sizes);
        if (size.length > LONGEST || size.depth > DEEPEST) {
          stored.add(node);
        } else {
          sizes.put(node, size);
        }
      }
    }
  }

  /** The tensors that computing {@code node} reads; parts of it are stored until they are few enough. */
  private Set<Node> bounded(Node node, Map<Node, Set<Node>> operands) {
    Set<Node> all = new LinkedHashSet<>();
    Node largest = null;
    for (Node input : node.inputs()) {
      Set<Node> read =
          stored.contains(input) ? Set.of(input) : operands.getOrDefault(input, Set.of());
      all.addAll(read);
      if (largest == null || read.size() > operands.getOrDefault(largest, Set.of()).size()) {
        largest = stored.contains(input) ? largest : input;
      }
    }
    if (all.size() <= MOST_OPERANDS || largest == null || !isPointwise(node)) {
      return all;
    }
    stored.add(largest);
    return bounded(node, operands);
  }

  /**
   * Of an expression in which all that is computed again is written out.
   *
   * @param length operations and operands
   * @param depth operations within operations
   */
  private record Size(int length, int depth) {
    static Size of(Expr expression, Node node, Map<Node, Size> sizes) {
      if (expression instanceof Expr.Arg(int index)) {
        return sizes.getOrDefault(node.input(index), new Size(1, 0));
      }
      int length = 1;
      int depth = 0;
      for (Expr child : expression.children()) {
        Size size = of(child, node, sizes);
        length += size.length;
        depth = Math.max(depth, size.depth);
      }
      return new Size(length, depth + 1);
    }
  }

  /** Who reads each of the nodes that are needed. */
  Map<Node, Set<Node>> users() {
    return users;
  }

  boolean isStored(Node node) {
    return stored.contains(node);
  }

  Set<Node> usersOf(Node node) {
    return users.getOrDefault(node, Set.of());
  }

  /** The stored nodes whose computation would include {@code node}. */
  Set<Node> passes(Node node) {
    Set<Node> found = new LinkedHashSet<>();
    Set<Node> seen = new HashSet<>();
    Deque<Node> computed = new ArrayDeque<>(List.of(node));
    while (!computed.isEmpty()) {
      for (Node user : usersOf(computed.pop())) {
        if (stored.contains(user)) {
          found.add(user);
        } else if (seen.add(user)) {
          computed.push(user);
        }
      }
    }
    return found;
  }

  static boolean isPointwise(Node node) {
    return node.op() instanceof Primitive.Map || node.op() instanceof Primitive.Spread;
  }

  private void markLive(Graph graph) {
    Set<Node> wanted = outputs(graph);
    graph.nodes().stream()
        .filter(n -> n.op() instanceof Primitive.StateUpdate)
        .forEach(wanted::add);
    for (Node node : graph.nodes().reversed()) {
      if (wanted.contains(node)) {
        wanted.addAll(node.inputs());
      }
    }
    graph.nodes().stream().filter(wanted::contains).forEach(live::add);
  }

  private static Set<Node> outputs(Graph graph) {
    Set<Node> outputs = new HashSet<>(graph.gradients().values());
    outputs.addAll(graph.outputs().values());
    graph.losses().forEach(loss -> outputs.add(loss.value()));
    return outputs;
  }

  /** Whether some user reads this node from a buffer, whatever is decided elsewhere. */
  private boolean neededAsTensor(Node node) {
    return usersOf(node).stream().anyMatch(user -> needs(user, node));
  }

  private static boolean needs(Node user, Node node) {
    return switch (user.op()) {
      case Primitive.Map _, Primitive.Reduce _, Primitive.StateUpdate _ -> false;
      // A spread is free only if what it repeats is not computed again for each element.
      case Primitive.Spread _ -> node.op() instanceof Primitive.Map;
      case Primitive.Input _,
                      Primitive.Parameter _,
                      Primitive.State _,
                      Primitive.Constant _,
                      Primitive.Moments _,
                      Primitive.Pick _,
                      Primitive.MatMul _,
                      Primitive.MatMulInputGradient _,
                      Primitive.MatMulFilterGradient _,
                      Primitive.BatchMatMul _,
                      Primitive.Gather _,
                      Primitive.GatherGradient _,
                      Primitive.Conv2d _,
                      Primitive.Conv2dInputGradient _,
                      Primitive.Conv2dFilterGradient _,
                      Primitive.Pool _,
                      Primitive.PoolGradient _,
                      Primitive.BinMeans _,
                      Primitive.BinMeansGradient _,
                      Primitive.Reshape _,
                      Primitive.Permute _,
                      Primitive.Slice _,
                      Primitive.Scatter _,
                      Primitive.Concat _ ->
          true;
    };
  }

  /** Whether computing {@code node} would read two or more tensors as large as it. */
  private boolean readsSeveral(Node node) {
    Set<Node> read = new HashSet<>();
    Set<Node> seen = new HashSet<>();
    Deque<Node> computed = new ArrayDeque<>(List.of(node));
    while (!computed.isEmpty() && read.size() < 2) {
      for (Node input : computed.pop().inputs()) {
        if (input.op() instanceof Primitive.Spread || input.op() instanceof Primitive.Constant) {
          continue;
        }
        if (stored.contains(input)) {
          read.add(input);
        } else if (seen.add(input)) {
          computed.push(input);
        }
      }
    }
    return read.size() > 1;
  }

  /** Whether computing {@code node} from its inputs takes tens of operations for each element. */
  private static boolean isDear(Node node) {
    return node.op() instanceof Primitive.Map(Expr body) && isDear(body);
  }

  private static boolean isDear(Expr expression) {
    boolean own =
        switch (expression) {
          case Expr.Random _ -> true;
          case Expr.Unary(Expr.UnaryOp op, _) ->
              switch (op) {
                case EXP, EXPM1, SOFTPLUS, LOG, SIGMOID, TANH, ERF -> true;
                case NEG, SQRT, RSQRT, RECIPROCAL, ABS, RELU, STEP -> false;
              };
          default -> false;
        };
    return own || expression.children().stream().anyMatch(Materialization::isDear);
  }

  List<Node> liveNodes() {
    return List.copyOf(live);
  }
}
