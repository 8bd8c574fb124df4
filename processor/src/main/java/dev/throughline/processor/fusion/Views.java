package dev.throughline.processor.fusion;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.LossTerm;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which values have no memory of their own, and where in that of others they lie.
 *
 * <p>What only moves elements costs nothing if either side can work on the elements where the other has them. A part of a
 * concatenation, or what a permutation reads, is made in its place there, if what makes it can write so. A slice or a
 * permutation is read where its operand is, if all that read it can. What neither holds for is copied.
 */
public final class Views {
  private final Map<Node, Set<Node>> users;
  private final Set<Node> answers = new HashSet<>();
  private final Set<Node> members;
  private final Map<Node, Node> placedIn = new HashMap<>();
  private final Map<Node, Layout> layouts = new HashMap<>();

  private Views(Graph graph, List<Node> live, Map<Node, Set<Node>> users) {
    this.users = users;
    this.members = new HashSet<>(graph.members().values());
    answers.addAll(graph.outputs().values());
    answers.addAll(graph.gradients().values());
    graph.losses().stream().map(LossTerm::value).forEach(answers::add);
    // From the end, so that what a whole is part of is known before its own parts are looked at.
    for (Node node : live.reversed()) {
      switch (node.op()) {
        case Primitive.Concat _ -> placeParts(node);
        case Primitive.Permute(var order) -> placeOperand(node, order, layout(node));
        default -> {}
      }
    }
    for (Node node : live) {
      layouts.computeIfAbsent(node, this::found);
    }
  }

  /**
   * Those of {@code graph}.
   *
   * @param live the nodes that are needed, in order
   * @param users who of them reads each node
   */
  static Views of(Graph graph, List<Node> live, Map<Node, Set<Node>> users) {
    return new Views(graph, live, users);
  }

  /** Where {@code node}'s value lies. */
  public Layout layout(Node node) {
    Layout layout = layouts.get(node);
    return layout == null ? Layout.own(node) : layout;
  }

  /** The node whose memory holds {@code node}'s value; itself if it has memory of its own. */
  public Node holder(Node node) {
    return layout(node).holder();
  }

  /** The inputs of a concatenation or permutation that are still to be copied, as they are not made in their place. */
  public List<Node> copied(Node whole) {
    return whole.inputs().stream().filter(part -> placedIn.get(part) != whole).toList();
  }

  /** Whether {@code move} takes no work: it is where what it reads is, or all of it is made in its place. */
  boolean isFree(Node move) {
    return holder(move) != move && !placedIn.containsKey(move) || copied(move).isEmpty();
  }

  /** The nodes that have to be computed for {@code node}'s value to be there. */
  public List<Node> sources(Node node) {
    return switch (node.op()) {
      case Primitive.StateUpdate _ -> List.of(holder(node));
      case Primitive.Pick _, Primitive.Reshape _ -> sources(node.input(0));
      case Primitive.Slice _, Primitive.Permute _, Primitive.Concat _ when isFree(node) ->
          node.inputs().stream().flatMap(input -> sources(input).stream()).toList();
      default -> List.of(node);
    };
  }

  private void placeParts(Node concat) {
    Layout whole = layout(concat);
    long first = 0;
    for (Node part : concat.inputs()) {
      if (Collections.frequency(concat.inputs(), part) == 1) {
        place(part, whole.fromFeature(first), concat);
      }
      first += part.type().features();
    }
  }

  /** Whether what {@code permutation} reads can be made in the order of its result, which lies at {@code layout}. */
  private boolean placeOperand(Node permutation, List<Integer> order, Layout layout) {
    List<Integer> back = IntStream.range(0, order.size()).mapToObj(order::indexOf).toList();
    return place(permutation.input(0), layout.permuted(back), permutation);
  }

  /** Lets {@code part} of {@code whole} lie at {@code layout}, unless something keeps it from that. */
  private boolean place(Node part, Layout layout, Node whole) {
    if (layouts.containsKey(part)
        || part.op().isLeaf()
        || part.type().batched() != whole.type().batched()
        || !canRead(part, layout, whole)) {
      return false;
    }
    boolean placed =
        switch (part.op()) {
          case Primitive.Reshape _ -> {
            Node inner = part.input(0);
            Optional<Layout> ofInner = layout.reshaped(part.type(), inner.type());
            yield ofInner.isPresent() && place(inner, ofInner.get(), part);
          }
          case Primitive.Permute(var order) ->
              placeOperand(part, order, layout) || inRows(layout, part);
          default -> canWrite(part, layout);
        };
    if (placed) {
      layouts.put(part, layout);
      placedIn.put(part, whole);
    }
    return placed;
  }

  /** What makes {@code node} can write it as {@code layout} says. */
  private static boolean canWrite(Node node, Layout layout) {
    return switch (node.op()) {
      case Primitive.BatchMatMul _ -> isStack(layout, node.type());
      case Primitive.Conv2dInputGradient(var window) -> !window.isSparse() && inRows(layout, node);
      case Primitive.Pool(_, var window) -> window.c() > 1 && inRows(layout, node);
      case Primitive.Map _,
          Primitive.Spread _,
          Primitive.MatMul _,
          Primitive.MatMulInputGradient _,
          Primitive.Conv2d _,
          Primitive.Moments _,
          Primitive.Concat _ ->
          inRows(layout, node);
      case Primitive.Input _,
          Primitive.Parameter _,
          Primitive.State _,
          Primitive.Constant _,
          Primitive.Reduce _,
          Primitive.Pick _,
          Primitive.MatMulFilterGradient _,
          Primitive.Conv2dFilterGradient _,
          Primitive.PoolGradient _,
          Primitive.Gather _,
          Primitive.GatherGradient _,
          Primitive.BinMeans _,
          Primitive.BinMeansGradient _,
          Primitive.Reshape _,
          Primitive.Permute _,
          Primitive.Slice _,
          Primitive.Scatter _,
          Primitive.StateUpdate _ ->
          false;
    };
  }

  /** Whether all that read {@code node} can read it as {@code layout} says; {@code whole} is what it becomes part of. */
  private boolean canRead(Node node, Layout layout, @Nullable Node whole) {
    return !answers.contains(node)
        && (!members.contains(node) || inRows(layout, node))
        && users.getOrDefault(node, Set.of()).stream()
            .allMatch(user -> user == whole || canRead(user, node, layout));
  }

  private boolean canRead(Node user, Node node, Layout layout) {
    return switch (user.op()) {
      case Primitive.Map _,
          Primitive.Reduce _,
          Primitive.StateUpdate _,
          Primitive.Moments _,
          Primitive.Pick _,
          Primitive.MatMulFilterGradient _,
          Primitive.Conv2dFilterGradient _,
          Primitive.Concat _ ->
          inRows(layout, node);
      case Primitive.MatMul _, Primitive.MatMulInputGradient _, Primitive.Conv2d _ ->
          isRead(user, node, layout);
      case Primitive.Conv2dInputGradient(var window) ->
          window.isSparse() ? layout.isDense(node.type()) : isRead(user, node, layout);
      case Primitive.BatchMatMul _ -> isStack(layout, node.type());
      case Primitive.Pool(_, var window) -> isPooled(window, node, layout);
      case Primitive.PoolGradient(_, var window) -> isPooled(window, node, layout);
      case Primitive.Reshape _ ->
          layout.reshaped(node.type(), user.type()).filter(of -> canRead(user, of, null))
              .isPresent();
      case Primitive.Slice(var start, var stride) ->
          layout.isDense(node.type()) || canRead(user, layout.sliced(start, stride), null);
      case Primitive.Permute(var order) ->
          layout.isDense(node.type()) || canRead(user, layout.permuted(order), null);
      case Primitive.Scatter _ -> layout.isDense(node.type()) || isPartOfImage(node);
      case Primitive.Spread _,
          Primitive.Gather _,
          Primitive.GatherGradient _,
          Primitive.BinMeans _,
          Primitive.BinMeansGradient _ ->
          layout.isDense(node.type());
      case Primitive.Input _, Primitive.Parameter _, Primitive.State _, Primitive.Constant _ ->
          throw new IllegalStateException(user + " reads " + node);
    };
  }

  /** Weights are copied in an order of their own or read as they lie. */
  private static boolean isRead(Node product, Node node, Layout layout) {
    return product.input(1) == node ? layout.isDense(node.type()) : inRows(layout, node);
  }

  /** Whether {@code node} is cut out of an image that lies in rows: a scatter takes the part from there, at any steps. */
  private static boolean isPartOfImage(Node node) {
    return node.op() instanceof Primitive.Slice(_, var stride)
        && node.type().extents().size() == 3
        && stride.getLast() == 1
        && switch (node.input(0).op()) {
          case Primitive.Map _,
              Primitive.Conv2d _,
              Primitive.Conv2dInputGradient _,
              Primitive.Pool _,
              Primitive.PoolGradient _,
              Primitive.Concat _ ->
              true;
          default -> false;
        };
  }

  /** Of one channel, neighbouring columns are pooled together. */
  private static boolean isPooled(Window window, Node node, Layout layout) {
    return window.c() == 1 ? layout.isDense(node.type()) : inRows(layout, node);
  }

  /** Whether features lie together, and their rows evenly apart. */
  private static boolean inRows(Layout layout, Node node) {
    return layout.pitch(node.type(), 1).isPresent();
  }

  /** Whether the rows of matrices lie so, matrix by matrix or in turns. */
  private static boolean isStack(Layout layout, TensorType type) {
    return layout.pitch(type, 1).isPresent() || layout.interleaved(type).isPresent();
  }

  private Layout found(Node node) {
    Layout own = Layout.own(node);
    if (node.inputs().isEmpty()) {
      return own;
    }
    Layout of = layout(node.input(0));
    TensorType type = node.input(0).type();
    return switch (node.op()) {
      case Primitive.StateUpdate _ -> of;
      case Primitive.Pick(int row) -> of.row(row);
      case Primitive.Reshape _ -> of.reshaped(type, node.type()).orElseThrow();
      case Primitive.Slice(var start, var stride) -> readThere(node, of.sliced(start, stride));
      case Primitive.Permute(var order) ->
          copied(node).isEmpty() ? own : readThere(node, of.permuted(order));
      default -> own;
    };
  }

  private Layout readThere(Node node, Layout layout) {
    return canRead(node, layout, null) ? layout : Layout.own(node);
  }
}
