package dev.throughline.processor.lower;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.ContractionKernel;
import dev.throughline.processor.kernel.Epilogue;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.memory.Temporary;
import dev.throughline.processor.schedule.Contraction;
import dev.throughline.processor.schedule.ContractionScheduling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Matrix products and convolutions with their epilogues; filter gradients with the sum of their parts. */
final class ContractionLowering {
  private final Node node;
  private final Fused output;
  private final MemoryPlan memory;
  private final Emitter emitter;
  private final boolean backward;

  ContractionLowering(
      Group.Contraction group, boolean backward, MemoryPlan memory, Emitter emitter) {
    this.node = group.contraction();
    this.output = group.output();
    this.backward = backward;
    this.memory = memory;
    this.emitter = emitter;
  }

  void emit() {
    switch (node.op()) {
      case Primitive.Conv2d(Window v) ->
          map(new Contraction.ConvForward(v), "x", "w", "y", "conv" + text(v));
      case Primitive.Conv2dInputGradient(Window v) ->
          map(new Contraction.ConvInputGradient(v), "dy", "w", "dx", "convInputGradient" + text(v));
      case Primitive.MatMul _ -> {
        int rows = rows(node.input(0));
        int c = node.input(0).type().features();
        int k = node.type().features();
        map(new Contraction.MatMul(rows, c, k), "x", "w", "y", "matMul" + text(rows, c, k));
      }
      case Primitive.MatMulInputGradient _ -> {
        int rows = rows(node.input(0));
        int c = node.type().features();
        int k = node.input(0).type().features();
        map(
            new Contraction.MatMulInputGradient(rows, c, k),
            "dy",
            "w",
            "dx",
            "matMulInputGradient" + text(rows, c, k));
      }
      case Primitive.BatchMatMul(boolean transposeA, boolean transposeB) ->
          batchMatMul(transposeA, transposeB);
      case Primitive.Conv2dFilterGradient(Window v) ->
          sum(new Contraction.ConvFilterGradient(v), "convFilterGradient" + text(v));
      case Primitive.MatMulFilterGradient _ -> {
        int rows = rows(node.input(0));
        int c = node.input(0).type().features();
        int k = node.input(1).type().features();
        sum(
            new Contraction.MatMulFilterGradient(rows, c, k),
            "matMulFilterGradient" + text(rows, c, k));
      }
      default -> throw new IllegalStateException(node + " is no contraction");
    }
  }

  private void batchMatMul(boolean transposeA, boolean transposeB) {
    List<Integer> extents = node.type().extents();
    int m = extents.get(extents.size() - 2);
    int k = extents.getLast();
    int matrices = Math.toIntExact(node.type().elements() / m / k);
    List<Integer> left = node.input(0).type().extents();
    int c = left.get(transposeA ? left.size() - 2 : left.size() - 1);
    Contraction.Stack a = dense(matrices, m, c, transposeA);
    Contraction.Stack b = dense(matrices, c, k, transposeB);
    Contraction.Stack y = dense(matrices, m, k, false);
    map(
        new Contraction.BatchMatMul(matrices, m, c, k, a, b, y),
        "a",
        "b",
        "y",
        String.format(Locale.ROOT, "product%d_%dx%dx%d", matrices, m, c, k));
  }

  private static Contraction.Stack dense(int matrices, int rows, int columns, boolean transposed) {
    return transposed
        ? Contraction.Stack.dense(matrices, columns, rows, true)
        : Contraction.Stack.dense(matrices, rows, columns, false);
  }

  /** {@code 3x3_16x32x32_32}: filter, input, filters; {@code s2}, {@code d2} and {@code g2} for what is not 1. */
  private static String text(Window v) {
    return String.format(Locale.ROOT, "%dx%d%s%s%s_%dx%dx%d_%d", v.r(), v.s(),
        text("s", v.strideH(), v.strideW()), text("d", v.dilationH(), v.dilationW()),
        text("g", v.groups(), v.groups()), v.c(), v.h(), v.w(), v.k());
  }

  private static String text(String letter, int rows, int columns) {
    return rows == columns
        ? (rows == 1 ? "" : letter + rows)
        : String.format(Locale.ROOT, "%s%dx%d", letter, rows, columns);
  }

  private static String text(int rows, int c, int k) {
    return rows == 1 ? String.format(Locale.ROOT, "%dx%d", c, k)
        : String.format(Locale.ROOT, "%d_%dx%d", rows, c, k);
  }

  private static int rows(Node x) {
    return Math.toIntExact(x.type().positions());
  }

  private void map(Contraction contraction, String first, String second, String result,
      String name) {
    Signature signature = emitter.signature();
    buffer(signature, first, node.input(0), false);
    buffer(signature, second, node.input(1), false);
    buffer(signature, result, output.node(), true);
    List<Epilogue.Input> inputs = new ArrayList<>();
    for (Fused.Operand operand : output.operands()) {
      if (operand instanceof Fused.Operand.Tensor(Node tensor, Axes axes) && tensor != node) {
        String base = axes == null ? elementName(tensor) : channelName(tensor);
        String name2 = signature.buffer(base, tensor, memory.slotOf(tensor), false);
        Epilogue.Kind kind = axes == null ? Epilogue.Kind.ELEMENT : Epilogue.Kind.CHANNEL;
        inputs.add(new Epilogue.Input(name2, kind));
      }
    }
    launch(contraction, new Epilogue(output.body(), inputs), signature, 1, name);
  }

  private String elementName(Node tensor) {
    return backward ? (tensor.op() instanceof Primitive.Map ? "mask" : "dskip") : "skip";
  }

  private static String channelName(Node tensor) {
    return tensor.label().isEmpty() ? "bias" : tensor.label();
  }

  private void sum(Contraction contraction, String name) {
    Temporary temporary =
        new Temporary(output.node(), Temporary.parts(node.type()));
    Slot parts = Objects.requireNonNull(memory.temporaries().get(output.node()));
    int splits = Temporary.splits(node.type().elements());
    Signature signature = emitter.signature();
    buffer(signature, "x", node.input(0), false);
    buffer(signature, "dy", node.input(1), false);
    signature.buffer("dw", Shape.of(temporary.type()), parts, true);
    launch(contraction, Epilogue.NONE, signature, splits, name);
    total(splits, parts);
  }

  private void total(int splits, Slot parts) {
    Signature signature = emitter.signature();
    Int size = signature.extent("ELEMENTS", node.type().elements());
    Int count = signature.extent("SPLITS", splits);
    String part = signature.buffer("part", Shape.fixed(count, size), parts, false);
    String dw = signature.buffer("dw", Shape.fixed(size), memory.slotOf(output.node()), true);
    Int at = Int.variable("split").times(size).plus(Int.variable("i"));
    List<Stmt> body =
        List.of(
            new Stmt.Declare("total", Value.ZERO),
            Stmt.loop("split", count, List.of(Stmt.add("total", Value.load(part, at)))),
            Stmt.store(dw, Int.variable("i"), Value.local("total")));
    emitter.elements(
        new Emitter.Draft(
            "Adds the parts of a filter gradient, in order.", "sumParts", "dw = Σ part"),
        signature,
        size,
        body);
  }

  private void buffer(Signature signature, String name, Node tensor, boolean written) {
    signature.buffer(name, Shape.of(tensor.type()), memory.slotOf(tensor), written);
  }

  private void launch(
      Contraction contraction, Epilogue epilogue, Signature signature, int splits, String name) {
    ContractionKernel kernel =
        new ContractionKernel(
            "",
            contraction,
            ContractionScheduling.of(contraction, !epilogue.isNone()),
            epilogue,
            signature.buffers(),
            splits);
    emitter.contraction(kernel, name, signature.slots());
  }
}
