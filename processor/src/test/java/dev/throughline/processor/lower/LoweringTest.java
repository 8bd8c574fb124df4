package dev.throughline.processor.lower;

import static dev.throughline.processor.graph.Expr.arg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive.Pooling;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.ContractionKernel;
import dev.throughline.processor.kernel.Epilogue;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.kernel.ProgramVerifier;
import dev.throughline.processor.testing.Passes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which kernels groups become. */
class LoweringTest {
  private static final Window WINDOW = Window.square(4, 6, 6, 4, 3, 1, 1);
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
    var kernel =
        assertInstanceOf(ContractionKernel.class, launches(y).getFirst().kernel());
    assertEquals(
        List.of(Epilogue.Kind.CHANNEL, Epilogue.Kind.ELEMENT),
        kernel.epilogue().inputs().stream().map(Epilogue.Input::kind).toList());
  }
}
