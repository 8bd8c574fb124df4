package dev.throughline.processor.emit.java;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import dev.throughline.processor.gradientflow.GradientFlow;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.model.NetworkModel;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything the writers of one network's classes look at.
 *
 * @param flow how gradients reach parameters
 * @param marked whether {@code javax.annotation.processing.Generated} can be compiled against
 * @param vectors whether {@code jdk.incubator.vector} can be compiled against
 */
record Generated(
    TypedNetwork network,
    Graph training,
    Graph inference,
    GradientFlow flow,
    Program program,
    boolean marked,
    boolean vectors) {
  /** Says so in a comment, for a module may not read the annotation. */
  String comment() {
    return "Generated from %s by %s; changes are lost."
        .formatted(model().nameInPackage(), NetworkModel.GENERATOR);
  }

  /** What marks a class for tools: not to look for mistakes, nor to count what tests leave out. */
  List<AnnotationSpec> marks() {
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

  NetworkModel model() {
    return network.model();
  }

  ClassName networkClass() {
    return ClassName.get(model().packageName(), model().generatedName());
  }

  /** {@code ResNet20CpuProgram}. */
  ClassName programClass() {
    return ClassName.get(model().packageName(), model().baseName() + "CpuProgram");
  }

  /** {@code ResNet20Kernels} or {@code ResNet20VectorKernels}. */
  ClassName kernelsClass(JavaDialect dialect) {
    String base = model().baseName();
    return ClassName.get(
        model().packageName(),
        base + (dialect == JavaDialect.VECTOR ? "VectorKernels" : "Kernels"));
  }

  List<Launch> launches() {
    return program.calls().toList();
  }

  /** Each kernel in both dialects, in order of first use. */
  List<KernelText> kernels() {
    Map<Kernel, Set<String>> users = new LinkedHashMap<>();
    for (Launch launch : launches()) {
      String source = launch.origin().source();
      users.computeIfAbsent(launch.kernel(), _ -> new LinkedHashSet<>()).add(source);
    }
    program.updates().forEach(update -> users.put(update.kernel(), Set.of("every network")));
    return users.entrySet().stream()
        .map(e -> new KernelText(e.getKey(), origin(e.getValue())))
        .toList();
  }

  /** The first member, and how many others share the kernel. */
  private static String origin(Set<String> members) {
    String first = members.iterator().next();
    int others = members.size() - 1;
    return others == 0 ? first : first + ", and " + others + (others == 1 ? " other" : " others");
  }

  /** Whether {@code kernel} is the step of an optimiser. */
  boolean isUpdate(Kernel kernel) {
    return program.updates().stream().anyMatch(update -> update.kernel().equals(kernel));
  }
}
