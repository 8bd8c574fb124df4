package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Origin;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.memory.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Collects what is to be launched, and which kernels are equal.
 *
 * <p>Two kernels are equal if they do the same to buffers of the same names, whatever their sizes; the member they
 * were written for does not count. So a network twice as deep has no more kernels.
 */
final class Emitter {
  private final Map<Kernel, Naming> drafts = new LinkedHashMap<>();
  private final List<Pending> pending = new ArrayList<>();
  private Origin origin = Origin.NONE;
  private int backwardFrom = Integer.MAX_VALUE;
  private Map<Node, String> gradients = Map.of();
  private final Set<Node> ofSums = new HashSet<>();

  /** What a kernel is about, in words that may tell sizes: {@code known} makes them numbers where all launches agree. */
  interface Naming {
    String purpose(UnaryOperator<Int> known);

    /** What it would like to be called. */
    String name(UnaryOperator<Int> known);

    /** Words that tell it from others of this name, in the order in which they are tried. */
    List<String> apart(UnaryOperator<Int> known);

    List<String> formula(UnaryOperator<Int> known);

    /** The formula for whoever launches it. */
    default List<String> brief(UnaryOperator<Int> known) {
      return formula(known);
    }
  }

  /** Words of which only the formula may tell sizes. */
  record Draft(
      String purpose, String name, List<String> apart, Function<Numbers, List<String>> words)
      implements Naming {
    Draft {
      apart = List.copyOf(apart);
    }

    Draft(String purpose, String name, List<String> apart, List<String> formula) {
      this(purpose, name, apart, _ -> List.copyOf(formula));
    }

    Draft(String purpose, String name, String formula) {
      this(purpose, name, List.of(), List.of(formula));
    }

    @Override
    public String purpose(UnaryOperator<Int> known) {
      return purpose;
    }

    @Override
    public String name(UnaryOperator<Int> known) {
      return name;
    }

    @Override
    public List<String> apart(UnaryOperator<Int> known) {
      return apart;
    }

    @Override
    public List<String> formula(UnaryOperator<Int> known) {
      return words.apply(new Numbers(known));
    }
  }

  /** A launch before its kernel has a name. */
  record Pending(
      Kernel kernel, List<Slot> slots, Map<String, Integer> sizes, Origin origin) {}

  /** Kernels from now on belong to {@code graph}. */
  void of(Graph graph) {
    backwardFrom = graph.backwardFrom();
    gradients = new HashMap<>();
    graph.gradients().forEach(
        (parameter, gradient) -> gradients.put(gradient, Signature.gradientOf(parameter)));
    graph.derivatives().forEach(
        (value, gradient) -> {
          if (isSum(value)) {
            ofSums.add(gradient);
          }
        });
  }

  /** Whether {@code gradient} is that of a sum of two values, which hands it on to both, perhaps among zeros by now. */
  boolean isOfSum(Node gradient) {
    return gradient.op() instanceof Primitive.Scatter || gradient.op() instanceof Primitive.Slice
        ? isOfSum(gradient.input(0))
        : ofSums.contains(gradient);
  }

  private static boolean isSum(Node value) {
    return value.op() instanceof Primitive.Map(Expr.Binary(BinaryOp op, Expr.Arg _, Expr.Arg _))
        && op == BinaryOp.ADD
        && value.inputs().stream().noneMatch(input -> input.op() instanceof Primitive.Spread);
  }

  boolean isGradient(Node node) {
    return node.id() >= backwardFrom;
  }

  /** The signature of a new kernel. */
  Signature signature() {
    return new Signature(backwardFrom, gradients);
  }

  void from(Origin origin) {
    this.origin = origin;
  }

  /** What was collected since the last call, and a fresh list. */
  List<Pending> drain() {
    List<Pending> drained = List.copyOf(pending);
    pending.clear();
    return drained;
  }

  /** What each loop kernel is about, in order of first use. */
  Map<Kernel, Naming> drafts() {
    return drafts;
  }

  /** Launches a kernel that is not divided among elements. */
  void loop(Naming draft, Signature signature, Kernel.Unit unit, List<Stmt> body) {
    tiles(draft, signature, unit, Int.ONE, Int.ZERO, body);
  }

  /** Launches {@code body} for each of {@code elements}. */
  void elements(Naming draft, Signature signature, Int elements, List<Stmt> body) {
    tiles(draft, signature, Kernel.Unit.ELEMENT, elements, Int.ZERO, body);
  }

  /**
   * Launches a kernel that may call tiles.
   *
   * @param operations of a sample; 0 if the loops tell
   */
  void tiles(
      Naming draft, Signature signature, Kernel.Unit unit, Int elements, Int operations,
      List<Stmt> body) {
    Kernel kernel =
        new Kernel(
            "",
            "",
            List.of(),
            List.of(),
            signature.buffers(),
            List.of(),
            new LinkedHashMap<>(),
            unit,
            elements,
            operations,
            body);
    drafts.putIfAbsent(kernel, draft);
    pending.add(new Pending(kernel, signature.slots(), signature.sizes(), origin));
  }
}
