package dev.throughline.processor.emit.network;

import com.palantir.javapoet.CodeBlock;
import dev.throughline.processor.emit.Generated;
import dev.throughline.processor.emit.Runtime;
import dev.throughline.processor.emit.WeightedLayer;
import dev.throughline.processor.gradientflow.PathReport;
import java.util.List;

/** Writes what a listener may want to know of each weighted layer while it is trained. */
final class LayerSpecs {
  private LayerSpecs() {}

  // spec.layer(
  //     "stage1.0.conv1", "stage1.0.conv1.weight",
  //     new GradientPrediction(3, 19, 8, 1.0, 1.0, "stage1.0.conv1"))
  static List<CodeBlock> of(Generated generated) {
    return WeightedLayer.of(generated).stream()
        .map(
            layer -> CodeBlock.of(
                "spec.layer($S, $S,$W$L)",
                layer.name(),
                layer.weight(),
                prediction(layer.path())))
        .toList();
  }

  private static CodeBlock prediction(PathReport path) {
    return CodeBlock.of(
        "new $T($L, $L, $L, $L, $L, $S)",
        Runtime.GRADIENT_PREDICTION,
        path.layers().shortest(),
        path.layers().longest(),
        path.junctions().longest(),
        literal(path.slopes()),
        literal(path.bound().ratio()),
        path.bound().since());
  }

  private static CodeBlock literal(double value) {
    return Double.isInfinite(value)
        ? CodeBlock.of("$T.POSITIVE_INFINITY", Double.class)
        : CodeBlock.of("$L", value);
  }
}
