package dev.throughline.processor.lower;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens at one element of a fused loop: compute, accumulate, store. */
final class LoopBody {
  /** Whole numbers below it are exact in single precision. */
  private static final long MOST_EXACT = 1 << 24;

  private final Group.Loops group;
  private final MemoryPlan memory;
  private final Signature signature;
  private final Map<Node, String> locals = new HashMap<>();
  private final Map<Node, String> accumulators = new HashMap<>();
  private final Map<Node, String> finished = new HashMap<>();
  private final LoopFormula formula;

  LoopBody(Group.Loops group, MemoryPlan memory, Signature signature) {
    this.group = group;
    this.memory = memory;
    this.signature = signature;
    this.formula = new LoopFormula(group.domain(), signature);
  }

  /** Declares what each reduction accumulates into. */
  List<Stmt> declareAccumulators() {
    return declareAccumulators(group.outputs());
  }

  private List<Stmt> declareAccumulators(List<Fused> outputs) {
    List<Stmt> statements = new ArrayList<>();
    for (Fused output : reductions(outputs)) {
      String name =
          signature.unique(
              output.node().label().isEmpty() ? "total" : output.node().label() + "Sum");
      accumulators.put(output.node(), name);
      boolean max = op(output).reduction() == Reduction.MAX;
      statements.add(
          new Stmt.Declare(name, max ? Value.constant(Double.NEGATIVE_INFINITY) : Value.ZERO));
    }
    return statements;
  }

  /** Everything for the element at {@code place}; loads come before stores, which may overwrite them. */
  List<Stmt> element(Place place) {
    return element(group.outputs(), place);
  }

  private List<Stmt> element(List<Fused> outputs, Place place) {
    List<Stmt> statements = new ArrayList<>();
    List<Stmt> stores = new ArrayList<>();
    List<Fused> elementwise = outputs.stream().filter(o -> !group.isOfRow(o)).toList();
    boolean alone = elementwise.size() == 1;
    for (Fused output : elementwise) {
      List<Value> operands = output.operands().stream().map(o -> operand(o, place)).toList();
      Value value = Value.of(output.body(), leaf -> leaf(leaf, operands, place));
      if (output.reduction() != null) {
        String name = requireNonNull(accumulators.get(output.node()));
        Reduction reduction =
            op(output).reduction() == Reduction.MAX ? Reduction.MAX : Reduction.SUM;
        statements.add(new Stmt.Update(name, reduction, value));
        formula.reduces(output, operands);
        continue;
      }
      Access target = whole(write(output, place.shape(null)), place);
      formula.maps(target.buffer(), output, operands);
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

  private Value leaf(Expr leaf, List<Value> operands, Place place) {
    return switch (leaf) {
      case Expr.Arg(int index) -> operands.get(index);
      case Expr.Position _ -> new Value.Position(place.feature());
      case Expr.Row(int extent) ->
          new Value.Position(place.row().modulo(signature.oneOf("PERIOD", extent)));
      case Expr.Random(int stream) ->
          new Value.Random(signature.oneOf("STREAM", stream), place.at(null));
      case Expr.Const _, Expr.Unary _, Expr.Binary _, Expr.Fma _, Expr.Select _ ->
          throw new IllegalArgumentException("no leaf: " + leaf);
    };
  }

  /** How many values of a sample a mean is taken over; 1 is none. */
  private Int count(long number) {
    return number == 1 ? Int.ONE : signature.oneOf("COUNT", number);
  }

  private String write(Fused output, Shape shape) {
    return signature.write(output.node(), shape, memory.slotOf(output.node()));
  }

  /** {@code value / n}; the reciprocal of a count is written as one, so that all counts are one kernel. */
  private Value overBatch(float value) {
    long count = Math.round(1.0 / value);
    boolean whole = count < MOST_EXACT && (float) (1.0 / count) == value;
    return whole
        ? new Value.Share(1, List.of(count(count), Int.BATCH))
        : new Value.Share(value, List.of(Int.BATCH));
  }

  /** The loops over one row at {@code place}, each of which may need what the ones before have reduced the row to. */
  List<Stmt> row(Place place) {
    List<Stmt> row = new ArrayList<>();
    List<List<Fused>> passes = group.passes();
    for (List<Fused> pass : passes) {
      List<Stmt> accumulators = declareAccumulators(pass);
      List<Stmt> element = element(pass, place);
      if (accumulators.isEmpty()) {
        row.addAll(place.overFeatures(true, element));
      } else if (group.domain().features() >= Stmt.Reduce.PARTS) {
        row.add(new Stmt.Reduce("c", place.features(), false, results(pass), element));
      } else {
        row.addAll(accumulators);
        row.addAll(place.overFeatures(false, element));
      }
      locals.clear();
      List<Fused> ofRow = pass.stream().filter(group::isOfRow).toList();
      row.addAll(storeResults(pass, place, pass != passes.getLast() || !ofRow.isEmpty()));
      ofRow.forEach(output -> ofRow(output, place, row));
    }
    return row;
  }

  /** What is made of the numbers that a row was reduced to. */
  private void ofRow(Fused output, Place place, List<Stmt> row) {
    List<Value> operands =
        output.operands().stream()
            .map(o -> operand(
                o instanceof Fused.Operand.Tensor(Node node, _)
                    ? new Fused.Operand.Tensor(node, Axes.ROWS)
                    : o,
                place))
            .toList();
    Value value = Value.of(output.body(), leaf -> leaf(leaf, operands, place));
    Access target = new Access(write(output, place.shape(Axes.ROWS)), place.at(Axes.ROWS));
    formula.maps(target.buffer(), output, operands);
    String local = signature.unique(target.buffer() + "Value");
    finished.put(output.node(), local);
    row.add(new Stmt.Declare(local, value));
    row.add(new Stmt.Store(target, Value.local(local)));
  }

  /** Lanes accumulate the parts of a row side by side. */
  private List<Stmt.Reduce.Result> results(List<Fused> pass) {
    return reductions(pass).stream()
        .map(r -> new Stmt.Reduce.Result(accumulator(r), op(r).reduction()))
        .toList();
  }

  /** Stores each finished reduction. */
  List<Stmt> storeResults(Place place) {
    return storeResults(group.outputs(), place, false);
  }

  private List<Stmt> storeResults(List<Fused> outputs, Place place, boolean kept) {
    List<Stmt> stores = new ArrayList<>();
    for (Fused output : reductions(outputs)) {
      Axes axes = op(output).axes();
      Access target = new Access(write(output, place.shape(axes)), place.at(axes));
      formula.stored(output, target.buffer());
      Int count =
          switch (axes) {
            case FEATURES, SAMPLE_FEATURES -> place.rows();
            case ROWS -> place.features();
            case NONE, SAMPLES -> place.rows().times(place.features());
            case ELEMENTS -> Int.ONE;
          };
      Value value = finished(output.node(), group.domain(), count, accumulator(output));
      if (kept) {
        String local = signature.unique(target.buffer() + "Value");
        finished.put(output.node(), local);
        stores.add(new Stmt.Declare(local, value));
        stores.add(new Stmt.Store(target, Value.local(local)));
      } else {
        stores.add(new Stmt.Store(target, value));
      }
    }
    return stores;
  }

  /**
   * What was accumulated, divided by the number of elements if {@code node} is a mean.
   *
   * @param count how many elements of a sample are added up
   */
  static Value finished(Node node, TensorType domain, Int count, String accumulated) {
    Primitive.Reduce reduce = (Primitive.Reduce) node.op();
    Value total = Value.local(accumulated);
    if (reduce.reduction() != Reduction.MEAN) {
      return total;
    }
    TensorType kept = domain.along(reduce.axes());
    boolean overBatch = domain.batched() && !kept.batched();
    long number = domain.elements() / kept.elements();
    // A count that single precision does not hold is divided by in double, here.
    Value share =
        number < MOST_EXACT
            ? new Value.Share(1, overBatch ? List.of(count, Int.BATCH) : List.of(count))
            : new Value.Share(
                (float) (1.0 / number), overBatch ? List.of(Int.BATCH) : List.of());
    return total.times(share);
  }

  String accumulator(Fused output) {
    String name = accumulators.get(output.node());
    if (name == null) {
      throw new IllegalStateException("no accumulator for " + output.node());
    }
    return name;
  }

  List<Fused> reductions() {
    return reductions(group.outputs());
  }

  private static List<Fused> reductions(List<Fused> outputs) {
    return outputs.stream().filter(o -> o.reduction() != null).toList();
  }

  /** The sum of each sample is {@code buffer}, whose total is a kernel of its own. */
  void storedPerSample(Fused output, String buffer) {
    formula.storedPerSample(output, buffer);
  }

  LoopFormula formula() {
    return formula;
  }

  private static Primitive.Reduce op(Fused output) {
    return (Primitive.Reduce) output.node().op();
  }

  private Access operand(Node node, @Nullable Axes axes, Place place) {
    String buffer = signature.read(node, place.shape(axes), memory.slotOf(node));
    return axes == null ? whole(buffer, place) : new Access(buffer, place.at(axes));
  }

  /** The element at {@code place} of a tensor that has all axes of the domain. */
  private Access whole(String buffer, Place place) {
    return new Access(buffer, place.inRows(signature.pitch(buffer, place.features())));
  }

  private Value operand(Fused.Operand operand, Place place) {
    return switch (operand) {
      case Fused.Operand.OverBatch(float value) -> overBatch(value);
      case Fused.Operand.Tensor(Node node, Axes axes) -> {
        String local = axes == null ? locals.get(node) : finished.get(node);
        yield local != null
            ? Value.local(local)
            : new Value.Load(operand(node, axes, place));
      }
    };
  }
}
