package dev.throughline.processor.lower;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.schedule.Contraction;
import dev.throughline.processor.schedule.ContractionSchedule;
import dev.throughline.processor.schedule.Step;
import dev.throughline.processor.schedule.Stored;
import java.util.ArrayList;
import java.util.List;

/**
 * A sum of products and where everything lies.
 *
 * @param first what is read at each pixel
 * @param second the weights, packed if tiles read them so
 * @param value what becomes of a finished sum, its argument 0; the others are {@code inputs}
 * @param sums what is added up of the result
 * @param splits of the batch, if the sum runs over it
 * @param byRows whether a task may be a part of a sample's rows
 */
record PlacedContraction(
    Contraction contraction, ContractionSchedule schedule, Factor first, Slot second, Slot result,
    Expr value, List<Input> inputs, List<Sum> sums, int splits, boolean byRows) {
  PlacedContraction {
    inputs = List.copyOf(inputs);
    sums = List.copyOf(sums);
    if (contraction.overBatch() && !value.equals(Expr.arg(0))) {
      throw new IllegalArgumentException(
          "a sum of partial sums: an epilogue belongs to their total");
    }
  }

  /** What a fetch or an epilogue reads; the first tensor of a fetch has a name by its part in the product. */
  record Input(String name, Epilogue.Kind kind, Slot slot) {}

  /**
   * A sum over each sample.
   *
   * @param name of its buffer
   * @param value an expression in which argument 0 is the element, the others are {@code inputs}
   * @param ofProduct whether the element is that of the product before the epilogue
   */
  record Sum(String name, Slot slot, Expr value, List<Input> inputs, boolean ofProduct) {}

  /**
   * A first factor.
   *
   * @param value an expression in which argument i is {@code inputs.get(i)}
   * @param verb what computing it is called
   */
  record Factor(Expr value, List<Input> inputs, String verb) {
    Factor {
      inputs = List.copyOf(inputs);
    }

    /** What lies at {@code slot}. */
    static Factor of(Slot slot) {
      return new Factor(
          Expr.arg(0), List.of(new Input("", Epilogue.Kind.ELEMENT, slot)), "");
    }
  }

  /** {@code step}. */
  static PlacedContraction of(
      Step.Product step, boolean backward, MemoryPlan memory, Emitter emitter) {
    Node node = step.group().contraction();
    Fused output = step.group().output();
    List<Input> inputs = inputs(output, node, backward, memory, emitter);
    List<Sum> sums = new ArrayList<>();
    for (Stored.Parts parts : step.sums()) {
      Fused sum =
          step.group().sums().stream().filter(s -> s.node() == parts.node()).findFirst()
              .orElseThrow();
      Node summed = step.group().summed(sum);
      Fused ofSummed = sum.startingWith(summed);
      sums.add(
          new Sum(
              Totals.perSample(sum.node()), memory.slotOf(parts), ofSummed.body(),
              inputs(ofSummed, summed, backward, memory, emitter), summed != output.node()));
    }
    return new PlacedContraction(
        step.contraction(),
        step.schedule(),
        factor(step.group(), memory),
        step.packed().map(memory::slotOf).orElseGet(() -> memory.slotOf(node.input(1))),
        step.parts().map(memory::slotOf).orElseGet(() -> memory.slotOf(output.node())),
        step.parts().isPresent() ? Expr.arg(0) : output.body(),
        step.parts().isPresent() ? List.of() : inputs,
        sums,
        step.splits(),
        step.byRows());
  }

  /** All that {@code fused} reads but {@code finished}. */
  private static List<Input> inputs(
      Fused fused, Node finished, boolean backward, MemoryPlan memory, Emitter emitter) {
    List<Input> inputs = new ArrayList<>();
    for (Fused.Operand operand : fused.operands()) {
      if (operand instanceof Fused.Operand.Tensor(Node tensor, Axes axes) && tensor != finished) {
        Epilogue.Kind kind = axes == null ? Epilogue.Kind.ELEMENT : Epilogue.Kind.CHANNEL;
        String name =
            axes == null ? elementName(tensor, fused, backward, emitter) : channelName(tensor);
        inputs.add(new Input(name, kind, memory.slotOf(tensor)));
      }
    }
    return inputs;
  }

  private static Factor factor(Group.Contraction group, MemoryPlan memory) {
    List<Input> inputs = new ArrayList<>();
    for (Fused.Operand operand : group.input().operands()) {
      Fused.Operand.Tensor tensor = (Fused.Operand.Tensor) operand;
      Epilogue.Kind kind =
          tensor.axes() == null ? Epilogue.Kind.ELEMENT : Epilogue.Kind.CHANNEL;
      inputs.add(new Input(channelName(tensor.node()), kind, memory.slotOf(tensor.node())));
    }
    return new Factor(
        group.input().body(), inputs, group.fetches() ? Verbs.name(group.input()) : "");
  }

  /**
   * A skip, or its gradient; what else comes back from other readers; or the activation whose slope a gradient is
   * multiplied by.
   */
  private static String elementName(
      Node tensor, Fused output, boolean backward, Emitter emitter) {
    if (!backward) {
      return "skip";
    }
    if (emitter.isGradient(tensor)) {
      return emitter.isOfSum(tensor) ? "dskip" : "dothers";
    }
    Expr argument = Expr.arg(output.operands().indexOf(new Fused.Operand.Tensor(tensor, null)));
    return masks(output.body(), argument) ? "mask" : "x";
  }

  private static boolean masks(Expr e, Expr argument) {
    boolean here =
        e instanceof Expr.Select(Expr.Compare compare, Expr a, Expr b, _, _)
            && compare == Expr.Compare.GREATER
            && a.equals(argument)
            && b.equals(Expr.ZERO);
    return here || e.children().stream().anyMatch(child -> masks(child, argument));
  }

  private static String channelName(Node tensor) {
    return tensor.label().isEmpty() ? "bias" : tensor.label();
  }
}
