package dev.throughline.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import dev.throughline.processor.gradientflow.GradientFlow;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.model.NetworkModel;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.List;

/**
 * Everything the writers of one network's classes look at.
 *
 * @param flow how gradients reach parameters
 * @param marked whether {@code javax.annotation.processing.Generated} can be compiled against
 * @param vectors whether {@code jdk.incubator.vector} can be compiled against
 */
public record Generated(
    TypedNetwork network,
    Graph training,
    Graph inference,
    GradientFlow flow,
    Program program,
    boolean marked,
    boolean vectors) {
  /** Says so in a comment, for a module may not read the annotation. */
  public String comment() {
    return "Generated from %s by %s; changes are lost."
        .formatted(model().nameInPackage(), NetworkModel.GENERATOR);
  }

  /** What marks a class for tools: not to look for mistakes, nor to count what tests leave out. */
  public List<AnnotationSpec> marks() {
    AnnotationSpec silent =
        AnnotationSpec.builder(SuppressWarnings.class)
            .addMember("value", "{$S, $S, $S}", "all", "doclint", "exports") // to javac "all" is none
            .build();
    AnnotationSpec origin =
        AnnotationSpec.builder(javax.annotation.processing.Generated.class)
            .addMember("value", "$S", NetworkModel.GENERATOR)
            .build();
    return marked ? List.of(origin, silent) : List.of(silent);
  }

  public NetworkModel model() {
    return network.model();
  }

  /** {@code ResNet20Network}. */
  public ClassName networkClass() {
    return ClassName.get(model().packageName(), model().generatedName());
  }

  /** {@code ResNet20CpuProgram}. */
  public ClassName programClass() {
    return ClassName.get(model().packageName(), model().baseName() + "CpuProgram");
  }
}
