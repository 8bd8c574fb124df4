package dev.throughline.processor.lower;

import static dev.throughline.processor.graph.Expr.arg;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.kernel.ProgramVerifier;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.testing.Passes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which kernels groups become. */
class LoweringTest {
  private static final Window WINDOW = Window.square(4, 6, 6, 4, 3, 1, 1);
  private static final Window HALVING = Window.square(4, 6, 6, 4, 3, 2, 1);
  private static final TensorType IMAGE = WINDOW.input();

  private final GraphBuilder g = new GraphBuilder();
  private final Node x = g.data("x", IMAGE);

  /** The launches of a batch through {@code y}. */
  private List<Launch> launches(Node y) {
    return Program.calls(program(y).inference()).toList();
  }

  /** The program of a network that answers {@code y}, and is trained as a convolution. */
  private Program program(Node y) {
    Graph inference = Passes.answering(g, y);
    GraphBuilder other = new GraphBuilder();
    Node w = Passes.filters(other, "w", WINDOW);
    Node b = other.spread(Passes.vector(other, "b", 4), Axes.FEATURES, IMAGE);
    Node conv = other.conv2d(WINDOW, other.data("x", IMAGE), w);
    Graph training = Passes.training(other, other.map(arg(0).plus(arg(1)), conv, b));
    Program program = Passes.program(Passes.scheduled(training), Passes.scheduled(inference));
    ProgramVerifier.check(program, "lowering");
    return program;
  }

  @Test
  void equalLoopsOverDifferentTensorsAreOneKernel() {
    Node y = x;
    for (int i = 0; i < 3; i++) {
      y = g.pool(Pooling.MAX, WINDOW, y);
    }
    List<Launch> launches = launches(y);
    assertEquals(3, launches.size());
    assertEquals(1, launches.stream().map(Launch::kernel).distinct().count());
  }

  @Test
  void loopsOfOtherSizesAreTheSameKernel() {
    Node small = g.pool(Pooling.MAX, HALVING, g.map(Expr.unary(UnaryOp.TANH, arg(0)), x));
    List<Launch> launches = launches(g.map(Expr.unary(UnaryOp.TANH, arg(0)), small));
    Launch first = launches.getFirst();
    Launch last = launches.getLast();
    assertEquals(first.kernel(), last.kernel());
    assertEquals(List.of("ELEMENTS"), first.kernel().extents());
    assertEquals(List.of(144, 36), List.of(first.size("ELEMENTS"), last.size("ELEMENTS")));
  }

  @Test
  void aSizeThatIsTheSameInEveryLaunchIsAConstant() {
    Kernel kernel = launches(g.map(Expr.unary(UnaryOp.TANH, arg(0)), x)).getFirst().kernel();
    assertEquals(List.of(), kernel.extents());
    assertEquals(Map.of("ELEMENTS", 144), kernel.constants());
  }

  @Test
  void aLoopOfOneStepIsNoLoop() {
    Node y = g.map(arg(0).plus(arg(1)), g.data("z", TensorType.batch(1, 10)),
        g.spread(Passes.vector(g, "b", 10), Axes.FEATURES, TensorType.batch(1, 10)));
    Kernel kernel = launches(y).getFirst().kernel();
    assertEquals(
        List.of("c"),
        kernel.statements()
            .filter(Stmt.For.class::isInstance)
            .map(loop -> ((Stmt.For) loop).variable())
            .toList());
  }

  @Test
  void differentLoopsThatWantOneNameAreToldApartByWhatTheyDo() {
    g.output("sum", g.sum(Axes.SAMPLE_FEATURES, x));
    Node small = g.pool(Pooling.MAX, HALVING, x);
    Node squares = g.sum(Axes.SAMPLE_FEATURES, g.map(arg(0).times(arg(0)), small));
    List<String> names = launches(squares).stream().map(launch -> launch.kernel().name()).toList();
    assertEquals(List.of("sumOfPositions", "maxPool", "sumOfPositionsOfXTimesX"), names);
  }

  @Test
  void aSumOverTheBatchAddsUpSamplesFirstAndThenTheirSums() {
    Node y = g.pool(Pooling.MAX, WINDOW, x);
    List<Launch> forward = Program.calls(program(y).forward()).toList();
    List<Launch> lossOfTraining = forward.reversed().subList(0, 2);
    assertEquals(
        List.of(Kernel.Unit.ONCE, Kernel.Unit.SAMPLE),
        lossOfTraining.stream().map(launch -> launch.kernel().unit()).toList());
  }

  @Test
  void aMapOfSamplesIsDividedAmongThem() {
    List<Launch> launches = launches(g.map(Expr.unary(UnaryOp.TANH, arg(0)), x));
    assertEquals(Kernel.Unit.SAMPLE, launches.getFirst().kernel().unit());
  }

  @Test
  void anEpilogueTellsChannelsFromElements() {
    Node w = Passes.filters(g, "w", WINDOW);
    Node bias = g.spread(Passes.vector(g, "b", 4), Axes.FEATURES, IMAGE);
    Node y = g.map(arg(0).plus(arg(1)).plus(arg(2)), g.conv2d(WINDOW, x, w), bias, x);
    var buffers = launches(y).getFirst().kernel().buffers();
    assertEquals(
        List.of("bias f32[K]", "skip " + buffers.get(2).shape()),
        buffers.subList(3, 5).stream().map(b -> b.name() + " " + b.shape()).toList());
  }
}
