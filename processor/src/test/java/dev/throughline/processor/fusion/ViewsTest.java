package dev.throughline.processor.fusion;

import static dev.throughline.processor.graph.Expr.arg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.testing.Passes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read where it is, what is made where it belongs, and what has to be copied. */
class ViewsTest {
  private static final Window WINDOW = Window.square(4, 6, 6, 4, 3, 1, 1);
  private static final List<Integer> ONES = List.of(1, 1, 1);
  private static final List<Integer> HEADS_FIRST = List.of(1, 0, 2);

  private final GraphBuilder g = new GraphBuilder();
  private final Node x = g.data("x", WINDOW.input());

  private Node convolved(String name) {
    return g.conv2d(WINDOW, x, Passes.filters(g, name, WINDOW));
  }

  private Node relu(Node of) {
    return g.map(Expr.unary(UnaryOp.RELU, arg(0)), of);
  }

  private FusedGraph fused(Node y) {
    FusedGraph fused = Passes.fused(Passes.answering(g, y));
    FusedVerifier.check(fused, "fusion");
    return fused;
  }

  private static long copies(FusedGraph fused) {
    return fused.groups().stream()
        .filter(group -> group instanceof Group.Single(Node node) && moves(node))
        .count();
  }

  private static boolean moves(Node node) {
    return node.op() instanceof Primitive.Concat
        || node.op() instanceof Primitive.Slice
        || node.op() instanceof Primitive.Permute;
  }

  @Test
  void whatIsConcatenatedIsMadeInItsPlace() {
    Node a = convolved("a");
    Node b = relu(convolved("b"));
    Node both = g.concat(List.of(a, b));
    FusedGraph fused = fused(relu(both));
    assertEquals(0, copies(fused));
    assertEquals(new Layout(both, 4, 288, List.of(48L, 8L, 1L)), fused.views().layout(b));
    assertEquals(both, fused.views().holder(a));
  }

  @Test
  void partsOfPartsLieInTheWhole() {
    Node a = convolved("a");
    Node both = g.concat(List.of(x, a));
    Node all = g.concat(List.of(both, convolved("b")));
    FusedGraph fused = fused(relu(g.add(g.pool(Primitive.Pooling.AVERAGE,
        Window.square(12, 6, 6, 12, 3, 1, 1), all), g.map(arg(0), all))));
    assertEquals(new Layout(all, 4, 432, List.of(72L, 12L, 1L)), fused.views().layout(a));
    assertEquals(List.of(x), fused.views().copied(both));
    assertEquals(1, copies(fused));
  }

  @Test
  void anInputAnAnswerAndWhatIsThereTwiceAreCopied() {
    Node a = convolved("a");
    g.output("early", a);
    Node b = convolved("b");
    Node all = g.concat(List.of(x, a, b, b));
    FusedGraph fused = fused(relu(all));
    assertEquals(List.of(x, a, b, b), fused.views().copied(all));
    assertEquals(1, copies(fused));
  }

  @Test
  void aSliceIsReadWhereItIs() {
    Node a = convolved("a");
    Node half = g.slice(a, List.of(0, 0, 2), ONES, List.of(6, 6, 2));
    FusedGraph fused = fused(relu(half));
    assertEquals(0, copies(fused));
    assertEquals(new Layout(a, 2, 144, List.of(24L, 4L, 1L)), fused.views().layout(half));
    assertEquals(4, fused.views().layout(half).pitch(half.type(), 1).orElseThrow());
  }

  @Test
  void everySecondPixelIsCopiedAsNoLoopReadsItSo() {
    Node a = convolved("a");
    Node half = g.slice(a, List.of(0, 0, 0), List.of(2, 2, 1), List.of(3, 3, 4));
    FusedGraph fused = fused(relu(half));
    assertEquals(1, copies(fused));
    assertEquals(half, fused.views().holder(half));
  }

  @Test
  void headsAreReadAndWrittenInTurns() {
    Node tokens = g.data("tokens", TensorType.batch(5, 12));
    Node wide = relu(tokens);
    Node q = heads(g.slice(wide, List.of(0, 0), List.of(1, 1), List.of(5, 6)));
    Node k = heads(g.slice(wide, List.of(0, 6), List.of(1, 1), List.of(5, 6)));
    Node context = g.batchMatMul(g.batchMatMul(q, k, false, true), k, false, false);
    Node joined = g.permute(context, HEADS_FIRST);
    FusedGraph fused = fused(relu(g.reshape(joined, TensorType.batch(5, 6))));
    assertEquals(0, copies(fused));
    assertEquals(new Layout(wide, 6, 60, List.of(3L, 12L, 1L)), fused.views().layout(k));
    assertEquals(12, fused.views().layout(k).interleaved(k.type()).orElseThrow());
    assertEquals(new Layout(joined, 0, 30, List.of(3L, 6L, 1L)), fused.views().layout(context));
  }

  /** {@code [5, 6]} as two heads of {@code [5, 3]}. */
  private Node heads(Node of) {
    return g.permute(g.reshape(of, TensorType.batch(5, 2, 3)), HEADS_FIRST);
  }

  @Test
  void onlyWhatLiesInOrderHasAnotherShape() {
    TensorType type = TensorType.batch(5, 6);
    Layout own = Layout.own(g.data("wide", TensorType.batch(5, 12)));
    Layout half = own.sliced(List.of(0, 6), List.of(1, 1));
    assertEquals(List.of(12L, 3L, 1L),
        half.reshaped(type, TensorType.batch(5, 2, 3)).orElseThrow().strides());
    assertTrue(half.reshaped(type, TensorType.batch(30)).isEmpty());
    assertTrue(half.reshaped(type, TensorType.batch(3, 10)).isEmpty());
    assertTrue(own.reshaped(TensorType.batch(5, 12), TensorType.batch(60)).isPresent());
    assertTrue(!half.isDense(type) && own.isDense(TensorType.batch(5, 12)));
  }
}
