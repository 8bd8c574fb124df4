package dev.throughline.processor.testing;

import dev.throughline.dsl.MeanSquaredError;
import dev.throughline.processor.autodiff.Autodiff;
import dev.throughline.processor.fusion.FusedGraph;
import dev.throughline.processor.fusion.Fusion;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Initializer;
import dev.throughline.processor.graph.LossTerm;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.lower.Lowering;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.MemoryPlanner;
import dev.throughline.processor.memory.Residents;
import dev.throughline.processor.schedule.ScheduledGraph;
import dev.throughline.processor.schedule.Scheduling;
import dev.throughline.processor.schedule.Target;
import java.util.OptionalInt;

/** The passes behind the front end, for graphs made by hand. */
public final class Passes {
  private Passes() {}

  /** A graph that answers {@code y}, without losses. */
  public static Graph answering(GraphBuilder g, Node y) {
    g.output("y", y);
    return g.build("ByHand");
  }

  /** The forward and backward pass of a graph that is trained to bring the mean square of {@code y} to zero. */
  public static Graph training(GraphBuilder g, Node y) {
    g.output("y", y);
    Node square = g.map(Expr.arg(0).times(Expr.arg(0)), y);
    g.loss(new LossTerm("loss", MeanSquaredError.class, 1, y, y, g.mean(Axes.NONE, square),
        OptionalInt.empty()));
    return Autodiff.apply(g.build("ByHand"));
  }

  /** A parameter of a convolution under {@code name}. */
  public static Node filters(GraphBuilder g, String name, Window window) {
    return g.parameter(ParameterInfo.convolution(name, window, new Initializer.Fill(0)));
  }

  /** A parameter of one value per feature. */
  public static Node vector(GraphBuilder g, String name, int features) {
    return g.parameter(ParameterInfo.vector(name, features, new Initializer.Fill(0)));
  }

  /** The groups of {@code graph}. */
  public static FusedGraph fused(Graph graph) {
    return Fusion.apply(graph);
  }

  /** How each of its groups is computed. */
  public static ScheduledGraph scheduled(Graph graph) {
    return Scheduling.apply(fused(graph), Target.AVX2);
  }

  /** Where its values lie. */
  public static MemoryPlan memory(ScheduledGraph scheduled) {
    return MemoryPlanner.apply(scheduled, Residents.of(scheduled.graph()));
  }

  /** The kernels of a training graph and of an inference graph. */
  public static Program program(ScheduledGraph training, ScheduledGraph inference) {
    Residents residents = Residents.of(training.graph());
    return Lowering.apply(
        training,
        MemoryPlanner.apply(training, residents),
        inference,
        MemoryPlanner.apply(inference, residents));
  }
}
