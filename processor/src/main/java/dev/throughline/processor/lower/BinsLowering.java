package dev.throughline.processor.lower;

import static dev.throughline.processor.kernel.Index.term;

import dev.throughline.processor.graph.Bins;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Operand;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Means of bins along one axis of an image, and their gradient, lanes over what lies within that axis.
 *
 * <p>The bins of the smallest pattern are written out one by one, since their starts are no affine function of
 * their number; a loop goes over its repeats.
 */
final class BinsLowering {
  private final Node node;
  private final int axis;
  private final Bins bins;
  private final MemoryPlan memory;
  private final Emitter emitter;
  private final Signature signature;
  private final TensorType large;
  private final TensorType small;

  private BinsLowering(
      Node node, int axis, TensorType large, TensorType small, MemoryPlan memory,
      Emitter emitter) {
    this.node = node;
    this.axis = axis;
    this.large = large;
    this.small = small;
    this.bins = new Bins(large.extents().get(axis), small.extents().get(axis));
    this.memory = memory;
    this.emitter = emitter;
    this.signature = emitter.signature();
  }

  static void forward(Node node, int axis, MemoryPlan memory, Emitter emitter) {
    new BinsLowering(node, axis, node.input(0).type(), node.type(), memory, emitter).means();
  }

  static void gradient(Node node, int axis, MemoryPlan memory, Emitter emitter) {
    new BinsLowering(node, axis, node.type(), node.input(0).type(), memory, emitter).gradient();
  }

  private void means() {
    String x = read("x");
    String y = write("y");
    List<Stmt> pattern = new ArrayList<>();
    for (int bin = 0; bin < pattern(); bin++) {
      Operand element = new Operand.Load(new Access(x, element(bin)));
      Stmt add = new Stmt.Update("sum", Reduction.SUM, Expr.arg(0), List.of(element));
      pattern.add(
          lanes(
              new Stmt.Declare("sum", Expr.ZERO, List.of()),
              Stmt.loop("t", bins.size(bin), List.of(add)),
              new Stmt.Store(
                  new Access(y, bin(bin)),
                  Expr.arg(0).times(share(bin)),
                  List.of(new Operand.Local("sum")))));
    }
    launch("binMeans", y + " = mean of each bin of " + x, repeated(pattern));
  }

  private void gradient() {
    String dy = read("dy");
    String dx = write("dx");
    List<Stmt> pattern = new ArrayList<>();
    for (int bin = 0; bin < pattern(); bin++) {
      Access target = new Access(dx, element(bin));
      Operand part = new Operand.Local("part");
      Stmt add =
          new Stmt.Store(
              target, Expr.arg(0).plus(Expr.arg(1)), List.of(new Operand.Load(target), part));
      pattern.add(
          lanes(
              new Stmt.Declare(
                  "part",
                  Expr.arg(0).times(share(bin)),
                  List.of(new Operand.Load(new Access(dy, bin(bin))))),
              Stmt.loop("t", bins.size(bin), List.of(add))));
    }
    Index all = Index.of(0, term("n", large.elements()), term("i", 1));
    List<Stmt> statements = new ArrayList<>();
    statements.add(
        Stmt.lanes(
            "i",
            large.elements(),
            List.of(new Stmt.Store(new Access(dx, all), Expr.ZERO, List.of()))));
    statements.addAll(repeated(pattern));
    launch(
        "binMeansGradient", "%s = Σ %s / size over the bins it is in".formatted(dx, dy),
        statements);
  }

  private Expr share(int bin) {
    return Expr.constant(1.0 / bins.size(bin));
  }

  /** Bins of the smallest pattern. */
  private int pattern() {
    return bins.count() / bins.repeats();
  }

  private Stmt lanes(Stmt... body) {
    return Stmt.lanes("c", inner(), List.of(body));
  }

  private List<Stmt> repeated(List<Stmt> pattern) {
    List<Stmt> nest =
        bins.repeats() == 1
            ? pattern
            : List.of(Stmt.loop("repeat", bins.repeats(), pattern));
    return outer() == 1 ? nest : List.of(Stmt.loop("row", outer(), nest));
  }

  /** Elements before the axis, of a sample. */
  private long outer() {
    return axis == 0 ? 1 : large.height();
  }

  /** Elements within the axis. */
  private long inner() {
    return axis == 0 ? (long) large.width() * large.channels() : large.channels();
  }

  /** Element t of bin {@code bin} of a repeat. */
  private Index element(int bin) {
    return at(large, bins.start(bin), bins.in()).plus("t", inner());
  }

  private Index bin(int bin) {
    return at(small, bin, bins.count());
  }

  private Index at(TensorType type, int first, int extent) {
    long repeat = extent / bins.repeats() * inner();
    return Index.of(
        Math.toIntExact(first * inner()),
        term("n", type.elements()),
        term("row", outer() == 1 ? 0 : extent * inner()),
        term("repeat", bins.repeats() == 1 ? 0 : repeat),
        term("c", inner() == 1 ? 0 : 1));
  }

  private String read(String name) {
    Node input = node.input(0);
    return signature.buffer(name, input.type(), memory.slotOf(input), false);
  }

  private String write(String name) {
    return signature.buffer(name, node.type(), memory.slotOf(node), true);
  }

  private void launch(String name, String formula, List<Stmt> statements) {
    emitter.loop(
        new Emitter.Draft(
            String.format(Locale.ROOT, "Means of %d bins of the %d %s of %s.", bins.count(),
                bins.in(), axis == 0 ? "rows" : "columns", large),
            name,
            node.type(),
            List.of(formula),
            false),
        signature,
        Unit.SAMPLE,
        statements);
  }
}
