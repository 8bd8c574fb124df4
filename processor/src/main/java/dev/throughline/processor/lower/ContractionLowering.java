package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.schedule.Contraction;
import dev.throughline.processor.schedule.Contraction.BatchMatMul;
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
  private final PlacedContraction product;
  private final Contraction contraction;
  private final Emitter emitter;
  private final Signature signature;

  private ContractionLowering(PlacedContraction product, Emitter emitter) {
    this.product = product;
    this.contraction = product.contraction().simplest();
    this.emitter = emitter;
    this.signature = emitter.signature();
  }

  /** Launches {@code step}. */
  static void emit(Step.Product step, boolean backward, MemoryPlan memory, Emitter emitter) {
    emit(PlacedContraction.of(step, backward, memory, emitter), emitter);
  }

  /** Launches {@code product}. */
  static void emit(PlacedContraction product, Emitter emitter) {
    new ContractionLowering(product, emitter).emit();
  }

  private void emit() {
    switch (product.schedule()) {
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
        launch(Unit.SPLIT, x, Finish.NONE, ContractionWords.operations(sizes),
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
        launch(Unit.SPLIT, x, Finish.NONE, ContractionWords.operations(sizes),
            new SlidingGradientLowering(gradient, sizes, signature).body());
      }
      case ProductGradient gradient -> {
        Int rows = signature.extent("ROWS", gradient.rows());
        Int c = signature.extent("C", gradient.c());
        Int k = signature.extent("K", gradient.panels().channels());
        Fetch x = fetch("x", Shape.batch(rows, c), c);
        signature.buffer("dy", Shape.batch(rows, k), product.second(), false);
        signature.buffer("dw", Shape.fixed(splits(), c, k), product.result(), true);
        launch(Unit.SPLIT, x, Finish.NONE, ContractionWords.operations(rows, c, k),
            new ProductGradientLowering(gradient, x, signature).body());
      }
    }
  }

  private Int splits() {
    return signature.extent("SPLITS", product.splits());
  }

  /** The first factor, whose tensor is called {@code name}. */
  private Fetch fetch(String name, Shape shape, Int channels) {
    List<Epilogue.Input> inputs = new ArrayList<>();
    for (PlacedContraction.Input input : product.first().inputs()) {
      boolean whole = input.kind() == Epilogue.Kind.ELEMENT;
      String buffer =
          signature.buffer(
              whole ? name : input.name(), whole ? shape : Shape.fixed(channels), input.slot(),
              false);
      inputs.add(
          new Epilogue.Input(buffer, input.kind(), signature.pitch(buffer, channels)));
    }
    return new Fetch(product.first().value(), inputs, channels, product.first().verb());
  }

  private Fetch gradient(WindowSizes sizes) {
    Int c = sizes.groups().times(sizes.c());
    Int k = sizes.groups().times(sizes.k());
    Fetch x = fetch("x", Shape.batch(sizes.h(), sizes.w(), c), c);
    signature.buffer("dy", Shape.batch(sizes.p(), sizes.q(), k), product.second(), false);
    Int depth = sizes.isChannelwise() ? Int.ONE : sizes.c();
    signature.buffer(
        "dw", Shape.fixed(splits(), sizes.r(), depth, sizes.s(), k), product.result(), true);
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
    signature.buffer("panels", packed, product.second(), false);
    Shape shape = Shape.batch(sizes.outRows(), sizes.outColumns(), out);
    signature.buffer(result, shape, product.result(), true);
    Finish finish =
        new Finish(
            result, sizes.out(), signature.pitch(result, out), padded,
            epilogue(result, shape, out, out), sums(result, shape, out));
    launch(unit(), fetch, finish, ContractionWords.operations(sizes),
        new RowsLowering(rows, sizes, signature, input, "panels", finish).body(product.byRows()));
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
        product.second(),
        false);
    Shape shape = Shape.batch(rows, out);
    signature.buffer(result, shape, product.result(), true);
    Finish finish =
        new Finish(
            result, out, signature.pitch(result, out), padded, epilogue(result, shape, out, out),
            sums(result, shape, out));
    launch(unit(), fetch, finish, ContractionWords.operations(rows, in, out),
        new PanelProductLowering(panels, rows, in, fetch, "panels", finish, signature)
            .body(product.byRows()));
  }

  private Unit unit() {
    return product.byRows() ? Unit.ROWS : Unit.SAMPLES;
  }

  private void stacks(StackProduct stacks) {
    BatchMatMul of = stacks.product();
    Int matrices = signature.extent("MATRICES", of.matrices());
    Int m = signature.extent("M", of.m());
    Int c = signature.extent("C", of.c());
    Int k = signature.extent("K", of.k());
    Shape shape = StackProductLowering.shape(of.y(), matrices, m, k);
    Fetch a = fetch("a", StackProductLowering.shape(of.a(), matrices, m, c), c);
    signature.buffer("b", StackProductLowering.shape(of.b(), matrices, c, k), product.second(),
        false);
    signature.buffer("y", shape, product.result(), true);
    Int row = signature.extent("Y_ROW", of.y().row());
    Finish finish =
        new Finish(
            "y", k, signature.pitch("y", row), padded(stacks.panels()),
            epilogue("y", shape, k, row), FinishedSums.NONE);
    launch(Unit.SAMPLE, a, finish, matrices.times(ContractionWords.operations(m, c, k)),
        new StackProductLowering(stacks, signature, finish).body());
  }

  private Int padded(Panels panels) {
    return signature.extent("PANELS", panels.count()).times(Int.of(panels.width()));
  }

  /** What is done to {@code result}, whose rows are {@code row} floats each where they follow each other. */
  private Epilogue epilogue(String result, Shape ofResult, Int channels, Int row) {
    return new Epilogue(product.value(), inputs(product.inputs(), result, ofResult, channels, row));
  }

  /** Likewise what is added up of it. */
  private FinishedSums sums(String result, Shape ofResult, Int channels) {
    if (product.sums().isEmpty()) {
      return FinishedSums.NONE;
    }
    List<FinishedSums.Sum> sums = new ArrayList<>();
    for (PlacedContraction.Sum sum : product.sums()) {
      List<Epilogue.Input> inputs = inputs(sum.inputs(), result, ofResult, channels, channels);
      String name = signature.buffer(sum.name(), Shape.batch(channels), sum.slot(), true);
      sums.add(new FinishedSums.Sum(name, sum.value(), inputs, sum.ofProduct()));
    }
    Int at = signature.extent("SUMS_AT", product.schedule().scratchFloats());
    return new FinishedSums(sums, at, channels);
  }

  private List<Epilogue.Input> inputs(
      List<PlacedContraction.Input> of, String result, Shape ofResult, Int channels, Int row) {
    List<Epilogue.Input> inputs = new ArrayList<>();
    for (PlacedContraction.Input input : of) {
      Shape shape =
          switch (input.kind()) {
            case CHANNEL -> Shape.fixed(channels);
            case ELEMENT -> ofResult;
          };
      String name = signature.buffer(input.name(), shape, input.slot(), false);
      Int alone = signature.isApart(result) ? channels : row;
      inputs.add(new Epilogue.Input(name, input.kind(), signature.pitch(name, alone)));
    }
    return inputs;
  }

  private void launch(
      Unit unit, Fetch fetch, Finish finish, Int operations, List<Stmt> body) {
    emitter.tiles(
        new ContractionWords(contraction, product.schedule(), fetch, finish),
        signature,
        unit,
        unit == Unit.SPLIT ? splits() : Int.ONE,
        operations,
        body);
  }
}
