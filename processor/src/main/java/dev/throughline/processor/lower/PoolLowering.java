package dev.throughline.processor.lower;

import static dev.throughline.processor.kernel.Index.term;
import static dev.throughline.processor.kernel.Stmt.lanes;
import static dev.throughline.processor.kernel.Stmt.loop;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Operand;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.List;

/**
 * Pooling over windows, and its gradient, lanes over channels.
 *
 * <p>The gradient scatters: it walks the outputs of a sample and adds to the inputs under each window, all in one
 * task, so that windows may overlap. A maximum is found again by comparing, the first in row order taking all.
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
    Operand input = new Operand.Load(new Access(x, inputIndex()));
    boolean max = pooling == Pooling.MAX;
    Expr identity = max ? new Expr.Const(Float.NEGATIVE_INFINITY) : Expr.ZERO;
    Reduction reduction = max ? Reduction.MAX : Reduction.SUM;
    Stmt finish =
        new Stmt.Store(
            new Access(y, outputIndex()),
            max ? Expr.arg(0) : Expr.arg(0).times(share()),
            List.of(new Operand.Local("pooled")));
    List<Stmt> channel =
        List.of(
            new Stmt.Declare("pooled", identity, List.of()),
            overWindow(List.of(new Stmt.Update("pooled", reduction, Expr.arg(0), List.of(input)))),
            finish);
    launch(
        "Pool",
        max ? y + " = max of each window of " + x : y + " = mean of each window of " + x,
        overOutputs(channel));
  }

  void gradient() {
    String x = read(0);
    String y = read(1);
    String dy = read(2);
    String dx = write();
    Stmt clear =
        lanes(
            "i",
            window.input().elements(),
            List.of(
                new Stmt.Store(
                    new Access(dx, Index.of(0, term("n", window.input().elements()), term("i", 1))),
                    Expr.ZERO,
                    List.of())));
    List<Stmt> channel =
        pooling == Pooling.MAX ? maximumGradient(x, y, dy, dx) : averageGradient(dy, dx);
    launch(
        "PoolGradient",
        pooling == Pooling.MAX
            ? "%s receives %s where %s is the first to equal %s".formatted(dx, dy, x, y)
            : "%s = Σ %s / %d over the windows that read it"
                .formatted(dx, dy, window.r() * window.s()),
        List.of(clear, overOutputs(channel)));
  }

  private List<Stmt> averageGradient(String dy, String dx) {
    Access target = new Access(dx, inputIndex());
    List<Operand> operands = List.of(new Operand.Load(target), new Operand.Local("share"));
    return List.of(
        new Stmt.Declare(
            "share",
            Expr.arg(0).times(share()),
            List.of(new Operand.Load(new Access(dy, outputIndex())))),
        overWindow(List.of(new Stmt.Store(target, Expr.arg(0).plus(Expr.arg(1)), operands))));
  }

  private List<Stmt> maximumGradient(String x, String y, String dy, String dx) {
    Access target = new Access(dx, inputIndex());
    Operand found = new Operand.Local("found");
    Operand hit = new Operand.Local("hit");
    Expr equal =
        new Expr.Select(Compare.EQUAL, Expr.arg(0), Expr.arg(1), Expr.ONE, Expr.ZERO);
    Expr add =
        new Expr.Select(
            Compare.GREATER, Expr.arg(1), Expr.ZERO, Expr.arg(0).plus(Expr.arg(2)), Expr.arg(0));
    return List.of(
        new Stmt.Declare(
            "largest", Expr.arg(0), List.of(new Operand.Load(new Access(y, outputIndex())))),
        new Stmt.Declare(
            "gradient", Expr.arg(0), List.of(new Operand.Load(new Access(dy, outputIndex())))),
        new Stmt.Declare("found", Expr.ZERO, List.of()),
        overWindow(
            List.of(
                new Stmt.Declare(
                    "hit",
                    equal.minus(Expr.arg(2)),
                    List.of(
                        new Operand.Load(new Access(x, inputIndex())),
                        new Operand.Local("largest"),
                        found)),
                new Stmt.Store(
                    target,
                    add,
                    List.of(new Operand.Load(target), hit, new Operand.Local("gradient"))),
                new Stmt.Update("found", Reduction.MAX, Expr.arg(0), List.of(hit)))));
  }

  private Expr share() {
    return Expr.constant(1.0 / (window.r() * window.s()));
  }

  private Stmt overOutputs(List<Stmt> channel) {
    return loop("p", window.p(),
        List.of(loop("q", window.q(), List.of(lanes("c", window.c(), channel)))));
  }

  /** {@code body} for each element of the window that lies inside the image. */
  private Stmt overWindow(List<Stmt> body) {
    Index row = Index.of(-window.padTop(), term("p", window.strideH()), term("r", 1));
    Index column = Index.of(-window.padLeft(), term("q", window.strideW()), term("s", 1));
    int lastRow = (window.p() - 1) * window.strideH() + window.r() - 1 - window.padTop();
    int lastColumn = (window.q() - 1) * window.strideW() + window.s() - 1 - window.padLeft();
    List<Stmt> inColumn = guarded(column, window.padLeft(), lastColumn, window.w(), body);
    List<Stmt> columns = List.of(loop("s", window.s(), inColumn));
    return loop("r", window.r(), guarded(row, window.padTop(), lastRow, window.h(), columns));
  }

  private static List<Stmt> guarded(Index index, int before, int last, int below, List<Stmt> body) {
    boolean inside = before == 0 && last < below;
    return inside ? body : List.of(new Stmt.Guard(index, below, body));
  }

  private Index inputIndex() {
    int c = window.c();
    int row = window.w() * c;
    return Index.of(
        -window.padTop() * row - window.padLeft() * c,
        term("n", (long) window.h() * row),
        term("p", (long) window.strideH() * row),
        term("r", row),
        term("q", (long) window.strideW() * c),
        term("s", c),
        term("c", 1));
  }

  private Index outputIndex() {
    int c = window.c();
    return Index.of(
        0,
        term("n", (long) window.p() * window.q() * c),
        term("p", (long) window.q() * c),
        term("q", c),
        term("c", 1));
  }

  private String read(int input) {
    Node operand = node.input(input);
    return signature.buffer(
        List.of("x", "y", "dy").get(input), operand.type(), memory.slotOf(operand), false);
  }

  private String write() {
    boolean gradient = node.inputs().size() > 1;
    return signature.buffer(gradient ? "dx" : "y", node.type(), memory.slotOf(node), true);
  }

  private void launch(String what, String formula, Stmt statement) {
    launch(what, formula, List.of(statement));
  }

  private void launch(String what, String formula, List<Stmt> statements) {
    TensorType domain = window.input();
    emitter.loop(
        new Emitter.Draft(
            "%s pooling, %d×%d windows, stride %d×%d, of %s."
                .formatted(
                    pooling == Pooling.MAX ? "Maximum" : "Average",
                    window.r(),
                    window.s(),
                    window.strideH(),
                    window.strideW(),
                    domain),
            (pooling == Pooling.MAX ? "max" : "average") + what,
            domain,
            List.of(formula),
            false),
        signature,
        Unit.SAMPLE,
        statements);
  }
}
