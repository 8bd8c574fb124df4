package dev.throughline.processor.fusion;

import static dev.throughline.processor.graph.Expr.arg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.testing.Passes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Which nodes share a pass over memory. */
class FusionTest {
  private static final Window WINDOW = Window.square(4, 6, 6, 4, 3, 1, 1);
  private static final TensorType IMAGE = WINDOW.input();

  private final GraphBuilder g = new GraphBuilder();
  private final Node x = g.data("x", IMAGE);

  private static Expr relu(Expr e) {
    return Expr.unary(UnaryOp.RELU, e);
  }

  private Node convolved() {
    return g.conv2d(WINDOW, x, Passes.filters(g, "w", WINDOW));
  }

  private static FusedGraph fused(Graph graph) {
    FusedGraph fused = Passes.fused(graph);
    FusedVerifier.check(fused, "fusion");
    return fused;
  }

  @Test
  void theMapAfterAConvolutionIsItsEpilogue() {
    Node bias = g.spread(Passes.vector(g, "b", 4), Axes.FEATURES, IMAGE);
    Node y = g.map(relu(arg(0).plus(arg(1)).plus(arg(2))), convolved(), bias, x);
    List<Group> groups = fused(Passes.answering(g, y)).groups();
    assertEquals(1, groups.size());
    assertEquals(List.of(y), assertInstanceOf(Group.Contraction.class, groups.get(0)).results());
  }

  @Test
  void aConvolutionReadTwiceHasNoEpilogue() {
    Node conv = convolved();
    Node y = g.map(relu(arg(0)).plus(arg(1)), conv, g.map(relu(arg(0)), g.pool(
        Pooling.MAX,
        Window.square(4, 6, 6, 4, 3, 1, 1), conv)));
    List<Group> groups = fused(Passes.answering(g, y)).groups();
    assertEquals(List.of(conv), groups.get(0).results());
    assertEquals(3, groups.size());
  }

  private Node normalised() {
    Node scale = g.spread(Passes.vector(g, "scale", 4), Axes.FEATURES, IMAGE);
    return g.map(relu(arg(0).times(arg(1))), x, scale);
  }

  @Test
  void aProductComputesWhatItReads() {
    Window pointwise = Window.square(4, 6, 6, 8, 1, 1, 0);
    Node y = g.conv2d(pointwise, normalised(), Passes.filters(g, "w", pointwise));
    List<Group> groups = fused(Passes.answering(g, y)).groups();
    assertEquals(1, groups.size());
    Group.Contraction product = assertInstanceOf(Group.Contraction.class, groups.getFirst());
    assertTrue(product.fetches());
    assertEquals(x, product.operands().getFirst());
    assertEquals(3, product.operands().size());
  }

  @Test
  void aFilterOfSeveralTapsReadsATensor() {
    Node y = g.conv2d(WINDOW, normalised(), Passes.filters(g, "w", WINDOW));
    assertEquals(2, fused(Passes.answering(g, y)).groups().size());
  }

  @Test
  void whatAContractionFinishesItAddsUp() {
    Node conv = convolved();
    Node sum = g.sum(Axes.FEATURES, g.map(arg(0).times(arg(1)), conv, x));
    Node y = g.map(arg(0).minus(arg(1)), conv, g.spread(sum, Axes.FEATURES, IMAGE));
    List<Group> groups = fused(Passes.answering(g, y)).groups();
    assertEquals(
        List.of(List.of(conv, sum), List.of(y)), groups.stream().map(Group::results).toList());
  }

  /** As the layers of a dense block add to the gradient of the values they all read. */
  @Test
  void aContractionAddsUpWhatItNeverStores() {
    Window pointwise = Window.square(4, 6, 6, 8, 1, 1, 0);
    Node y = g.conv2d(pointwise, x, Passes.filters(g, "w", pointwise));
    Graph forward = Passes.answering(g, y);
    GraphBuilder back = GraphBuilder.extending(forward);
    Node product = back.conv2dInputGradient(pointwise, y, y.input(1));
    Expr masked =
        new Expr.Select(Expr.Compare.GREATER, arg(1), Expr.ZERO, arg(0), Expr.ZERO);
    Node dy = back.map(masked, product, x);
    Node direct = back.add(back.pool(Pooling.MAX, WINDOW, x), dy);
    Node sum = back.sum(Axes.FEATURES, dy);
    Node centred = back.sum(Axes.FEATURES, back.map(arg(0).times(arg(1)), dy, x));
    Node dx = back.pool(Pooling.MAX, WINDOW, direct);
    Node all = back.map(arg(0).plus(arg(1)).plus(arg(2)), dx,
        back.spread(sum, Axes.FEATURES, IMAGE), back.spread(centred, Axes.FEATURES, IMAGE));
    Node w = y.input(1);
    SequencedMap<Node, Node> gradients = new LinkedHashMap<>();
    gradients.put(w, back.conv2dFilterGradient(pointwise, all, y));
    FusedGraph fused = fused(back.buildTraining(forward, gradients, Map.of()));
    Group.Contraction group =
        fused.groups().stream().filter(made -> made.results().contains(direct))
            .map(made -> assertInstanceOf(Group.Contraction.class, made)).findFirst()
            .orElseThrow();
    assertEquals(List.of(direct, sum, centred), group.results());
    assertEquals(product, group.summed(group.sums().getFirst()));
  }

  @Test
  void chainsOfMapsLeaveNothingInMemoryInBetween() {
    Node y = x;
    for (int i = 0; i < 5; i++) {
      y = g.map(relu(arg(0)).plus(Expr.ONE), y);
    }
    assertEquals(1, fused(Passes.answering(g, y)).groups().size());
  }

  @Test
  void aMapThatNeedsAFinishedSumRunsAfterIt() {
    Node mean = g.mean(Axes.SAMPLE_FEATURES, x);
    Node y = g.map(arg(0).minus(arg(1)), x, g.spread(mean, Axes.SAMPLE_FEATURES, IMAGE));
    List<Group> groups = fused(Passes.answering(g, y)).groups();
    assertEquals(List.of(List.of(mean), List.of(y)), groups.stream().map(Group::results).toList());
  }

  @Test
  void whatARowIsReducedToIsUsedOnTheSameRow() {
    Node mean = g.mean(Axes.ROWS, x);
    Node centred = g.map(arg(0).minus(arg(1)), x, g.spread(mean, Axes.ROWS, IMAGE));
    Node var = g.mean(Axes.ROWS, g.map(arg(0).times(arg(0)), centred));
    Node rstd = g.map(Expr.unary(UnaryOp.RSQRT, arg(0)), var);
    Node y = g.map(arg(0).times(arg(1)), centred, g.spread(rstd, Axes.ROWS, IMAGE));
    List<Group> groups = fused(Passes.answering(g, y)).groups();
    assertEquals(1, groups.size());
    Group.Loops loops = assertInstanceOf(Group.Loops.class, groups.getFirst());
    assertEquals(
        List.of(List.of(mean), List.of(var, rstd), List.of(y)),
        loops.passes().stream().map(pass -> pass.stream().map(Fused::node).toList()).toList());
    assertTrue(loops.isOfRow(loops.outputs().get(2)));
    assertTrue(loops.mayReplace(x, y));
  }

  @Test
  void nothingIsWrittenOverWhatALaterPassReads() {
    Node doubled = g.map(arg(0).plus(arg(0)), x);
    g.output("doubled", doubled);
    Node max = g.reduce(Reduction.MAX, Axes.ROWS, doubled);
    Node exp =
        g.map(
            Expr.unary(UnaryOp.EXP, arg(0).minus(arg(1))), doubled,
            g.spread(max, Axes.ROWS, IMAGE));
    Node sum = g.sum(Axes.ROWS, exp);
    Node y = g.map(arg(0).over(arg(1)).plus(arg(2)), exp, g.spread(sum, Axes.ROWS, IMAGE), x);
    Group.Loops loops =
        assertInstanceOf(
            Group.Loops.class, fused(Passes.answering(g, y)).groups().getFirst());
    assertEquals(3, loops.passes().size());
    assertTrue(loops.mayReplace(x, y));
    assertTrue(!loops.mayReplace(x, exp) && !loops.mayReplace(x, doubled));
    assertTrue(loops.mayReplace(exp, y) && !loops.mayReplace(exp, exp));
  }

  @Test
  void sumsOverTheSameTensorShareALoop() {
    Node sum = g.sum(Axes.FEATURES, x);
    Node squares = g.sum(Axes.FEATURES, g.map(arg(0).times(arg(0)), x));
    Node y = g.map(arg(0).times(arg(1)), sum, squares);
    Group first = fused(Passes.answering(g, y)).groups().get(0);
    assertEquals(List.of(sum, squares), first.results());
  }

  @Test
  void whatDependsOnNoBatchIsFoldedBeforeInference() {
    Node scale = g.map(Expr.unary(UnaryOp.EXP, arg(0)), Passes.vector(g, "b", 4));
    Node y = g.map(arg(0).times(arg(1)), convolved(), g.spread(scale, Axes.FEATURES, IMAGE));
    FusedGraph fused = fused(Passes.answering(g, y));
    assertEquals(1, fused.foldedUntil());
    assertEquals(List.of(scale), fused.groups().get(0).results());
  }

  @Test
  void anOperandThatIsMadeLaterIsFound() {
    Node mean = g.mean(Axes.SAMPLE_FEATURES, x);
    Node y = g.map(arg(0).minus(arg(1)), x, g.spread(mean, Axes.SAMPLE_FEATURES, IMAGE));
    FusedGraph right = fused(Passes.answering(g, y));
    FusedGraph wrong =
        new FusedGraph(right.graph(), right.views(), right.groups().reversed(), 0, 2);
    var failure =
        assertThrows(BrokenValueException.class, () -> FusedVerifier.check(wrong, "fusion"));
    assertTrue(
        failure.getMessage().startsWith("internal error after fusion: group 0 reads"),
        failure::getMessage);
  }
}
