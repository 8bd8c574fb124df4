package dev.throughline.processor.emit.java;

import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Contraction;
import dev.throughline.processor.kernel.Contraction.BatchMatMul;
import dev.throughline.processor.kernel.Contraction.ConvFilterGradient;
import dev.throughline.processor.kernel.Contraction.ConvForward;
import dev.throughline.processor.kernel.Contraction.ConvInputGradient;
import dev.throughline.processor.kernel.Contraction.MatMul;
import dev.throughline.processor.kernel.Contraction.MatMulFilterGradient;
import dev.throughline.processor.kernel.Contraction.MatMulInputGradient;
import dev.throughline.processor.kernel.Epilogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A contraction as Java: the kernel, its scalar twin, and what both need.
 *
 * <p>A kernel is called as {@code name(x, xAt, w, wAt, y, yAt, inputs of the epilogue …, scratch, from,
 * to)} and computes samples {@code from} (inclusive) to {@code to} (exclusive); an input gradient reads dy for x
 * and writes dx for y. A filter gradient is called as {@code name(x, xAt, dy, dyAt, dw, dwAt, scratch, from,
 * to)} and overwrites dw with the sum over those samples. A product of two stacks of matrices reads a and b for x
 * and w. Every buffer is an array and the offset at
 * which the tensor of the whole batch starts.
 *
 * <p>The result may lie where an element-wise input of the epilogue lies, but must not overlap what the
 * sum reads. Weights are read packed: where {@link #pack()} is present, it must have run since the weights
 * changed, and its result of {@link #packedFloats()} floats is what {@code w} refers to.
 *
 * <p>The class around vector kernels declares {@code VectorSpecies<Float> SPECIES} and {@code int LANES} as
 * static final fields, of 4, 8 or 16 lanes.
 */
public final class ContractionSource {
  private final String name;
  private final Contraction contraction;
  private final Epilogue epilogue;
  private final String origin;

  private ContractionSource(
      String name, Contraction contraction, Epilogue epilogue, String origin) {
    this.name = name;
    this.contraction = contraction.simplest();
    this.epilogue = epilogue;
    this.origin = origin;
  }

  /**
   * Describes the kernel {@code name}.
   *
   * @param origin where it comes from, for its comment, such as {@code ResNet20.java:18 @Conv stem}
   */
  public static ContractionSource of(
      String name, Contraction contraction, Epilogue epilogue, String origin) {
    if (contraction.overBatch() && !epilogue.isNone()) {
      throw new IllegalArgumentException(
          "%s is a sum of partial sums: an epilogue belongs to their total".formatted(name));
    }
    return new ContractionSource(name, contraction, epilogue, origin);
  }

  /** The kernel first, then the methods it calls; those named after tiles are shared between kernels. */
  public List<JavaMethod> methods(JavaDialect dialect) {
    ContractionSource named = named();
    return named.print(dialect, named.comment());
  }

  /**
   * The same kernel, whose inputs of the epilogue have names that its printed methods do not use: those are known once
   * it is printed, with numbers for these names.
   */
  private ContractionSource named() {
    List<Epilogue.Input> inputs = epilogue.inputs();
    if (inputs.isEmpty()) {
      return this;
    }
    List<String> numbers = IntStream.range(0, inputs.size()).mapToObj(Integer::toString).toList();
    ContractionSource plain = withInputs(numbers);
    Scope names =
        Scope.apartFrom(
            Arrays.stream(JavaDialect.values())
                .flatMap(dialect -> plain.print(dialect, List.of()).stream())
                .map(JavaMethod::text)
                .toList());
    return withInputs(
        inputs.stream()
            .map(i -> names.fresh(i.name(), EpiloguePrinter.START, EpiloguePrinter.LANES))
            .toList());
  }

  private ContractionSource withInputs(List<String> names) {
    List<Epilogue.Input> inputs = new ArrayList<>();
    for (String input : names) {
      inputs.add(new Epilogue.Input(input, epilogue.inputs().get(inputs.size()).kind()));
    }
    return new ContractionSource(
        name, contraction, new Epilogue(epilogue.value(), inputs), origin);
  }

  private List<JavaMethod> print(JavaDialect dialect, List<String> comment) {
    return switch (contraction) {
      case ConvForward _, ConvInputGradient _ -> rowKernel().print(dialect, comment);
      case MatMul _, MatMulInputGradient _ -> productKernel().print(dialect, comment);
      case BatchMatMul product -> batchKernel(product).print(dialect, comment);
      case ConvFilterGradient(Window v) when SlidingGradientPrinter.suits(v) ->
          new SlidingGradientPrinter(name, v).print(dialect, comment);
      case ConvFilterGradient(Window v) ->
          new GradientKernelPrinter(name, v).print(dialect, comment);
      case MatMulFilterGradient(int rows, int c, int k) ->
          new ProductGradientPrinter(name, rows, c, Panels.of(k)).print(dialect, comment);
    };
  }

  /**
   * The method {@code warmUp()} of a class that holds {@code methods} in the vector dialect: it gets the tiles
   * among them compiled, by the runtime's {@code WarmUp}.
   */
  public static JavaMethod warmUp(Iterable<JavaMethod> methods) {
    return TilePrinter.warmUp(methods);
  }

  /** Floats that {@code scratch} must hold. */
  public int scratchFloats() {
    return switch (contraction) {
      case ConvForward _, ConvInputGradient _ -> rowKernel().scratch();
      case MatMul _, MatMulInputGradient _ -> productKernel().scratch();
      case BatchMatMul product -> batchKernel(product).scratch();
      case ConvFilterGradient(Window v) when SlidingGradientPrinter.suits(v) ->
          new SlidingGradientPrinter(name, v).scratch();
      case ConvFilterGradient(Window v) -> new GradientKernelPrinter(name, v).scratch();
      case MatMulFilterGradient(int rows, int c, int k) ->
          new ProductGradientPrinter(name, rows, c, Panels.of(k)).scratch();
    };
  }

  /** The method {@code namePack(w, wAt, packed, packedAt)}, the same in both dialects. */
  public Optional<JavaMethod> pack() {
    if (packedFloats() == 0) {
      return Optional.empty();
    }
    String pack = name + "Pack";
    return switch (contraction) {
      case ConvForward(Window v) ->
          Optional.of(
              PackPrinter.forward(
                  pack,
                  RowPlan.forward(v).groups(),
                  v.r(),
                  v.groupChannels(),
                  v.s(),
                  RowPlan.forward(v).panels(),
                  RowPlan.forward(v).slides()));
      case ConvInputGradient(Window v) ->
          Optional.of(PackPrinter.inputGradient(pack, v.s(), RowPlan.inputGradient(v)));
      case MatMul(_, int c, int k) ->
          Optional.of(PackPrinter.forward(pack, 1, 1, c, 1, Panels.of(k), false));
      case MatMulInputGradient(_, int c, int k) ->
          Optional.of(PackPrinter.inputGradient(pack, 1, RowPlan.inputGradient(pointwise(c, k))));
      case ConvFilterGradient _, MatMulFilterGradient _, BatchMatMul _ -> Optional.empty();
    };
  }

  /** Floats of the packed weights, or 0 where the kernel reads them as they are stored. */
  public int packedFloats() {
    return switch (contraction) {
      case ConvForward(Window v) -> {
        Panels panels = RowPlan.forward(v).panels();
        boolean sameOrder = RowPlan.forward(v).slides() || v.s() == 1 || v.c() == 1;
        boolean asStored =
            v.groups() == 1 && panels.channels() == panels.width() && sameOrder;
        yield asStored ? 0 : RowPlan.forward(v).groups() * RowPlan.forward(v).packed();
      }
      case ConvInputGradient(Window v) ->
          RowPlan.inputGradient(v).groups() * RowPlan.inputGradient(v).packed();
      case MatMul(_, int c, int k) -> k == Panels.of(k).width() ? 0 : c * Panels.of(k).padded();
      case MatMulInputGradient(_, int c, int k) -> k * Panels.of(c).padded();
      case ConvFilterGradient _, MatMulFilterGradient _, BatchMatMul _ -> 0;
    };
  }

  private static Window pointwise(int c, int k) {
    return Window.square(c, 1, 1, k, 1, 1, 0);
  }

  private RowKernelPrinter rowKernel() {
    return switch (contraction) {
      case ConvForward(Window v) ->
          new RowKernelPrinter(
              name, RowPlan.forward(v), FORWARD, finish(FORWARD, RowPlan.forward(v).panels()));
      case ConvInputGradient(Window v) ->
          new RowKernelPrinter(
              name,
              RowPlan.inputGradient(v),
              BACKWARD,
              finish(BACKWARD, RowPlan.inputGradient(v).panels()));
      default -> throw new IllegalStateException("no rows in " + contraction);
    };
  }

  private ProductKernelPrinter productKernel() {
    return switch (contraction) {
      case MatMul(int rows, int c, int k) ->
          new ProductKernelPrinter(name, rows, c, Panels.of(k), FORWARD,
              finish(FORWARD, Panels.of(k)));
      case MatMulInputGradient(int rows, int c, int k) ->
          new ProductKernelPrinter(name, rows, k, Panels.of(c), BACKWARD,
              finish(BACKWARD, Panels.of(c)));
      default -> throw new IllegalStateException("no product in " + contraction);
    };
  }

  private BatchProductPrinter batchKernel(BatchMatMul product) {
    return new BatchProductPrinter(
        name, product, new EpiloguePrinter(name, "y", Panels.of(product.k()), epilogue));
  }

  private static final RowKernelPrinter.Buffers FORWARD = new RowKernelPrinter.Buffers("x", "y");
  private static final RowKernelPrinter.Buffers BACKWARD = new RowKernelPrinter.Buffers("dy", "dx");

  private EpiloguePrinter finish(RowKernelPrinter.Buffers buffers, Panels panels) {
    return new EpiloguePrinter(name, buffers.result(), panels, epilogue);
  }

  private List<String> comment() {
    return ContractionComment.of(contraction, epilogue, packedFloats() > 0, origin);
  }
}
