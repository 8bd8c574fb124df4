package dev.throughline.processor.lower;

import static dev.throughline.processor.kernel.Index.term;
import static dev.throughline.processor.kernel.Stmt.lanes;
import static dev.throughline.processor.kernel.Stmt.loop;

import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * Pooling over windows, and its gradient, lanes over channels.
 *
 * <p>The gradient scatters: it walks the outputs of a sample and adds to the inputs under each window, all in one
 * task, so that windows may overlap. A maximum is found again by comparing, the first in row order taking all.
 * Averages whose last windows count fewer elements have a loop for each count. A sum over one channel, such as that
 * of neighbouring channels taken for columns, has its lanes over the columns whose windows lie within the image.
 */
final class PoolLowering {
  private final Node node;
  private final Pooling pooling;
  private final Window window;
  private final MemoryPlan memory;
  private final Emitter emitter;
  private final Signature signature;

  PoolLowering(Node node, Pooling pooling, Window window, MemoryPlan memory, Emitter emitter) {
    this.node = node;
    this.pooling = pooling;
    this.window = window;
    this.memory = memory;
    this.emitter = emitter;
    this.signature = emitter.signature();
  }

  void forward() {
    String x = read(0);
    String y = write();
    boolean max = pooling == Pooling.MAX;
    Value identity = max ? Value.constant(Double.NEGATIVE_INFINITY) : Value.ZERO;
    Reduction reduction = max ? Reduction.MAX : Reduction.SUM;
    launch(
        "Pool",
        max ? y + " = max of each window of " + x : y + " = mean of each window of " + x,
        overOutputs(
            window.c() == 1 && window.strideW() == 1,
            part -> List.of(
                new Stmt.Declare("pooled", identity),
                overWindow(
                    part,
                    List.of(
                        new Stmt.Update("pooled", reduction, Value.load(x, inputIndex(part))))),
                Stmt.store(
                    y,
                    outputIndex(part),
                    max ? Value.local("pooled") : Value.local("pooled").times(share(part))))));
  }

  void gradient() {
    boolean max = pooling == Pooling.MAX;
    String x = max ? read(0) : "";
    String y = max ? read(1) : "";
    String dy = read(2);
    String dx = write();
    Stmt clear =
        lanes(
            "i",
            window.input().elements(),
            List.of(
                Stmt.store(
                    dx,
                    Index.of(0, term("n", window.input().elements()), term("i", 1)),
                    Value.ZERO)));
    List<Stmt> statements = new ArrayList<>(List.of(clear));
    statements.addAll(
        overOutputs(
            false,
            part -> max
                ? maximumGradient(part, x, y, dy, dx)
                : averageGradient(part, dy, dx)));
    launch(
        "PoolGradient",
        max
            ? "%s receives %s where %s is the first to equal %s".formatted(dx, dy, x, y)
            : String.format(Locale.ROOT, "%s = Σ %s / %d over the windows that read it", dx, dy,
                window.r() * window.s()),
        statements);
  }

  private List<Stmt> averageGradient(Part part, String dy, String dx) {
    Index at = inputIndex(part);
    return List.of(
        new Stmt.Declare("share", Value.load(dy, outputIndex(part)).times(share(part))),
        overWindow(
            part,
            List.of(Stmt.store(dx, at, Value.load(dx, at).plus(Value.local("share"))))));
  }

  private List<Stmt> maximumGradient(Part part, String x, String y, String dy, String dx) {
    Index at = inputIndex(part);
    Value found = Value.local("found");
    Value hit = Value.local("hit");
    Value before = Value.load(dx, at);
    Value equal =
        new Value.Select(
            Compare.EQUAL, Value.load(x, at), Value.local("largest"), Value.ONE, Value.ZERO);
    Value after =
        new Value.Select(
            Compare.GREATER, hit, Value.ZERO, before.plus(Value.local("gradient")), before);
    return List.of(
        new Stmt.Declare("largest", Value.load(y, outputIndex(part))),
        new Stmt.Declare("gradient", Value.load(dy, outputIndex(part))),
        new Stmt.Declare("found", Value.ZERO),
        overWindow(
            part,
            List.of(
                new Stmt.Declare("hit", equal.minus(found)),
                Stmt.store(dx, at, after),
                new Stmt.Update("found", Reduction.MAX, hit))));
  }

  /** Outputs whose windows count the same number of elements. */
  private record Part(Range rows, Range columns) {}

  /** Output rows or columns, and the elements that a window counts there along this axis. */
  private record Range(int first, int count, int counted) {
    /** All of {@code extent}, or all but the last and then the last, if that counts fewer. */
    static List<Range> of(int extent, IntUnaryOperator counted) {
      int last = counted.applyAsInt(extent - 1);
      int others = counted.applyAsInt(0);
      return last == others
          ? List.of(new Range(0, extent, others))
          : List.of(new Range(0, extent - 1, others), new Range(extent - 1, 1, last));
    }

    /** This range in three: those before {@code from}, those up to {@code to}, and the rest. */
    List<Range> split(int from, int to) {
      int end = first + count;
      int a = Math.clamp(from, first, end);
      int b = Math.clamp(to, a, end);
      return Stream.of(
          new Range(first, a - first, counted),
          new Range(a, b - a, counted),
          new Range(b, end - b, counted))
          .filter(range -> range.count > 0)
          .toList();
    }

    /** The loop over this range, or {@code body} for its only element. */
    List<Stmt> loop(String variable, List<Stmt> body) {
      return count == 1 ? body : List.of(Stmt.loop(variable, count, body));
    }

    /** Whether every window of these outputs lies within the image. */
    boolean isInside(int stride, int padding, int kernel, int in) {
      int last = (first + count - 1) * stride - padding + kernel - 1;
      return first * stride >= padding && last < in;
    }

    /** {@code index} moved by {@code stride} for each element before the one at hand. */
    Index along(Index index, String variable, long stride) {
      Index from = new Index(Math.toIntExact(index.offset() + first * stride), index.terms());
      return count == 1 ? from : from.plus(variable, stride);
    }
  }

  /**
   * {@code channel} for each output.
   *
   * @param lanesOverColumns whether neighbouring columns may be computed together
   */
  private List<Stmt> overOutputs(boolean lanesOverColumns, Function<Part, List<Stmt>> channel) {
    boolean max = pooling == Pooling.MAX;
    IntUnaryOperator rows = max ? _ -> 1 : window::countedRows;
    IntUnaryOperator columns = max ? _ -> 1 : window::countedColumns;
    List<Stmt> nests = new ArrayList<>();
    for (Range row : Range.of(window.p(), rows)) {
      List<Stmt> ofRow = new ArrayList<>();
      for (Range column : Range.of(window.q(), columns)) {
        int inside = window.w() + window.padLeft() - window.s() + 1;
        List<Range> parts =
            lanesOverColumns ? column.split(window.padLeft(), inside) : List.of(column);
        for (Range part : parts) {
          List<Stmt> body = channel.apply(new Part(row, part));
          if (lanesOverColumns && part.first() >= window.padLeft() && part.count() > 1) {
            ofRow.add(lanes("q", part.count(), body));
          } else {
            boolean one = window.c() == 1;
            ofRow.addAll(
                part.loop("q", one ? body : List.of(lanes("c", window.c(), body))));
          }
        }
      }
      nests.addAll(row.loop("p", ofRow));
    }
    return nests;
  }

  private static Value share(Part part) {
    return Value.constant(1.0 / (part.rows().counted() * part.columns().counted()));
  }

  /** {@code body} for each element of the window that lies inside the image. */
  private Stmt overWindow(Part part, List<Stmt> body) {
    Index row = Index.of(-window.padTop(), term("r", 1));
    Index column = Index.of(-window.padLeft(), term("s", 1));
    boolean inColumns =
        part.columns().isInside(window.strideW(), window.padLeft(), window.s(), window.w());
    boolean inRows =
        part.rows().isInside(window.strideH(), window.padTop(), window.r(), window.h());
    List<Stmt> inColumn =
        inColumns
            ? body
            : List.of(
                new Stmt.Guard(
                    part.columns().along(column, "q", window.strideW()), window.w(), body));
    List<Stmt> columns = List.of(loop("s", window.s(), inColumn));
    return loop(
        "r",
        window.r(),
        inRows
            ? columns
            : List.of(
                new Stmt.Guard(
                    part.rows().along(row, "p", window.strideH()), window.h(), columns)));
  }

  private Index inputIndex(Part part) {
    int c = window.c();
    int row = window.w() * c;
    Index corner =
        Index.of(
            -window.padTop() * row - window.padLeft() * c,
            term("n", (long) window.h() * row));
    Index atRow =
        part.rows().along(corner, "p", (long) window.strideH() * row).plus("r", row);
    return part.columns()
        .along(atRow, "q", (long) window.strideW() * c)
        .plus("s", c)
        .plus("c", c == 1 ? 0 : 1);
  }

  private Index outputIndex(Part part) {
    int c = window.c();
    Index sample = Index.of(0, term("n", (long) window.p() * window.q() * c));
    Index row = part.rows().along(sample, "p", (long) window.q() * c);
    return part.columns().along(row, "q", c).plus("c", c == 1 ? 0 : 1);
  }

  private String read(int input) {
    Node operand = input == 2 ? node.inputs().getLast() : node.input(input);
    return signature.buffer(
        List.of("x", "y", "dy").get(input), operand.type(), memory.slotOf(operand), false);
  }

  private String write() {
    boolean gradient = node.op() instanceof Primitive.PoolGradient;
    return signature.buffer(gradient ? "dx" : "y", node.type(), memory.slotOf(node), true);
  }

  private void launch(String what, String formula, List<Stmt> statements) {
    TensorType domain = window.input();
    emitter.loop(
        new Emitter.Draft(
            String.format(Locale.ROOT, "%s pooling, %d×%d windows, stride %d×%d, of %s.",
                pooling == Pooling.MAX ? "Maximum" : "Average", window.r(), window.s(),
                window.strideH(), window.strideW(), domain),
            (pooling == Pooling.MAX ? "max" : "average") + what,
            domain,
            List.of(formula),
            false),
        signature,
        Unit.SAMPLE,
        statements);
  }
}
