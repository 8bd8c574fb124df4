package dev.throughline.processor.fusion;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Groups nodes that can share one pass over memory.
 *
 * <p>Four moves only. A map that is the one use of a contraction's result becomes its epilogue: bias,
 * activation, the sum with a skip, the mask of a ReLU's gradient then cost no pass of their own. A map that takes little
 * is computed by the products that read it. Sums of what a contraction makes or finishes it adds up itself. And maps
 * and reductions over the same domain join one loop if nothing between them has to be complete first but a row.
 * Groups run in the order of their creation, and a node joins a group only if all it reads is there by then.
 */
public final class Fusion {
  /** Results of one loop: more would spill registers and make methods too long for the JIT compiler. */
  private static final int MOST_OUTPUTS = 8;

  /** Tensors that one loop reads and writes: each takes two of the 255 parameters that Java gives a method. */
  private static final int MOST_TENSORS = 96;

  /** Operations and operands of one loop: about eight bytes of bytecode each, of the 8,000 that HotSpot compiles. */
  private static final int MOST_OPERATIONS = 400;

  private final Graph graph;
  private final Materialization memory;
  private final Views views;
  private final List<Group> groups = new ArrayList<>();
  private final Map<Node, Integer> groupOf = new HashMap<>();
  private final Map<Node, Boolean> batchDependence = new HashMap<>();
  private int firstOfPhase = 0;

  private Fusion(Graph graph) {
    this.graph = graph;
    this.memory = new Materialization(graph);
    this.views = Views.of(graph, memory.liveNodes(), memory.users());
  }

  public static FusedGraph apply(Graph graph) {
    return new Fusion(graph).run();
  }

  private FusedGraph run() {
    boolean inference = !graph.isTraining();
    if (inference) {
      memory.liveNodes().stream().filter(n -> !dependsOnBatch(n)).forEach(this::place);
    }
    int foldedUntil = groups.size();
    firstOfPhase = foldedUntil;
    int backwardFrom = -1;
    for (Node node : memory.liveNodes()) {
      if (backwardFrom < 0 && node.id() >= graph.backwardFrom()) {
        backwardFrom = groups.size();
        firstOfPhase = backwardFrom;
      }
      if (!inference || dependsOnBatch(node)) {
        place(node);
      }
    }
    return new FusedGraph(
        graph, views, groups, foldedUntil, backwardFrom < 0 ? groups.size() : backwardFrom);
  }

  private boolean dependsOnBatch(Node node) {
    Boolean known = batchDependence.get(node);
    if (known == null) {
      known =
          node.op() instanceof Primitive.Input
              || node.inputs().stream().anyMatch(this::dependsOnBatch);
      batchDependence.put(node, known);
    }
    return known;
  }

  private void place(Node node) {
    if (!memory.isStored(node) || node.op().isLeaf()) {
      return;
    }
    switch (node.op()) {
      case Primitive.Map _, Primitive.Spread _, Primitive.Reduce _, Primitive.StateUpdate _ ->
          placeFused(Inlining.of(node, memory::isStored));
      case Primitive.Conv2dInputGradient(Window v) when v.isSparse() -> add(new Group.Single(node));
      case Primitive.MatMul _,
          Primitive.MatMulInputGradient _,
          Primitive.MatMulFilterGradient _,
          Primitive.BatchMatMul _,
          Primitive.Conv2d _,
          Primitive.Conv2dInputGradient _,
          Primitive.Conv2dFilterGradient _ -> {
        if (epilogueOf(node) == null) {
          add(new Group.Contraction(node, factor(node), unchanged(node)));
        }
      }
      case Primitive.Moments _,
          Primitive.Gather _,
          Primitive.GatherGradient _,
          Primitive.Pool _,
          Primitive.PoolGradient _,
          Primitive.BinMeans _,
          Primitive.BinMeansGradient _,
          Primitive.Scatter _ ->
          add(new Group.Single(node));
      case Primitive.Permute _, Primitive.Slice _, Primitive.Concat _ -> {
        if (!views.isFree(node)) {
          add(new Group.Single(node));
        }
      }
      // Views: the value is there once what they look at is.
      case Primitive.Pick _, Primitive.Reshape _ -> {}
      case Primitive.Input _, Primitive.Parameter _, Primitive.State _, Primitive.Constant _ -> {}
    }
  }

  private void placeFused(Fused fused) {
    Node contraction = absorbed(fused);
    if (contraction != null) {
      add(
          new Group.Contraction(
              contraction, factor(contraction), fused.startingWith(contraction)));
      return;
    }
    int first = Math.max(firstOfPhase, lastOperand(fused));
    if (first < groups.size()
        && groups.get(first) instanceof Group.Contraction made
        && Ends.sumsUp(made, fused)
        && fused.tensors().filter(read -> read != made.summed(fused))
            .allMatch(read -> isMadeBefore(first, read))) {
      groups.set(first, made.summing(fused));
      groupOf.put(fused.node(), first);
      return;
    }
    TensorType domain = domain(fused.node());
    for (int i = groups.size() - 1; i >= first; i--) {
      if (groups.get(i) instanceof Group.Loops loops
          && (loops.domain().equals(domain) && shares(loops, fused) || isOfRow(loops, fused))
          && loops.outputs().size() < MOST_OUTPUTS
          && tensors(loops, fused) <= MOST_TENSORS
          && staysShort(loops, fused)
          && sameReduction(loops, fused)
          && availableAt(i, fused)) {
        List<Fused> more = new ArrayList<>(loops.outputs());
        more.add(fused);
        groups.set(i, new Group.Loops(loops.domain(), more));
        groupOf.put(fused.node(), i);
        return;
      }
    }
    add(new Group.Loops(domain, List.of(fused)));
  }

  private void add(Group group) {
    group.results().forEach(result -> groupOf.put(result, groups.size()));
    if (group instanceof Group.Contraction made) {
      groupOf.put(made.contraction(), groups.size());
    }
    groups.add(group);
  }

  private static boolean staysShort(Group.Loops loops, Fused fused) {
    int length = loops.outputs().stream().mapToInt(output -> length(output.body())).sum();
    return length + length(fused.body()) <= MOST_OPERATIONS;
  }

  /** Operations and operands. */
  static int length(Expr expression) {
    return 1 + expression.children().stream().mapToInt(Fusion::length).sum();
  }

  private static TensorType domain(Node node) {
    return node.op() instanceof Primitive.Reduce ? node.input(0).type() : node.type();
  }

  /** One loop makes one kind of reduction, since the order of its loops follows from it. */
  private static boolean sameReduction(Group.Loops loops, Fused fused) {
    Axes wanted = axes(fused);
    return loops.outputs().stream()
        .map(Fusion::axes)
        .allMatch(axes -> axes == null || wanted == null || axes == wanted);
  }

  private static @Nullable Axes axes(Fused fused) {
    return fused.reduction() == null ? null : fused.reduction().axes();
  }

  /**
   * Whether joining saves a load: a common tensor of the domain's own shape, or a result handed over. Small work
   * of one member joins in any case, but never that of two: what a loop does would depend on the depth.
   */
  private static boolean shares(Group.Loops loops, Fused fused) {
    if (!loops.domain().batched()) {
      return loops.origin().member().equals(fused.node().origin().member());
    }
    Set<Node> here = new HashSet<>(loops.results());
    loops.outputs().forEach(o -> o.fullTensors().forEach(here::add));
    return fused.fullTensors().anyMatch(here::contains);
  }

  private static long tensors(Group.Loops loops, Fused fused) {
    Stream<Node> here = Stream.concat(loops.operands().stream(), loops.results().stream());
    return Stream.concat(here, fused.tensors()).distinct().count() + 1;
  }

  /** The group before which not all that {@code fused} reads is there; of a deep network, one of the last. */
  private int lastOperand(Fused fused) {
    return fused.tensors()
        .flatMap(node -> views.sources(node).stream())
        .mapToInt(node -> groupOf.getOrDefault(node, 0))
        .max()
        .orElse(0);
  }

  private boolean isMadeBefore(int group, Node node) {
    return views.sources(node).stream().map(groupOf::get)
        .allMatch(made -> made == null || made < group);
  }

  private TensorType domainOf(int group) {
    return ((Group.Loops) groups.get(group)).domain();
  }

  private boolean availableAt(int group, Fused fused) {
    return fused.operands().stream()
        .allMatch(
            operand -> switch (operand) {
              case Fused.Operand.OverBatch _ -> true;
              case Fused.Operand.Tensor(Node node, Axes axes) ->
                  views.sources(node).stream()
                      .map(groupOf::get)
                      .allMatch(
                          made -> made == null
                              || made < group
                              || made == group && isHandedOn(domainOf(group), fused, node, axes));
            });
  }

  /**
   * Whether loops over {@code domain} that make {@code node} can go on with it for {@code fused}: with an element, or with
   * what a row was reduced to.
   */
  static boolean isHandedOn(TensorType domain, Fused fused, Node node, @Nullable Axes axes) {
    if (node.type().equals(domain)) {
      return axes == null && isMap(node);
    }
    boolean ofRow =
        isMap(node)
            || node.op() instanceof Primitive.Reduce(_, Axes reduced) && reduced == Axes.ROWS;
    return ofRow && axes == (domain(fused.node()).equals(domain) ? Axes.ROWS : null);
  }

  /** Whether {@code fused} makes one number for each row, of numbers that {@code loops} reduce rows to. */
  private static boolean isOfRow(Group.Loops loops, Fused fused) {
    Set<Node> here = new HashSet<>(loops.results());
    return isMap(fused.node())
        && fused.node().type().equals(loops.domain().along(Axes.ROWS))
        && !fused.node().type().equals(loops.domain())
        && !fused.body().contains(Expr.Random.class)
        && !fused.body().contains(Expr.Position.class)
        && !fused.body().contains(Expr.Row.class)
        && fused.operands().stream()
            .allMatch(o -> !(o instanceof Fused.Operand.Tensor(_, Axes axes)) || axes == null)
        && fused.tensors().anyMatch(here::contains);
  }

  private static boolean isMap(Node node) {
    return node.op() instanceof Primitive.Map;
  }

  /** The map that {@code contraction} is finished by, if there is one. */
  private @Nullable Node epilogueOf(Node contraction) {
    Node end = memory.endOf(contraction);
    if (end != null) {
      return end;
    }
    Set<Node> passes = memory.passes(contraction);
    if (passes.size() != 1 || memory.usersOf(contraction).size() != 1) {
      return null;
    }
    Node only = passes.iterator().next();
    return isMap(only) && absorbed(Inlining.of(only, memory::isStored)) == contraction ? only
        : null;
  }

  /** The contraction whose epilogue {@code fused} can be: the last one made that only it uses. */
  private @Nullable Node absorbed(Fused fused) {
    if (!isMap(fused.node()) || !Ends.suits(fused)) {
      return null;
    }
    return fused.fullTensors()
        .filter(node -> Ends.hasEpilogue(node) && node.type().equals(fused.node().type()))
        .filter(node -> memory.usersOf(node).size() == 1)
        .filter(
            node -> node.id() >= graph.backwardFrom() == fused.node().id() >= graph.backwardFrom())
        .max((a, b) -> Integer.compare(a.id(), b.id()))
        .orElse(null);
  }

  /** The first factor of {@code contraction}. */
  private Fused factor(Node contraction) {
    Node factor = contraction.input(0);
    return memory.isStored(factor) ? unchanged(factor) : Inlining.of(factor, memory::isStored);
  }

  private static Fused unchanged(Node node) {
    return new Fused(node, Expr.arg(0), List.of(new Fused.Operand.Tensor(node, null)));
  }
}
