package dev.throughline.processor.lower;

import static dev.throughline.processor.kernel.Index.term;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Permutations, slices, scatters and concatenations: a loop per axis, lanes over the last where both sides are contiguous there. */
final class MoveLowering {
  /** Tensors that one kernel joins; a longer method is no longer compiled to machine code. */
  private static final int MOST_PARTS = 16;

  private final Node node;
  private final MemoryPlan memory;
  private final Emitter emitter;
  private final Signature signature;

  MoveLowering(Node node, MemoryPlan memory, Emitter emitter) {
    this.node = node;
    this.memory = memory;
    this.emitter = emitter;
    this.signature = emitter.signature();
  }

  void permute(List<Integer> order) {
    int[] strides = strides(node.input(0).type());
    int[] from = new int[order.size()];
    for (int axis = 0; axis < from.length; axis++) {
      from[axis] = strides[order.get(axis)];
    }
    copy("permute", 0, from, 0, strides(node.type()), node.type(), List.of());
  }

  void slice(List<Integer> start, List<Integer> stride) {
    int[] strides = strides(node.input(0).type());
    copy(
        "slice",
        offset(start, strides),
        scaled(strides, stride),
        0,
        strides(node.type()),
        node.type(),
        List.of());
  }

  void scatter(List<Integer> start, List<Integer> stride) {
    int[] strides = strides(node.type());
    String y = write();
    Stmt clear =
        Stmt.lanes(
            "i",
            node.type().elements(),
            List.of(Stmt.store(y, sample(0, node.type()).plus("i", 1), Value.ZERO)));
    copy(
        "scatter",
        0,
        strides(node.input(0).type()),
        offset(start, strides),
        scaled(strides, stride),
        node.input(0).type(),
        List.of(clear));
  }

  /** Position after position, the features of every input. */
  static void concat(Node node, MemoryPlan memory, Emitter emitter) {
    int start = 0;
    for (int part = 0; part < node.inputs().size(); part += MOST_PARTS) {
      int end = Math.min(part + MOST_PARTS, node.inputs().size());
      List<Node> parts = node.inputs().subList(part, end);
      new MoveLowering(node, memory, emitter).concat(parts, start);
      start += parts.stream().mapToInt(input -> input.type().features()).sum();
    }
  }

  private void concat(List<Node> parts, int first) {
    List<Stmt> rows = new ArrayList<>();
    int width = node.type().features();
    int start = first;
    String y = write();
    for (int part = 0; part < parts.size(); part++) {
      Node input = parts.get(part);
      int features = input.type().features();
      String x = signature.buffer("x" + part, input.type(), memory.slotOf(input), false);
      String c = "c" + part;
      Value from = Value.load(x, sample(0, input.type()).plus("i", features).plus(c, 1));
      Index to = sample(start, node.type()).plus("i", width).plus(c, 1);
      rows.add(Stmt.lanes(c, features, List.of(Stmt.store(y, to, from))));
      start += features;
    }
    String where = parts.size() == node.inputs().size() ? "" : ", from feature " + first;
    emit(
        "concat",
        String.format(Locale.ROOT, "Puts the features of %d tensors side by side%s.",
            parts.size(), where),
        "y[i] = x0[i], x1[i], …",
        List.of(Stmt.loop("i", node.type().positions(), rows)));
  }

  /** Copies one element for each index of {@code over}, after {@code before}. */
  private void copy(
      String what,
      int fromOffset,
      int[] from,
      int toOffset,
      int[] to,
      TensorType over,
      List<Stmt> before) {
    Node input = node.input(0);
    Index source = sample(fromOffset, input.type());
    Index target = sample(toOffset, node.type());
    for (int axis = 0; axis < from.length; axis++) {
      source = source.plus(variable(axis), from[axis]);
      target = target.plus(variable(axis), to[axis]);
    }
    String x = signature.buffer("x", input.type(), memory.slotOf(input), false);
    List<Stmt> nest = List.of(Stmt.store(write(), target, Value.load(x, source)));
    for (int axis = from.length - 1; axis >= 0; axis--) {
      boolean contiguous = axis == from.length - 1 && from[axis] == 1 && to[axis] == 1;
      int extent = over.extents().get(axis);
      nest =
          List.of(
              contiguous
                  ? Stmt.lanes(variable(axis), extent, nest)
                  : Stmt.loop(variable(axis), extent, nest));
    }
    List<Stmt> statements = new ArrayList<>(before);
    statements.addAll(nest);
    emit(
        what,
        "Copies %s to %s.".formatted(input.type(), node.type()),
        "y = " + what + "(x)",
        statements);
  }

  private void emit(String what, String purpose, String formula, List<Stmt> statements) {
    emitter.loop(
        new Emitter.Draft(purpose, what, node.type(), List.of(formula), false),
        signature,
        node.type().batched() ? Unit.SAMPLE : Unit.ONCE,
        statements);
  }

  private String write() {
    return signature.buffer("y", node.type(), memory.slotOf(node), true);
  }

  private static String variable(int axis) {
    return "i" + axis;
  }

  private static Index sample(int offset, TensorType type) {
    return Index.of(offset, term("n", type.batched() ? type.elements() : 0));
  }

  private static int[] strides(TensorType type) {
    int[] strides = new int[type.extents().size()];
    int stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= type.extents().get(axis);
    }
    return strides;
  }

  private static int[] scaled(int[] strides, List<Integer> by) {
    int[] scaled = strides.clone();
    for (int axis = 0; axis < scaled.length; axis++) {
      scaled[axis] *= by.get(axis);
    }
    return scaled;
  }

  private static int offset(List<Integer> start, int[] strides) {
    int offset = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      offset += start.get(axis) * strides[axis];
    }
    return offset;
  }
}
