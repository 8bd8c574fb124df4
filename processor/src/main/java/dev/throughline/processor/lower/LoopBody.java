package dev.throughline.processor.lower;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Formula;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What happens at one element of a fused loop: compute, accumulate, store. */
final class LoopBody {
  private final Group.Loops group;
  private final MemoryPlan memory;
  private final Signature signature;
  private final Map<Node, String> locals = new HashMap<>();
  private final Map<Node, String> accumulators = new HashMap<>();
  private final List<String> formula = new ArrayList<>();

  LoopBody(Group.Loops group, MemoryPlan memory, Signature signature) {
    this.group = group;
    this.memory = memory;
    this.signature = signature;
  }

  /** Whether some expression draws random numbers. */
  boolean isRandom() {
    return contains(Expr.Random.class);
  }

  /** Whether elements may be computed several at a time: draws are per element. */
  boolean fitsLanes() {
    return !isRandom();
  }

  /** Whether it matters which feature or row an element belongs to. */
  boolean isFlat() {
    return !contains(Expr.Position.class)
        && !contains(Expr.Row.class)
        && group.outputs().stream()
            .flatMap(o -> o.operands().stream())
            .allMatch(
                o -> !(o instanceof Fused.Operand.Tensor(_, Axes axes))
                    || axes == null
                    || axes == Axes.NONE
                    || axes == Axes.SAMPLES
                    || axes == Axes.ELEMENTS);
  }

  private boolean contains(Class<? extends Expr> what) {
    return group.outputs().stream().anyMatch(o -> o.body().contains(what));
  }

  /** Declares what each reduction accumulates into. */
  List<Stmt> declareAccumulators() {
    List<Stmt> statements = new ArrayList<>();
    for (Fused output : reductions()) {
      String name =
          signature.unique(output.node().label().isEmpty() ? "sum" : output.node().label() + "Sum");
      accumulators.put(output.node(), name);
      boolean max = op(output).reduction() == Reduction.MAX;
      statements.add(
          new Stmt.Declare(name, max ? Value.constant(Double.NEGATIVE_INFINITY) : Value.ZERO));
    }
    return statements;
  }

  /** Everything for the element at {@code place}; loads come before stores, which may overwrite them. */
  List<Stmt> element(Place place) {
    List<Stmt> statements = new ArrayList<>();
    List<Stmt> stores = new ArrayList<>();
    if (isRandom()) {
      statements.add(new Stmt.Let("element", place.at(null)));
    }
    boolean alone = group.outputs().size() == 1;
    for (Fused output : group.outputs()) {
      List<Value> operands = output.operands().stream().map(o -> operand(o, place)).toList();
      Value value = Value.of(located(output.body()), operands);
      if (output.reduction() != null) {
        String name = requireNonNull(accumulators.get(output.node()));
        Reduction reduction =
            op(output).reduction() == Reduction.MAX ? Reduction.MAX : Reduction.SUM;
        statements.add(new Stmt.Update(name, reduction, value));
        formula.add(result(output) + (reduction == Reduction.MAX ? " = max " : " = Σ ")
            + text(output, operands));
        continue;
      }
      Access target =
          new Access(signature.write(output.node(), memory.slotOf(output.node())), place.at(null));
      formula.add(target.buffer() + " = " + text(output, operands));
      if (alone) {
        stores.add(new Stmt.Store(target, value));
      } else {
        String local = signature.unique(target.buffer() + "Value");
        locals.put(output.node(), local);
        statements.add(new Stmt.Declare(local, value));
        stores.add(new Stmt.Store(target, Value.local(local)));
      }
    }
    statements.addAll(stores);
    return statements;
  }

  /** {@code value} without the variables of loops that are not there, being of one step. */
  private Expr located(Expr value) {
    TensorType domain = group.domain();
    boolean first =
        switch (value) {
          case Expr.Position _ -> domain.features() == 1;
          case Expr.Row(int extent) -> extent == 1 || domain.positions() == 1;
          default -> false;
        };
    return first
        ? Expr.ZERO
        : value.withChildren(value.children().stream().map(this::located).toList());
  }

  /** Stores each finished reduction. */
  List<Stmt> storeResults(Place place) {
    List<Stmt> stores = new ArrayList<>();
    for (Fused output : reductions()) {
      String name = signature.write(output.node(), memory.slotOf(output.node()));
      Access target = new Access(name, place.at(op(output).axes()));
      stores.add(
          finished(output.node(), group.domain(), Value.local(accumulator(output)), target));
    }
    return stores;
  }

  /** {@code target = accumulated}, divided by the number of elements if {@code node} is a mean. */
  static Stmt finished(Node node, TensorType domain, Value accumulated, Access target) {
    Primitive.Reduce reduce = (Primitive.Reduce) node.op();
    if (reduce.reduction() != Reduction.MEAN) {
      return new Stmt.Store(target, accumulated);
    }
    TensorType kept = domain.along(reduce.axes());
    float share = (float) ((double) kept.elements() / domain.elements());
    boolean overBatch = domain.batched() && !kept.batched();
    return new Stmt.Store(
        target,
        accumulated.times(overBatch ? new Value.OverBatch(share) : Value.constant(share)));
  }

  String accumulator(Fused output) {
    String name = accumulators.get(output.node());
    if (name == null) {
      throw new IllegalStateException("no accumulator for " + output.node());
    }
    return name;
  }

  List<Fused> reductions() {
    return group.outputs().stream().filter(o -> o.reduction() != null).toList();
  }

  List<String> formula() {
    return formula;
  }

  private static Primitive.Reduce op(Fused output) {
    return (Primitive.Reduce) output.node().op();
  }

  private Value operand(Fused.Operand operand, Place place) {
    return switch (operand) {
      case Fused.Operand.OverBatch(float value) -> new Value.OverBatch(value);
      case Fused.Operand.Tensor(Node node, Axes axes) -> {
        String local = axes == null ? locals.get(node) : null;
        yield local != null
            ? Value.local(local)
            : Value.load(signature.read(node, memory.slotOf(node)), place.at(axes));
      }
    };
  }

  private static String result(Fused output) {
    return output.node().label().isEmpty() ? "sum" : output.node().label();
  }

  private static String text(Fused output, List<Value> operands) {
    return Formula.of(output.body(), operands.stream().map(LoopBody::name).toList());
  }

  private static String name(Value operand) {
    return switch (operand) {
      case Value.Local(String name) -> name.replace("Value", "");
      case Value.Load(Access access) -> access.buffer();
      case Value.OverBatch(float value) -> share(value);
      default -> throw new IllegalArgumentException("no operand of a loop: " + operand);
    };
  }

  /** {@code value / n}, the way a count is written: {@code 1/(1024 n)}. */
  private static String share(float value) {
    long count = Math.round(1.0 / value);
    boolean whole = (float) (1.0 / count) == value;
    return count == 1 ? "1/n" : whole ? "1/(" + count + " n)" : value + "/n";
  }
}
