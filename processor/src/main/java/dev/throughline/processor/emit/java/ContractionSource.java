package dev.throughline.processor.emit.java;

import dev.throughline.processor.kernel.Epilogue;
import dev.throughline.processor.schedule.Contraction;
import dev.throughline.processor.schedule.Contraction.BatchMatMul;
import dev.throughline.processor.schedule.Contraction.ConvFilterGradient;
import dev.throughline.processor.schedule.Contraction.ConvForward;
import dev.throughline.processor.schedule.Contraction.ConvInputGradient;
import dev.throughline.processor.schedule.Contraction.MatMul;
import dev.throughline.processor.schedule.Contraction.MatMulFilterGradient;
import dev.throughline.processor.schedule.Contraction.MatMulInputGradient;
import dev.throughline.processor.schedule.ContractionSchedule;
import dev.throughline.processor.schedule.DirectRows;
import dev.throughline.processor.schedule.PanelProduct;
import dev.throughline.processor.schedule.Panels;
import dev.throughline.processor.schedule.ProductGradient;
import dev.throughline.processor.schedule.RowGradient;
import dev.throughline.processor.schedule.SlidingGradient;
import dev.throughline.processor.schedule.StackProduct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * sum reads. Weights are read packed: where the schedule packs them, {@code w} refers to that copy.
 *
 * <p>The class around vector kernels declares {@code VectorSpecies<Float> SPECIES} and {@code int LANES} as
 * static final fields, of 4, 8 or 16 lanes.
 */
public final class ContractionSource {
  private final String name;
  private final Contraction contraction;
  private final ContractionSchedule schedule;
  private final Epilogue epilogue;
  private final String origin;

  private ContractionSource(
      String name,
      Contraction contraction,
      ContractionSchedule schedule,
      Epilogue epilogue,
      String origin) {
    this.name = name;
    this.contraction = contraction.simplest();
    this.schedule = schedule;
    this.epilogue = epilogue;
    this.origin = origin;
  }

  /**
   * Describes the kernel {@code name}.
   *
   * @param origin where it comes from, for its comment, such as {@code ResNet20.java:18 @Conv stem}
   */
  public static ContractionSource of(
      String name,
      Contraction contraction,
      ContractionSchedule schedule,
      Epilogue epilogue,
      String origin) {
    if (contraction.overBatch() && !epilogue.isNone()) {
      throw new IllegalArgumentException(
          "%s is a sum of partial sums: an epilogue belongs to their total".formatted(name));
    }
    return new ContractionSource(name, contraction, schedule, epilogue, origin);
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
        name, contraction, schedule, new Epilogue(epilogue.value(), inputs), origin);
  }

  private List<JavaMethod> print(JavaDialect dialect, List<String> comment) {
    return switch (schedule) {
      case DirectRows rows ->
          new RowKernelPrinter(name, rows, buffers(), finish(rows.plan().panels()))
              .print(dialect, comment);
      case PanelProduct product ->
          new ProductKernelPrinter(name, product, buffers(), finish(product.panels()))
              .print(dialect, comment);
      case StackProduct product ->
          new BatchProductPrinter(name, product, finish(product.panels())).print(dialect, comment);
      case SlidingGradient gradient ->
          new SlidingGradientPrinter(name, gradient).print(dialect, comment);
      case RowGradient gradient ->
          new GradientKernelPrinter(name, gradient).print(dialect, comment);
      case ProductGradient gradient ->
          new ProductGradientPrinter(name, gradient).print(dialect, comment);
    };
  }

  /**
   * The method {@code warmUp()} of a class that holds {@code methods} in the vector dialect: it gets the tiles
   * among them compiled, by the runtime's {@code WarmUp}.
   */
  public static JavaMethod warmUp(Iterable<JavaMethod> methods) {
    return TilePrinter.warmUp(methods);
  }

  private EpiloguePrinter finish(Panels panels) {
    return new EpiloguePrinter(name, buffers().result(), panels, epilogue);
  }

  private RowKernelPrinter.Buffers buffers() {
    return switch (contraction) {
      case ConvInputGradient _, MatMulInputGradient _ ->
          new RowKernelPrinter.Buffers("dy", "dx");
      case ConvForward _, MatMul _, BatchMatMul _, ConvFilterGradient _, MatMulFilterGradient _ ->
          new RowKernelPrinter.Buffers("x", "y");
    };
  }

  private List<String> comment() {
    return ContractionComment.of(contraction, epilogue, schedule.packing().isPresent(), origin);
  }
}
