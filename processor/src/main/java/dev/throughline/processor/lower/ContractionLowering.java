package dev.throughline.processor.lower;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.schedule.Contraction;
import dev.throughline.processor.schedule.Contraction.BatchMatMul;
import dev.throughline.processor.schedule.ContractionSchedule;
import dev.throughline.processor.schedule.DirectRows;
import dev.throughline.processor.schedule.PanelProduct;
import dev.throughline.processor.schedule.Panels;
import dev.throughline.processor.schedule.ProductGradient;
import dev.throughline.processor.schedule.RowGradient;
import dev.throughline.processor.schedule.RowPlan;
import dev.throughline.processor.schedule.SlidingGradient;
import dev.throughline.processor.schedule.StackProduct;
import dev.throughline.processor.schedule.Step;
import java.util.ArrayList;
import java.util.List;

/** Matrix products and convolutions with their epilogues; of filter gradients the parts. */
final class ContractionLowering {
  private final Product product;
  private final Contraction contraction;
  private final Emitter emitter;
  private final Signature signature;

  /**
   * A sum of products and where everything lies.
   *
   * @param first what is read at each pixel
   * @param second the weights, packed if tiles read them so
   * @param value what becomes of a finished sum, its argument 0; the others are {@code inputs}
   * @param splits of the batch, if the sum runs over it
   * @param byRows whether a task may be a part of a sample's rows
   */
  record Product(
      Contraction contraction, ContractionSchedule schedule, Factor first, Slot second, Slot result,
      Expr value, List<Input> inputs, int splits, boolean byRows) {
    Product {
      inputs = List.copyOf(inputs);
      if (contraction.overBatch() && !value.equals(Expr.arg(0))) {
        throw new IllegalArgumentException(
            "a sum of partial sums: an epilogue belongs to their total");
      }
    }
  }

  /** What a fetch or an epilogue reads; the first tensor of a fetch has a name by its part in the product. */
  record Input(String name, Epilogue.Kind kind, Slot slot) {}

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

  private ContractionLowering(Product product, Emitter emitter) {
    this.product = product;
    this.contraction = product.contraction.simplest();
    this.emitter = emitter;
    this.signature = emitter.signature();
  }

  /** Launches {@code step}. */
  static void emit(Step.Product step, boolean backward, MemoryPlan memory, Emitter emitter) {
    Node node = step.group().contraction();
    Fused output = step.group().output();
    List<Input> inputs = new ArrayList<>();
    for (Fused.Operand operand : output.operands()) {
      if (operand instanceof Fused.Operand.Tensor(Node tensor, Axes axes) && tensor != node) {
        Epilogue.Kind kind = axes == null ? Epilogue.Kind.ELEMENT : Epilogue.Kind.CHANNEL;
        String name =
            axes == null ? elementName(tensor, output, backward, emitter) : channelName(tensor);
        inputs.add(new Input(name, kind, memory.slotOf(tensor)));
      }
    }
    emit(
        new Product(
            step.contraction(),
            step.schedule(),
            factor(step.group(), memory),
            step.packed().map(memory::slotOf).orElseGet(() -> memory.slotOf(node.input(1))),
            step.parts().map(memory::slotOf).orElseGet(() -> memory.slotOf(output.node())),
            step.parts().isPresent() ? Expr.arg(0) : output.body(),
            step.parts().isPresent() ? List.of() : inputs,
            step.splits(),
            step.byRows()),
        emitter);
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

  /** Launches {@code product}. */
  static void emit(Product product, Emitter emitter) {
    new ContractionLowering(product, emitter).emit();
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

  private void emit() {
    switch (product.schedule) {
      case DirectRows rows -> {
        switch (contraction) {
          case Contraction.ConvForward(Window v) -> rows(rows, v);
          case Contraction.ConvInputGradient(Window v) -> rows(rows, v);
          default -> throw new IllegalStateException("no convolution: " + contraction);
        }
      }
      case PanelProduct panels -> panels(panels);
      case StackProduct stacks -> stacks(stacks);
      case RowGradient gradient -> {
        WindowSizes sizes =
            new WindowSizes(gradient.window(), false, gradient.channelwise(), signature);
        Fetch x = gradient(sizes);
        launch(Unit.SPLIT, x, Epilogue.NONE, ContractionWords.operations(sizes),
            new RowGradientLowering(gradient, sizes, signature).body());
      }
      case SlidingGradient gradient -> {
        WindowSizes sizes = new WindowSizes(gradient.window(), false, false, signature);
        Fetch x = gradient(sizes);
        // Its loops have no such sizes; its formula has.
        signature.extent("STRIDE", 1);
        signature.extent("STRIDE_COLUMNS", 1);
        signature.extent("DILATION", 1);
        signature.extent("DILATION_COLUMNS", 1);
        signature.extent("LEFT", gradient.window().padLeft());
        launch(Unit.SPLIT, x, Epilogue.NONE, ContractionWords.operations(sizes),
            new SlidingGradientLowering(gradient, sizes, signature).body());
      }
      case ProductGradient gradient -> {
        Int rows = signature.extent("ROWS", gradient.rows());
        Int c = signature.extent("C", gradient.c());
        Int k = signature.extent("K", gradient.panels().channels());
        Fetch x = fetch("x", Shape.batch(rows, c), c);
        signature.buffer("dy", Shape.batch(rows, k), product.second, false);
        signature.buffer("dw", Shape.fixed(splits(), c, k), product.result, true);
        launch(Unit.SPLIT, x, Epilogue.NONE, ContractionWords.operations(rows, c, k),
            new ProductGradientLowering(gradient, x, signature).body());
      }
    }
  }

  private Int splits() {
    return signature.extent("SPLITS", product.splits);
  }

  /** The first factor, whose tensor is called {@code name}. */
  private Fetch fetch(String name, Shape shape, Int channels) {
    List<Epilogue.Input> inputs = new ArrayList<>();
    for (Input input : product.first.inputs) {
      boolean whole = input.kind == Epilogue.Kind.ELEMENT;
      String buffer =
          signature.buffer(
              whole ? name : input.name, whole ? shape : Shape.fixed(channels), input.slot, false);
      inputs.add(
          new Epilogue.Input(buffer, input.kind, signature.pitch(buffer, channels)));
    }
    return new Fetch(product.first.value, inputs, channels, product.first.verb);
  }

  private Fetch gradient(WindowSizes sizes) {
    Int c = sizes.groups().times(sizes.c());
    Int k = sizes.groups().times(sizes.k());
    Fetch x = fetch("x", Shape.batch(sizes.h(), sizes.w(), c), c);
    signature.buffer("dy", Shape.batch(sizes.p(), sizes.q(), k), product.second, false);
    Int depth = sizes.isChannelwise() ? Int.ONE : sizes.c();
    signature.buffer(
        "dw", Shape.fixed(splits(), sizes.r(), depth, sizes.s(), k), product.result, true);
    return x;
  }

  private void rows(DirectRows rows, Window window) {
    RowPlan plan = rows.plan();
    boolean gradient = contraction instanceof Contraction.ConvInputGradient;
    WindowSizes sizes =
        new WindowSizes(window, gradient, plan.channelwise(), signature);
    Int padded = padded(plan.panels());
    Int in = sizes.groups().times(sizes.in());
    Int out = sizes.groups().times(sizes.out());
    String input = gradient ? "dy" : "x";
    String result = gradient ? "dx" : "y";
    Fetch fetch = fetch(input, Shape.batch(sizes.inRows(), sizes.inColumns(), in), in);
    Int depth = sizes.taps(plan).times(plan.channelwise() ? Int.ONE : sizes.in());
    Int panels = signature.extent("PANELS", plan.panels().count());
    Int width = Int.of(plan.panels().width());
    Shape packed =
        plan.passes().size() == 1
            ? Shape.fixed(sizes.groups(), panels, depth, width)
            : Shape.fixed(sizes.groups(), depth.times(panels).times(width));
    signature.buffer("panels", packed, product.second, false);
    Shape shape = Shape.batch(sizes.outRows(), sizes.outColumns(), out);
    signature.buffer(result, shape, product.result, true);
    Finish finish =
        new Finish(
            result, sizes.out(), signature.pitch(result, out), padded,
            epilogue(result, shape, out, out));
    launch(unit(), fetch, finish.epilogue(), ContractionWords.operations(sizes),
        new RowsLowering(rows, sizes, signature, input, "panels", finish).body(product.byRows));
  }

  private void panels(PanelProduct panels) {
    boolean gradient = contraction instanceof Contraction.MatMulInputGradient;
    Int rows = signature.extent("ROWS", panels.rows());
    Int in = signature.extent(gradient ? "K" : "C", panels.in());
    Int out = signature.extent(gradient ? "C" : "K", panels.panels().channels());
    Int padded = padded(panels.panels());
    String input = gradient ? "dy" : "x";
    String result = gradient ? "dx" : "y";
    Fetch fetch = fetch(input, Shape.batch(rows, in), in);
    signature.buffer(
        "panels",
        Shape.fixed(
            signature.extent("PANELS", panels.panels().count()), in,
            Int.of(panels.panels().width())),
        product.second,
        false);
    Shape shape = Shape.batch(rows, out);
    signature.buffer(result, shape, product.result, true);
    Finish finish =
        new Finish(
            result, out, signature.pitch(result, out), padded, epilogue(result, shape, out, out));
    launch(unit(), fetch, finish.epilogue(), ContractionWords.operations(rows, in, out),
        new PanelProductLowering(panels, rows, in, fetch, "panels", finish, signature)
            .body(product.byRows));
  }

  private Unit unit() {
    return product.byRows ? Unit.ROWS : Unit.SAMPLES;
  }

  private void stacks(StackProduct stacks) {
    BatchMatMul of = stacks.product();
    Int matrices = signature.extent("MATRICES", of.matrices());
    Int m = signature.extent("M", of.m());
    Int c = signature.extent("C", of.c());
    Int k = signature.extent("K", of.k());
    Shape shape = StackProductLowering.shape(of.y(), matrices, m, k);
    Fetch a = fetch("a", StackProductLowering.shape(of.a(), matrices, m, c), c);
    signature.buffer("b", StackProductLowering.shape(of.b(), matrices, c, k), product.second,
        false);
    signature.buffer("y", shape, product.result, true);
    Int row = signature.extent("Y_ROW", of.y().row());
    Finish finish =
        new Finish(
            "y", k, signature.pitch("y", row), padded(stacks.panels()),
            epilogue("y", shape, k, row));
    launch(Unit.SAMPLE, a, finish.epilogue(), matrices.times(ContractionWords.operations(m, c, k)),
        new StackProductLowering(stacks, signature, finish).body());
  }

  private Int padded(Panels panels) {
    return signature.extent("PANELS", panels.count()).times(Int.of(panels.width()));
  }

  /** What is done to {@code result}, whose rows are {@code row} floats each where they follow each other. */
  private Epilogue epilogue(String result, Shape ofResult, Int channels, Int row) {
    List<Epilogue.Input> inputs = new ArrayList<>();
    for (Input input : product.inputs) {
      Shape shape =
          switch (input.kind) {
            case CHANNEL -> Shape.fixed(channels);
            case ELEMENT -> ofResult;
          };
      String name = signature.buffer(input.name, shape, input.slot, false);
      Int alone = signature.isApart(result) ? channels : row;
      inputs.add(new Epilogue.Input(name, input.kind, signature.pitch(name, alone)));
    }
    return new Epilogue(product.value, inputs);
  }

  private void launch(
      Unit unit, Fetch fetch, Epilogue epilogue, Int operations, List<Stmt> body) {
    emitter.tiles(
        new ContractionWords(contraction, product.schedule, fetch, epilogue),
        signature,
        unit,
        unit == Unit.SPLIT ? splits() : Int.ONE,
        operations,
        body);
  }
}
