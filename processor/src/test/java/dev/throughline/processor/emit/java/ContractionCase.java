package dev.throughline.processor.emit.java;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.graph.Window.Along;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.lower.LoweredContraction;
import dev.throughline.processor.lower.LoweredContraction.Operand;
import dev.throughline.processor.schedule.Contraction;
import dev.throughline.processor.schedule.Contraction.BatchMatMul;
import dev.throughline.processor.schedule.Contraction.ConvFilterGradient;
import dev.throughline.processor.schedule.Contraction.ConvForward;
import dev.throughline.processor.schedule.Contraction.ConvInputGradient;
import dev.throughline.processor.schedule.Contraction.MatMul;
import dev.throughline.processor.schedule.Contraction.MatMulFilterGradient;
import dev.throughline.processor.schedule.Contraction.MatMulInputGradient;
import dev.throughline.processor.schedule.Contraction.Stack;
import dev.throughline.processor.schedule.ContractionSchedule;
import dev.throughline.processor.schedule.ContractionScheduling;
import dev.throughline.processor.schedule.Source;
import dev.throughline.processor.schedule.WeightPacking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A contraction of awkward size, what it is fed, and how it is called.
 *
 * @param fetched whether it computes its first factor from what it reads
 * @param summed whether it adds its results up for each sample, and these times the first operand
 */
record ContractionCase(
    String name, Contraction contraction, boolean fetched, Expr value, List<Operand> operands,
    boolean summed, boolean shared) {
  /** Samples; the kernels are called for FROM … N. */
  static final int N = 3;

  static final int FROM = 1;

  /** Into how many parts the rows of a sample are divided, if at all. */
  private static final int PARTS = 3;

  /** Floats before each tensor, so that offsets matter, and after, where nothing may be written. */
  static final int MARGIN = 5;

  private static final int PACKED_AT = 3;

  /** max(sum · gain + shift + skip, 0), as a folded batch norm with a join. */
  private static final Expr JOIN =
      Expr.unary(
          Expr.UnaryOp.RELU,
          Expr.fma(Expr.arg(0), Expr.arg(1), Expr.arg(2)).plus(Expr.arg(3)));

  private static final List<Operand> JOINED =
      List.of(new Operand("gain", true), new Operand("shift", true), new Operand("skip", false));

  /** Every contraction as it is, and those that may with an epilogue, and with a first factor to compute. */
  static List<ContractionCase> all() {
    List<ContractionCase> cases = new ArrayList<>();
    Stream.of(convolutions(), products(), batchProducts())
        .flatMap(family -> family)
        .forEach(
            contraction -> {
              String name = "case" + cases.size();
              // Every other kernel is told its sizes, as one that has several launches.
              boolean shared = cases.size() % 4 < 2;
              cases.add(new ContractionCase(
                  name, contraction, false, Expr.arg(0), List.of(), false, shared));
              if (!contraction.overBatch()) {
                cases.add(
                    new ContractionCase(
                        name + "Join", contraction, false, JOIN, JOINED, false, !shared));
                // Of each family some, as kernels take their time to compile.
                if (!(contraction instanceof BatchMatMul) && cases.size() % 3 == 0) {
                  cases.add(
                      new ContractionCase(
                          name + "Summed", contraction, false, shared ? JOIN : Expr.arg(0), JOINED,
                          true, shared));
                }
              }
              if (contraction.simplest().isProduct()) {
                cases.add(
                    new ContractionCase(
                        name + "Fetched", contraction, true, Expr.arg(0), List.of(), false,
                        shared));
              }
            });
    return cases;
  }

  /** The kernels of all {@code cases} in one class, which shares their tiles. */
  static CompiledKernels compile(JavaDialect dialect, List<ContractionCase> cases) {
    List<JavaMethod> methods = new ArrayList<>();
    for (ContractionCase c : cases) {
      c.lowered()
          .forEach(kernel -> methods.addAll(KernelText.methods(kernel.kernel(), "", dialect)));
    }
    return CompiledKernels.of(dialect, methods);
  }

  @Override
  public String toString() {
    return contraction + (fetched ? " of what it computes" : "")
        + (operands.isEmpty() ? "" : " with epilogue")
        + (summed ? " and sums" : "")
        + (shared ? ", told its sizes" : "");
  }

  private List<LoweredContraction> lowered() {
    return LoweredContraction.of(
        name, contraction, schedule(), fetched, value, operands, summed, shared);
  }

  private ContractionSchedule schedule() {
    return ContractionScheduling.of(
        contraction, !operands.isEmpty(), fetched ? Source.FETCHED : Source.TOGETHER);
  }

  private static Stream<Window> windows() {
    return Stream.of(
        Window.square(16, 8, 8, 16, 3, 1, 1),
        Window.square(32, 8, 8, 64, 3, 2, 1),
        Window.square(3, 9, 9, 16, 3, 1, 1),
        Window.square(16, 32, 32, 32, 3, 2, 1),
        Window.square(1, 7, 7, 1, 1, 1, 0),
        Window.square(7, 13, 13, 13, 3, 1, 1),
        Window.square(13, 17, 17, 7, 3, 2, 1),
        Window.square(17, 7, 7, 31, 5, 1, 2),
        Window.square(31, 13, 13, 17, 5, 2, 2),
        Window.square(3, 31, 31, 20, 7, 2, 3),
        Window.square(12, 10, 10, 24, 2, 2, 0),
        Window.square(5, 7, 7, 48, 1, 2, 0),
        Window.square(4, 17, 17, 33, 3, 1, 0),
        Window.square(2, 14, 14, 6, 7, 4, 2),
        Window.square(6, 1, 1, 40, 3, 1, 1),
        Window.square(9, 5, 5, 16, 1, 1, 1),
        Window.square(3, 8, 8, 8, 2, 1, 3),
        // Neither square nor even: padding above differs from padding below.
        new Window(6, 9, 14, 20, 3, 5, 2, 3, 0, 2, 4, 5),
        new Window(4, 5, 6, 18, 2, 3, 1, 1, 1, 0, 6, 4),
        // An output that ignores the last rows and columns of its input.
        new Window(3, 12, 11, 5, 2, 2, 3, 3, 0, 0, 3, 3),
        // Dilated, in either direction, with strides that the dilation divides, or that do not.
        dilated(7, 9, 11, 18, new Along(3, 1, 2, 2), new Along(3, 1, 2, 2), 1),
        dilated(5, 13, 12, 33, new Along(3, 2, 3, 3), new Along(2, 1, 1, 1), 1),
        dilated(4, 11, 14, 16, new Along(2, 1, 0, 1), new Along(3, 2, 4, 2), 1),
        dilated(3, 12, 13, 7, new Along(3, 4, 1, 2), new Along(4, 3, 2, 2), 1),
        // In groups: of one vector, of two, of fewer channels than lanes, of one channel.
        dilated(32, 6, 7, 32, new Along(3, 1, 1), new Along(3, 1, 1), 2),
        dilated(10, 9, 8, 80, new Along(3, 2, 1), new Along(3, 2, 1), 2),
        dilated(12, 7, 9, 9, new Along(3, 1, 1), new Along(1, 2, 0), 3),
        dilated(14, 5, 5, 28, new Along(1, 1, 0), new Along(1, 1, 0), 7),
        dilated(6, 8, 9, 12, new Along(3, 2, 2, 2), new Along(3, 2, 2, 2), 3),
        dilated(19, 7, 6, 19, new Along(3, 1, 1), new Along(3, 1, 1), 19),
        dilated(32, 9, 11, 32, new Along(3, 2, 1), new Along(5, 1, 4, 2), 32),
        dilated(16, 6, 8, 16, new Along(2, 1, 0), new Along(2, 1, 0), 16),
        dilated(40, 13, 12, 40, new Along(5, 3, 2), new Along(3, 2, 0), 40),
        dilated(5, 8, 8, 15, new Along(2, 2, 0), new Along(5, 1, 2), 5),
        dilated(64, 40, 24, 4, new Along(3, 1, 1), new Along(3, 1, 2, 2), 2),
        // Too large for one band: rows come in blocks.
        new Window(64, 40, 24, 3, 3, 3, 1, 1, 1, 1, 40, 24),
        new Window(5, 65, 81, 64, 3, 3, 2, 2, 1, 1, 33, 41));
  }

  private static Window dilated(
      int c, int h, int w, int k, Along rows, Along columns, int groups) {
    return Window.of(c, h, w, k, rows, columns, groups);
  }

  private static Stream<Contraction> convolutions() {
    return windows()
        .flatMap(
            w -> Stream.of(
                new ConvForward(w), new ConvInputGradient(w), new ConvFilterGradient(w)));
  }

  private static Stream<Contraction> products() {
    int[][] shapes = {
      {1, 64, 10}, {1, 1, 1}, {1, 7, 13}, {4, 16, 16}, {5, 31, 17}, {17, 13, 96}, {64, 20, 33},
      {3, 300, 200}, {100, 128, 64}, {90, 77, 32}
    };
    return Arrays.stream(shapes)
        .flatMap(
            s -> Stream.of(
                new MatMul(s[0], s[1], s[2]),
                new MatMulInputGradient(s[0], s[1], s[2]),
                new MatMulFilterGradient(s[0], s[1], s[2])));
  }

  /** Each shape with every transposition, stacks dense and rows of matrices alternating. */
  private static Stream<Contraction> batchProducts() {
    int[][] shapes = {
      {1, 1, 1, 1}, {2, 5, 7, 3}, {3, 8, 16, 32}, {1, 17, 13, 16}, {2, 24, 31, 33}, {4, 13, 8, 64},
      {1, 140, 300, 70}
    };
    return Arrays.stream(shapes)
        .flatMap(
            s -> Stream.of(0, 1, 2, 3, 4, 5, 6, 7)
                .map(bits -> batchProduct(s, (bits & 1) > 0, (bits & 2) > 0, bits < 4)));
  }

  private static Contraction batchProduct(int[] s, boolean ofA, boolean ofB, boolean dense) {
    return new BatchMatMul(
        s[0],
        s[1],
        s[2],
        s[3],
        ofA ? stack(s[0], s[2], s[1], true, dense) : stack(s[0], s[1], s[2], false, dense),
        ofB ? stack(s[0], s[3], s[2], true, dense) : stack(s[0], s[2], s[3], false, dense),
        stack(s[0], s[1], s[3], false, dense));
  }

  private static Stack stack(
      int matrices, int rows, int columns, boolean transposed, boolean dense) {
    return dense
        ? Stack.dense(matrices, rows, columns, transposed)
        : new Stack(matrices * rows * columns, columns, matrices * columns, transposed);
  }

  /** The result, between margins that should be as they were: NaN; behind it its sums, each likewise. */
  float[] run(CompiledKernels kernels) {
    NaiveContraction naive = NaiveContraction.of(contraction, fetched);
    float[] first = tensor(naive.firstSize(), 1);
    float[] second = tensor(naive.secondSize(), 2);
    float[] result = empty(naive.resultSize());
    float[] total = empty(N * channels());
    float[] weighted = empty(N * channels());
    float[] scratch = new float[schedule().scratchFloats() + (summed ? 2 * channels() : 0)];
    Arrays.fill(scratch, Float.NaN);
    int secondAt = MARGIN;
    Optional<WeightPacking> packing = schedule().packing();
    if (packing.isPresent()) {
      float[] packed = new float[packing.get().floats() + PACKED_AT];
      Arrays.fill(packed, Float.NaN);
      List<Object> copied = new ArrayList<>(List.of(second, MARGIN, packed, PACKED_AT));
      copied.addAll(sizes(lowered().getFirst()));
      kernels.call(name + "Pack", copied.toArray());
      second = packed;
      secondAt = PACKED_AT;
    }
    List<Object> arguments =
        new ArrayList<>(List.of(first, MARGIN));
    if (fetched) {
      arguments.addAll(
          List.of(
              tensor(naive.firstChannels(), 8), MARGIN, tensor(naive.firstChannels(), 9), MARGIN));
    }
    arguments.addAll(List.of(second, secondAt, result, MARGIN));
    int seed = 5;
    for (Operand operand : operands) {
      arguments.add(tensor(operand.ofChannels() ? channels() : naive.resultSize(), seed++));
      arguments.add(MARGIN);
    }
    if (summed) {
      arguments.addAll(List.of(total, MARGIN, weighted, MARGIN));
    }
    LoweredContraction lowered = lowered().getLast();
    arguments.addAll(sizes(lowered));
    if (lowered.kernel().usesScratch()) {
      arguments.add(scratch);
    }
    int parts = lowered.kernel().unit() == Kernel.Unit.ROWS ? PARTS : 1;
    if (parts > 1) {
      arguments.add(parts);
    }
    arguments.addAll(List.of(FROM * parts, N * parts));
    kernels.call(name, arguments.toArray());
    if (!summed) {
      return result;
    }
    float[] all = Arrays.copyOf(result, result.length + total.length + weighted.length);
    System.arraycopy(total, 0, all, result.length, total.length);
    System.arraycopy(weighted, 0, all, result.length + total.length, weighted.length);
    return all;
  }

  private static float[] empty(int size) {
    float[] tensor = new float[size + 2 * MARGIN];
    Arrays.fill(tensor, Float.NaN);
    return tensor;
  }

  /** What the kernel of {@code lowered} is told. */
  private static List<Integer> sizes(LoweredContraction lowered) {
    return lowered.kernel().parameters().stream().map(lowered.sizes()::get).toList();
  }

  int channels() {
    return switch (contraction) {
      case ConvForward(Window v) -> v.k();
      case ConvInputGradient(Window v) -> v.c();
      case ConvFilterGradient(Window v) -> v.k();
      case MatMul(_, _, int k) -> k;
      case MatMulInputGradient(_, int c, _) -> c;
      case MatMulFilterGradient(_, _, int k) -> k;
      case BatchMatMul(_, _, _, int k, _, _, _) -> k;
    };
  }

  /** A tensor of {@code size} values between margins of NaN: to read beyond it spoils the result. */
  private static float[] tensor(int size, int seed) {
    float[] tensor = new float[size + 2 * MARGIN];
    Arrays.fill(tensor, Float.NaN);
    for (int i = 0; i < size; i++) {
      tensor[MARGIN + i] = value(i, seed);
    }
    return tensor;
  }

  /** Some number between -½ and ½. */
  static float value(int i, int seed) {
    long hash = (i + 1) * 0x9E3779B97F4A7C15L * (2L * seed + 1);
    hash ^= hash >>> 29;
    hash *= 0xBF58476D1CE4E5B9L;
    return (hash >>> 40) / (float) (1 << 24) - 0.5f;
  }
}
