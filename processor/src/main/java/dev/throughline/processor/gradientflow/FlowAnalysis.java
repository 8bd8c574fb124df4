package dev.throughline.processor.gradientflow;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds out how gradients reach parameters. */
public final class FlowAnalysis {
  private final Graph graph;
  private final Stations stations;
  private final Gains gains;
  private final Set<Node> weights = new HashSet<>();

  private FlowAnalysis(Graph graph) {
    this.graph = graph;
    this.stations = new Stations(graph);
    this.gains = new Gains(stations);
    for (Node node : graph.nodes()) {
      if (stations.isWeighted(node)) {
        weights.addAll(stations.parametersBehind(node.input(1)));
      }
    }
  }

  /** The flow in {@code training}, the forward graph of a training step. */
  public static GradientFlow apply(Graph training) {
    FlowAnalysis analysis = new FlowAnalysis(training);
    return new GradientFlow(
        training.losses().stream().map(loss -> analysis.flow(loss.value())).toList());
  }

  /** The loss at {@code path}. */
  static Node loss(Graph training, String path) {
    return training.losses().stream()
        .filter(loss -> loss.path().equals(path))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private LossFlow flow(Node loss) {
    Paths paths = Paths.from(loss, graph, stations);
    Factors factors = Factors.from(loss, graph, stations, gains);
    List<PathReport> reports = new ArrayList<>();
    for (Node parameter : graph.parameters()) {
      if (paths.reach(parameter)) {
        reports.add(
            new PathReport(
                Stations.info(parameter).name(),
                parameter.origin().member(),
                weights.contains(parameter),
                paths.layers(parameter),
                paths.junctions(parameter),
                factors.slopes(parameter),
                factors.bound(parameter)));
      }
    }
    return new LossFlow(loss.origin().member(), reports);
  }
}
