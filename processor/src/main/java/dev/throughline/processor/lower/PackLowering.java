package dev.throughline.processor.lower;

import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.PackKernel;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.schedule.Stored;
import dev.throughline.processor.schedule.WeightPacking;
import java.util.stream.Collectors;

/** Copies of weights in the order of tiles. */
final class PackLowering {
  private PackLowering() {}

  static void emit(Stored.Packed packed, MemoryPlan memory, Emitter emitter) {
    Signature signature = emitter.signature();
    TensorType weights = packed.weights().type();
    signature.buffer("w", weights, memory.slotOf(packed.weights()), false);
    signature.buffer("packed", packed.type(), memory.slotOf(packed), true);
    String shape =
        weights.extents().stream().map(String::valueOf).collect(Collectors.joining("x"));
    emitter.launch(
        new PackKernel("", packed.packing(), signature.buffers()),
        name(packed.packing()) + shape,
        kernel -> new PackKernel(kernel, packed.packing(), signature.buffers()),
        signature.slots());
  }

  private static String name(WeightPacking packing) {
    return switch (packing) {
      case WeightPacking.Forward forward -> forward.slides() ? "packToSlide" : "pack";
      case WeightPacking.Reversed(_, var plan) ->
          plan.slides()
              ? "packReversedToSlide"
              : plan.passes().size() == 1 ? "packReversed" : "packReversedInParts";
    };
  }
}
