package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.lower.PlacedContraction.Input;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.schedule.Contraction;
import dev.throughline.processor.schedule.ContractionSchedule;
import dev.throughline.processor.schedule.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A kernel of tiles on its own, for tests of other rooms.
 *
 * @param sizes the number of each size in the launch that it was lowered for
 */
public record LoweredContraction(Kernel kernel, Map<String, Integer> sizes) {

  /** What an epilogue reads: one value a channel, or the element of each sum. */
  public record Operand(String name, boolean ofChannels) {}

  /**
   * The copy of the weights if there is one, then the sum.
   *
   * @param fetched whether its first factor is max(x · factor + offset, 0)
   * @param summed whether it adds up, for each sample, its results, and its products times the first operand
   * @param shared whether other launches have other sizes, so that none is a constant
   */
  public static List<LoweredContraction> of(
      String name, Contraction contraction, ContractionSchedule schedule, boolean fetched,
      Expr value,
      List<Operand> operands, boolean summed, boolean shared) {
    List<Input> inputs = new ArrayList<>();
    for (Operand operand : operands) {
      Epilogue.Kind kind =
          operand.ofChannels ? Epilogue.Kind.CHANNEL : Epilogue.Kind.ELEMENT;
      inputs.add(new Input(operand.name, kind, slot(inputs.size() + 3, 1)));
    }
    Emitter emitter = new Emitter();
    schedule.packing()
        .ifPresent(
            packing -> PackLowering.emit(packing, slot(1, contraction.weights()), slot(2, 1),
                emitter));
    ContractionLowering.emit(
        new PlacedContraction(
            contraction, schedule, factor(fetched), slot(1, 1), slot(2, 1), value, inputs,
            summed ? sums(inputs.getFirst()) : List.of(), 1,
            shared && schedule.dividesRows() && !summed),
        emitter);
    List<LoweredContraction> lowered = new ArrayList<>();
    for (Emitter.Pending pending : emitter.drain()) {
      Map<String, Integer> other = new HashMap<>();
      pending.sizes().forEach((size, number) -> other.put(size, number + 1));
      List<Map<String, Integer>> launches =
          shared ? List.of(pending.sizes(), other) : List.of(pending.sizes());
      boolean pack = schedule.packing().isPresent() && lowered.isEmpty();
      Kernel kernel =
          Specialisation.of(
              pending.kernel(),
              launches,
              new Emitter.Draft("", name + (pack ? "Pack" : ""), ""),
              new KernelNames());
      lowered.add(new LoweredContraction(kernel, pending.sizes()));
    }
    return lowered;
  }

  private static List<PlacedContraction.Sum> sums(Input operand) {
    return List.of(
        new PlacedContraction.Sum("total", slot(13, 1), Expr.arg(0), List.of(), false),
        new PlacedContraction.Sum(
            "weighted", slot(14, 1), Expr.arg(0).times(Expr.arg(1)), List.of(operand),
            true));
  }

  private static PlacedContraction.Factor factor(boolean fetched) {
    Slot x = slot(0, 1);
    return fetched
        ? new PlacedContraction.Factor(
            Expr.unary(Expr.UnaryOp.RELU, Expr.fma(Expr.arg(0), Expr.arg(1), Expr.arg(2))),
            List.of(
                new Input("", Epilogue.Kind.ELEMENT, x),
                new Input("factor", Epilogue.Kind.CHANNEL, slot(11, 1)),
                new Input("offset", Epilogue.Kind.CHANNEL, slot(12, 1))),
            "normalizeRelu")
        : PlacedContraction.Factor.of(x);
  }

  private static Slot slot(int at, long size) {
    TensorType type = TensorType.batch(Math.toIntExact(size));
    Stored value = Stored.of(new GraphBuilder().data("operand" + at, type));
    return new Slot(value, Region.ACTIVATIONS, at, size);
  }
}
