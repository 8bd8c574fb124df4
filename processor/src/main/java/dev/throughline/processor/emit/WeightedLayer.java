package dev.throughline.processor.emit;

import dev.throughline.processor.gradientflow.PathReport;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A weighted layer: the published name of its weights, and how a gradient reaches them. */
public record WeightedLayer(String weight, PathReport path) {
  /** Those of a network that a loss reaches, in order of declaration. */
  public static List<WeightedLayer> of(Generated generated) {
    Map<String, PathReport> paths = generated.flow().nearest();
    List<WeightedLayer> layers = new ArrayList<>();
    for (Node parameter : generated.training().parameters()) {
      if (parameter.op() instanceof Primitive.Parameter(ParameterInfo info)) {
        PathReport path = paths.get(info.name());
        if (path != null && path.weighted()) {
          layers.add(new WeightedLayer(info.name(), path));
        }
      }
    }
    return layers;
  }

  /** The layer's name, which its weights' begins with. */
  public String name() {
    return weight.substring(0, weight.lastIndexOf('.'));
  }
}
