package dev.throughline.processor.lower;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.ContractionKernel;
import dev.throughline.processor.kernel.Epilogue;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.schedule.Contraction.BatchMatMul;
import dev.throughline.processor.schedule.Contraction.ConvFilterGradient;
import dev.throughline.processor.schedule.Contraction.ConvForward;
import dev.throughline.processor.schedule.Contraction.ConvInputGradient;
import dev.throughline.processor.schedule.Contraction.MatMul;
import dev.throughline.processor.schedule.Contraction.MatMulFilterGradient;
import dev.throughline.processor.schedule.Contraction.MatMulInputGradient;
import dev.throughline.processor.schedule.Step;
import dev.throughline.processor.schedule.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Matrix products and convolutions with their epilogues; of filter gradients the parts. */
final class ContractionLowering {
  private final Step.Product step;
  private final Node node;
  private final Fused output;
  private final MemoryPlan memory;
  private final Emitter emitter;
  private final boolean backward;

  ContractionLowering(
      Step.Product step, boolean backward, MemoryPlan memory, Emitter emitter) {
    this.step = step;
    this.node = step.group().contraction();
    this.output = step.group().output();
    this.backward = backward;
    this.memory = memory;
    this.emitter = emitter;
  }

  void emit() {
    switch (step.contraction()) {
      case ConvForward(Window v) -> map("x", "w", "y", "conv" + text(v));
      case ConvInputGradient(Window v) -> map("dy", "w", "dx", "convInputGradient" + text(v));
      case MatMul(int rows, int c, int k) -> map("x", "w", "y", "matMul" + text(rows, c, k));
      case MatMulInputGradient(int rows, int c, int k) ->
          map("dy", "w", "dx", "matMulInputGradient" + text(rows, c, k));
      case BatchMatMul(int matrices, int m, int c, int k, _, _, _) ->
          map(
              "a", "b", "y", String.format(Locale.ROOT, "product%d_%dx%dx%d", matrices, m, c, k));
      case ConvFilterGradient(Window v) -> sum("convFilterGradient" + text(v));
      case MatMulFilterGradient(int rows, int c, int k) ->
          sum("matMulFilterGradient" + text(rows, c, k));
    }
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

  private void map(String first, String second, String result, String name) {
    Signature signature = emitter.signature();
    buffer(signature, first, node.input(0), false);
    if (step.packed().isPresent()) {
      Stored.Packed packed = step.packed().get();
      signature.buffer(second, packed.type(), memory.slotOf(packed), false);
    } else {
      buffer(signature, second, node.input(1), false);
    }
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
    launch(new Epilogue(output.body(), inputs), signature, name);
  }

  private String elementName(Node tensor) {
    return backward ? (tensor.op() instanceof Primitive.Map ? "mask" : "dskip") : "skip";
  }

  private static String channelName(Node tensor) {
    return tensor.label().isEmpty() ? "bias" : tensor.label();
  }

  private void sum(String name) {
    Stored.Parts parts = step.parts().orElseThrow();
    Signature signature = emitter.signature();
    buffer(signature, "x", node.input(0), false);
    buffer(signature, "dy", node.input(1), false);
    signature.buffer("dw", parts.type(), memory.slotOf(parts), true);
    launch(Epilogue.NONE, signature, name);
  }

  private void buffer(Signature signature, String name, Node tensor, boolean written) {
    signature.buffer(name, tensor.type(), memory.slotOf(tensor), written);
  }

  private void launch(Epilogue epilogue, Signature signature, String name) {
    ContractionKernel kernel =
        new ContractionKernel(
            "",
            step.contraction(),
            step.schedule(),
            epilogue,
            signature.buffers(),
            step.splits());
    emitter.launch(kernel, name, kernel::named, signature.slots());
  }
}
