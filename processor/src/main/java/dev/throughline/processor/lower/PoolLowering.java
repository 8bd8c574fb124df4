package dev.throughline.processor.lower;

import static dev.throughline.processor.kernel.Stmt.lanes;

import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

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
  private final WindowPlace at;
  private final Int channels;
  private boolean padded;

  PoolLowering(Node node, Pooling pooling, Window window, MemoryPlan memory, Emitter emitter) {
    this.node = node;
    this.pooling = pooling;
    this.window = window;
    this.memory = memory;
    this.emitter = emitter;
    this.signature = emitter.signature();
    this.at = new WindowPlace(window, signature);
    this.channels = signature.extent("C", window.c());
  }

  void forward() {
    String x = read(0);
    String y = write();
    boolean max = pooling == Pooling.MAX;
    Value identity = max ? Value.constant(Double.NEGATIVE_INFINITY) : Value.ZERO;
    Reduction reduction = max ? Reduction.MAX : Reduction.SUM;
    Value pooled = Value.local("pooled");
    List<Stmt> statements =
        overOutputs(
            window.c() == 1 && window.strideW() == 1,
            part -> {
              List<Stmt> output = new ArrayList<>(List.of(new Stmt.Declare("pooled", identity)));
              output.addAll(
                  overWindow(
                      part,
                      pixel -> List.of(
                          new Stmt.Update("pooled", reduction, Value.load(x, inPixel(x, pixel))))));
              output.add(Stmt.store(y, output(y), max ? pooled : pooled.times(share(part))));
              return output;
            });
    launch(
        "Pool",
        max ? "Maximum pooling" : "Average pooling",
        n -> List.of(
            "%s[n,p,q,c] = %s r,s  %s[n, %s, %s, c]%s".formatted(
                y, max ? "max" : "Σ", x, at.rowText(n), at.columnText(n),
                max ? "" : " / " + counted(n))),
        statements);
  }

  void gradient() {
    boolean max = pooling == Pooling.MAX;
    String x = max ? read(0) : "";
    String y = max ? read(1) : "";
    String dy = read(2);
    String dx = write();
    List<Stmt> statements = new ArrayList<>(List.of(at.clear(dx, channels)));
    statements.addAll(
        overOutputs(
            false,
            part -> max
                ? maximumGradient(part, x, y, dy, dx)
                : averageGradient(part, dy, dx)));
    launch(
        "PoolGradient",
        max ? "Gradient of maximum pooling" : "Gradient of average pooling",
        n -> List.of(
            "%s[n,h,w,c] = Σ p,q,r,s  %s[n,p,q,c]%s   where h = %s, w = %s%s".formatted(
                dx, dy, max ? "" : " / " + counted(n), at.rowText(n), at.columnText(n),
                max
                    ? ", r,s is the first with %s[n, %s, %s, c] = %s[n,p,q,c]".formatted(
                        x, at.rowText(n), at.columnText(n), y)
                    : "")),
        statements);
  }

  private List<Stmt> averageGradient(Part part, String dy, String dx) {
    Int element = Int.variable("at").plus(Int.variable("c"));
    List<Stmt> output = new ArrayList<>();
    output.add(new Stmt.Declare("share", Value.load(dy, output(dy)).times(share(part))));
    output.addAll(
        overWindow(
            part,
            pixel -> List.of(
                new Stmt.Let("at", pixel.times(channels)),
                Stmt.store(
                    dx, element, Value.load(dx, element).plus(Value.local("share"))))));
    return output;
  }

  private List<Stmt> maximumGradient(Part part, String x, String y, String dy, String dx) {
    Int element = Int.variable("at").plus(Int.variable("c"));
    boolean together = signature.pitch(x, channels).equals(channels);
    Int ofX = together ? element : inPixel(x, Int.variable("pixel"));
    Value found = Value.local("found");
    Value hit = Value.local("hit");
    Value before = Value.load(dx, element);
    Value equal =
        new Value.Select(
            Compare.EQUAL, Value.load(x, ofX), Value.local("largest"), Value.ONE, Value.ZERO);
    Value after =
        new Value.Select(
            Compare.GREATER, hit, Value.ZERO, before.plus(Value.local("gradient")), before);
    List<Stmt> output = new ArrayList<>();
    output.add(new Stmt.Declare("largest", Value.load(y, output(y))));
    output.add(new Stmt.Declare("gradient", Value.load(dy, output(dy))));
    output.add(new Stmt.Declare("found", Value.ZERO));
    output.addAll(
        overWindow(
            part,
            pixel -> {
              List<Stmt> tap = new ArrayList<>();
              if (together) {
                tap.add(new Stmt.Let("at", pixel.times(channels)));
              } else {
                tap.add(new Stmt.Let("pixel", pixel));
                tap.add(new Stmt.Let("at", Int.variable("pixel").times(channels)));
              }
              tap.add(new Stmt.Declare("hit", equal.minus(found)));
              tap.add(Stmt.store(dx, element, after));
              tap.add(new Stmt.Update("found", Reduction.MAX, hit));
              return tap;
            }));
    return output;
  }

  /** Outputs whose windows count the same number of elements. */
  private record Part(Range rows, Range columns) {}

  /**
   * Output rows or columns from {@code first} to below {@code end}.
   *
   * @param from {@code first} by its name
   * @param to {@code end} by its name
   * @param counted the elements that a window counts there along this axis
   */
  private record Range(int first, int end, Int from, Int to, Int counted) {
    /** The loop over this range. */
    Stmt loop(String variable, List<Stmt> body) {
      return new Stmt.For(variable, from, to, Int.ONE, Stmt.Run.SERIAL, body);
    }

    /** Whether every window of these outputs lies within the image. */
    boolean isInside(int stride, int padding, int kernel, int in) {
      int last = (end - 1) * stride - padding + kernel - 1;
      return first * stride >= padding && last < in;
    }
  }

  /** All of {@code extent}, or all but the last and then the last, if that counts fewer. */
  private List<Range> ranges(int extent, Int end, String letter, IntUnaryOperator counted) {
    int last = counted.applyAsInt(extent - 1);
    int others = counted.applyAsInt(0);
    Int most = signature.extent("COUNTED_" + letter, others);
    if (last == others) {
      return List.of(new Range(0, extent, Int.ZERO, end, most));
    }
    Int fewer = signature.extent("LAST_" + letter, last);
    return List.of(
        new Range(0, extent - 1, Int.ZERO, end.minus(1), most),
        new Range(extent - 1, extent, end.minus(1), end, fewer));
  }

  /** {@code columns} in three: windows that begin before the image, that lie within it, and the rest. */
  private List<Range> split(Range columns) {
    int inside = window.w() + window.padLeft() - window.s() + 1;
    int first = Math.clamp(window.padLeft(), columns.first(), columns.end());
    int last = Math.clamp(inside, first, columns.end());
    Int from = signature.extent("FIRST_INSIDE", first);
    Int to = signature.extent("END_INSIDE", last);
    List<Range> parts = new ArrayList<>();
    if (first > columns.first()) {
      parts.add(new Range(columns.first(), first, columns.from(), from, columns.counted()));
    }
    if (last > first) {
      parts.add(new Range(first, last, from, to, columns.counted()));
    }
    if (columns.end() > last) {
      parts.add(new Range(last, columns.end(), to, columns.to(), columns.counted()));
    }
    return parts;
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
    for (Range row : ranges(window.p(), at.p(), "R", rows)) {
      List<Stmt> ofRow = new ArrayList<>();
      for (Range column : ranges(window.q(), at.q(), "S", columns)) {
        for (Range part : lanesOverColumns ? split(column) : List.of(column)) {
          List<Stmt> body = channel.apply(new Part(row, part));
          ofRow.add(
              lanesOverColumns && isInColumns(part)
                  ? overColumns(part, body)
                  : part.loop("q", List.of(lanes("c", channels, body))));
        }
      }
      nests.add(row.loop("p", ofRow));
    }
    return nests;
  }

  /** The only channel of neighbouring columns. */
  private static Stmt overColumns(Range columns, List<Stmt> body) {
    List<Stmt> column = new ArrayList<>(List.of(new Stmt.Let("c", Int.ZERO)));
    column.addAll(body);
    return new Stmt.For("q", columns.from(), columns.to(), Int.ONE, Stmt.Run.LANES, column);
  }

  private static Value share(Part part) {
    return new Value.Share(1, List.of(part.rows().counted().times(part.columns().counted())));
  }

  /** {@code body} for each pixel of the window that lies inside the image. */
  private List<Stmt> overWindow(Part part, Function<Int, List<Stmt>> body) {
    boolean inRows =
        part.rows().isInside(window.strideH(), window.padTop(), window.r(), window.h());
    boolean inColumns = isInColumns(part.columns());
    padded |= !inRows || !inColumns;
    return at.overTaps(!inRows, !inColumns, body);
  }

  private boolean isInColumns(Range columns) {
    return columns.isInside(window.strideW(), window.padLeft(), window.s(), window.w());
  }

  private Int inPixel(String image, Int pixel) {
    return pixel.times(signature.pitch(image, channels)).plus(Int.variable("c"));
  }

  private Int output(String outputs) {
    return Int.variable("n").times(at.p()).plus(Int.variable("p")).times(at.q())
        .plus(Int.variable("q")).times(signature.pitch(outputs, channels)).plus(Int.variable("c"));
  }

  private String read(int input) {
    Node operand = input == 2 ? node.inputs().getLast() : node.input(input);
    return signature.buffer(
        List.of("x", "y", "dy").get(input),
        input == 0 ? image() : outputs(),
        memory.slotOf(operand),
        false);
  }

  private String write() {
    boolean gradient = node.op() instanceof Primitive.PoolGradient;
    return signature.buffer(
        gradient ? "dx" : "y", gradient ? image() : outputs(), memory.slotOf(node), true);
  }

  private Shape image() {
    return Shape.batch(at.h(), at.w(), channels);
  }

  private Shape outputs() {
    return Shape.batch(at.p(), at.q(), channels);
  }

  /** How many elements a window counts. */
  private String counted(Numbers n) {
    return "(%s · %s)".formatted(
        counted(window.countedRows(0), window.countedRows(window.p() - 1), "p", "P", "R", n),
        counted(window.countedColumns(0), window.countedColumns(window.q() - 1), "q", "Q", "S", n));
  }

  private static String counted(
      int most, int last, String letter, String extent, String axis, Numbers n) {
    return most == last ? n.of("COUNTED_" + axis)
        : "(%s = %s − 1 ? %s : %s)".formatted(
            letter, n.symbol(extent), n.of("LAST_" + axis), n.of("COUNTED_" + axis));
  }

  private void launch(
      String what, String purpose, Function<Numbers, List<String>> formula,
      List<Stmt> statements) {
    boolean max = pooling == Pooling.MAX;
    emitter.loop(
        new Emitter.Draft(
            purpose + " over windows of R × S.",
            (max ? "max" : "average") + what,
            List.of(padded ? "Padded" : "Inside"),
            formula),
        signature,
        Unit.SAMPLE,
        statements);
  }
}
