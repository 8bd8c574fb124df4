package dev.throughline.processor.graph;

import dev.throughline.processor.graph.Primitive.InputRole;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.Primitive.Reduction;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Builds a {@link Graph}, typing each node from its inputs.
 *
 * <p>Arguments are the caller's responsibility: a user's mistake is reported by the layer that reads the
 * annotation, so a type that does not fit here is an error of the compiler and throws.
 */
public final class GraphBuilder {
  private final GraphDraft draft;
  private final String part;
  private final String label;

  public GraphBuilder() {
    this(new GraphDraft(), "", "");
  }

  private GraphBuilder(GraphDraft draft, String part, String label) {
    this.draft = draft;
    this.part = part;
    this.label = label;
  }

  /** A builder that goes on where {@code graph} ends; it holds the graph's nodes already. */
  public static GraphBuilder extending(Graph graph) {
    GraphBuilder g = new GraphBuilder();
    g.draft.nodes.addAll(graph.nodes());
    g.draft.members.putAll(graph.members());
    g.draft.closedForms.putAll(graph.closedForms());
    return g;
  }

  /** Nodes made from now on come from {@code origin}. */
  public void from(Origin origin) {
    draft.origin = origin;
  }

  public Origin origin() {
    return draft.origin;
  }

  /**
   * This builder, naming the nodes that are made through it after the quantity they are ({@code "scale"},
   * {@code "xhat"}), for generated code. Says nothing about their value.
   */
  public GraphBuilder as(String label) {
    return new GraphBuilder(draft, part, label);
  }

  /** This builder, for {@code name}, a part of what it builds; says nothing about the values of nodes. */
  public GraphBuilder within(String name) {
    return new GraphBuilder(draft, part.isEmpty() ? name : part + "." + name, label);
  }

  /** What members read. */
  public Node data(String name, TensorType type) {
    return as(name).add(new Primitive.Input(name, InputRole.DATA), type);
  }

  /** What losses compare with; the node that is there if there is one of that name. */
  public Node target(String name, TensorType type) {
    Node known = draft.targets.get(name);
    if (known == null) {
      known = as(name).add(new Primitive.Input(name, InputRole.TARGET), type);
      draft.targets.put(name, known);
    }
    ResultTypes.require(known.type().equals(type), "target %s of %s and %s", name, known.type(),
        type);
    return known;
  }

  /**
   * A parameter; that of an earlier member if it has the same name, seen in this one's order of axes. Trainable
   * unless {@link #freeze(boolean)} says otherwise.
   */
  public Node parameter(ParameterInfo info) {
    Node known = draft.parameters.get(info.name());
    if (known == null) {
      ParameterInfo here = draft.frozen ? info.frozen() : info;
      Node parameter = add(new Primitive.Parameter(here), info.type());
      draft.parameters.put(info.name(), parameter);
      return parameter;
    }
    ParameterInfo first = ((Primitive.Parameter) known.op()).info();
    ResultTypes.require(first.shape().equals(info.shape()), "%s shared as %s", known, info);
    List<Integer> order = info.storedAxes().stream().map(first.storedAxes()::indexOf).toList();
    return first.storedAxes().equals(info.storedAxes()) ? known : permute(known, order);
  }

  /** Whether parameters made from now on stay as they are. */
  public void freeze(boolean frozen) {
    draft.frozen = frozen;
  }

  public Node state(String name, int size, float initial) {
    return state(name, size, new Initializer.Fill(initial));
  }

  /** A state of {@code size} elements; {@code initial} must not be random. */
  public Node state(String name, int size, Initializer initial) {
    Node known = draft.states.get(name);
    if (known == null) {
      known = add(new Primitive.State(name, initial), TensorType.fixed(size));
      draft.states.put(name, known);
    }
    return known;
  }

  public Node constant(double value) {
    return add(new Primitive.Constant((float) value, false), TensorType.SCALAR);
  }

  /** {@code value / n}. */
  public Node constantOverBatch(double value) {
    return add(new Primitive.Constant((float) value, true), TensorType.SCALAR);
  }

  /** {@code body} over {@code inputs}, {@link Expr.Arg} i being input i; at least one input. */
  public Node map(Expr body, Node... inputs) {
    TensorType type = ResultTypes.map(Stream.of(inputs).map(Node::type).toList());
    return add(new Primitive.Map(body), type, inputs);
  }

  public Node add(Node a, Node b) {
    return map(Expr.arg(0).plus(Expr.arg(1)), a, b);
  }

  /** Repeats {@code x} over {@code type}; the node itself if it has that type. */
  public Node spread(Node x, Axes axes, TensorType type) {
    if (x.type().equals(type)) {
      return x;
    }
    return add(new Primitive.Spread(axes), ResultTypes.spread(x.type(), axes, type), x);
  }

  public Node reduce(Reduction reduction, Axes axes, Node x) {
    return add(new Primitive.Reduce(reduction, axes), x.type().along(axes), x);
  }

  public Node sum(Axes axes, Node x) {
    return reduce(Reduction.SUM, axes, x);
  }

  public Node mean(Axes axes, Node x) {
    return reduce(Reduction.MEAN, axes, x);
  }

  /** Mean and variance of each feature: one node for all that ask, and those of its parts if {@code x} is a concatenation. */
  public Node moments(Node x) {
    Node known = draft.moments.get(x);
    if (known == null) {
      known =
          x.op() instanceof Primitive.Concat
              ? concat(x.inputs().stream().map(this::moments).toList())
              : add(new Primitive.Moments(), TensorType.fixed(2, x.type().features()), x);
      draft.moments.put(x, known);
    }
    return known;
  }

  public Node pick(Node x, int row) {
    return add(new Primitive.Pick(row), ResultTypes.pick(x.type()), x);
  }

  public Node matMul(Node x, Node w) {
    return add(new Primitive.MatMul(), ResultTypes.matMul(x.type(), w.type()), x, w);
  }

  public Node matMulInputGradient(Node dy, Node w) {
    TensorType type = dy.type().withFeatures(w.type().extents().get(0));
    return add(new Primitive.MatMulInputGradient(), type, dy, w);
  }

  public Node matMulFilterGradient(Node x, Node dy) {
    TensorType type = TensorType.fixed(x.type().features(), dy.type().features());
    return add(new Primitive.MatMulFilterGradient(), type, x, dy);
  }

  /** Products of stacks of matrices, {@code […, m, c] · […, c, k]}; a transposed operand has its last axes exchanged. */
  public Node batchMatMul(Node a, Node b, boolean transposeA, boolean transposeB) {
    TensorType type = ResultTypes.batchMatMul(a.type(), b.type(), transposeA, transposeB);
    return add(new Primitive.BatchMatMul(transposeA, transposeB), type, a, b);
  }

  /** Rows {@code indices} of {@code table}, which is {@code f32[rows, c]}: {@code f32[…, c]}. */
  public Node gather(Node indices, Node table) {
    TensorType type = ResultTypes.gather(indices.type(), table.type());
    return add(new Primitive.Gather(), type, indices, table);
  }

  /** The gradient of {@link #gather} with respect to a table of type {@code table}. */
  public Node gatherGradient(Node indices, Node dy, TensorType table) {
    ResultTypes.checkGatherGradient(indices.type(), dy.type(), table);
    return add(new Primitive.GatherGradient(), table, indices, dy);
  }

  public Node conv2d(Window window, Node x, Node w) {
    return add(new Primitive.Conv2d(window), ResultTypes.conv2d(window, x.type(), w.type()), x, w);
  }

  public Node conv2dInputGradient(Window window, Node dy, Node w) {
    return add(new Primitive.Conv2dInputGradient(window), window.input(), dy, w);
  }

  public Node conv2dFilterGradient(Window window, Node x, Node dy) {
    return add(new Primitive.Conv2dFilterGradient(window), window.weights(), x, dy);
  }

  public Node pool(Pooling pooling, Window window, Node x) {
    return add(new Primitive.Pool(pooling, window), ResultTypes.pool(window, x.type()), x);
  }

  public Node poolGradient(Pooling pooling, Window window, Node x, Node y, Node dy) {
    Primitive op = new Primitive.PoolGradient(pooling, window);
    return switch (pooling) {
      case MAX -> add(op, window.input(), x, y, dy);
      case AVERAGE -> add(op, window.input(), dy);
    };
  }

  /** {@code xs} side by side along the features. */
  public Node concat(List<Node> xs) {
    TensorType type = ResultTypes.concat(xs.stream().map(Node::type).toList());
    return xs.size() == 1
        ? xs.getFirst()
        : add(new Primitive.Concat(), type, xs.toArray(Node[]::new));
  }

  /** The node itself if the axis has {@code count} elements already. */
  public Node binMeans(int axis, int count, Node x) {
    TensorType type = ResultTypes.binMeans(axis, count, x.type());
    return x.type().equals(type) ? x : add(new Primitive.BinMeans(axis, count), type, x);
  }

  public Node binMeansGradient(int axis, int in, Node dy) {
    TensorType type = ResultTypes.withExtent(dy.type(), axis, in);
    return add(new Primitive.BinMeansGradient(axis, in), type, dy);
  }

  public Node reshape(Node x, TensorType type) {
    ResultTypes.checkReshape(x.type(), type);
    return x.type().equals(type) ? x : add(new Primitive.Reshape(), type, x);
  }

  public Node permute(Node x, List<Integer> order) {
    return add(new Primitive.Permute(order), ResultTypes.permute(x.type(), order), x);
  }

  /** Elements {@code start + i·stride} for i below {@code extents}, per axis. */
  public Node slice(
      Node x, List<Integer> start, List<Integer> stride, List<Integer> extents) {
    TensorType type = new TensorType(x.type().batched(), extents);
    return add(new Primitive.Slice(start, stride), type, x);
  }

  /** Zeros of {@code type} with {@code x} at {@code start + i·stride}. */
  public Node scatter(Node x, List<Integer> start, List<Integer> stride, TensorType type) {
    return add(new Primitive.Scatter(start, stride), type, x);
  }

  public Node updateState(Node state, Node value) {
    ResultTypes.require(state.op() instanceof Primitive.State, "update of %s", state);
    return add(new Primitive.StateUpdate(), value.type(), state, value);
  }

  /** A stream of random draws that no other node of this network uses. */
  public int randomStream() {
    return draft.nextRandomStream++;
  }

  /** {@code y}'s gradient is {@code form}, whatever lies between it and the form's inputs. */
  public void closedForm(Node y, ClosedForm form) {
    draft.closedForms.put(y, form);
  }

  /** {@code node} is the output of the member at {@code path}. */
  public void member(String path, Node node) {
    draft.members.put(path, node);
  }

  /** The member whose output {@code node} is, the outermost of several; an input's name. */
  public String memberOf(Node node) {
    return draft.members.reversed().entrySet().stream()
        .filter(member -> member.getValue() == node)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(node.label());
  }

  /** Callers read {@code node}, the output of the member at {@code path}; the last is the network's answer. */
  public void output(String path, Node node) {
    draft.outputs.putLast(path, node);
  }

  /** Training is for {@code loss} too; the last is the network's own. */
  public void loss(LossTerm loss) {
    draft.losses.add(loss);
  }

  /** The forward graph of a network. */
  public Graph build(String name) {
    return draft.forward(name);
  }

  /**
   * The training graph: {@code forward}, which this builder extends, and its gradients.
   *
   * @param derivatives of all values that have one
   */
  public Graph buildTraining(
      Graph forward, SequencedMap<Node, Node> gradients, Map<Node, Node> derivatives) {
    return draft.training(forward, gradients, derivatives);
  }

  /** A node that computes the same as {@code node}, with its label and origin, from other inputs. */
  public Node copy(Node node, List<Node> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      TensorType was = node.input(i).type();
      ResultTypes.require(inputs.get(i).type().equals(was), "%s in place of %s", inputs.get(i),
          was);
    }
    from(node.origin());
    return as(node.label()).add(node.op(), node.type(), inputs.toArray(Node[]::new));
  }

  private Node add(Primitive op, TensorType type, Node... inputs) {
    Origin origin = part.isEmpty() ? draft.origin : draft.origin.part(part);
    Node node = new Node(draft.nodes.size(), op, List.of(inputs), type, origin, label);
    draft.nodes.add(node);
    return node;
  }
}
