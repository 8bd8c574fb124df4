package dev.throughline.processor.emit.cpu;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.emit.Described;
import dev.throughline.processor.emit.FreeNames;
import dev.throughline.processor.emit.Generated;
import dev.throughline.processor.emit.Parts;
import dev.throughline.processor.emit.Runtime;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.LossTerm;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.InputRole;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.lang.model.element.Modifier;

/** Writes where a network's values lie in the arrays of the CPU. */
final class PlanWriter {
  private static final ClassName BUILDER = Runtime.CPU_PLAN.nestedClass("Builder");

  private final Generated generated;
  private final Graph graph;
  private final MemoryPlan training;
  private final MemoryPlan inference;
  private final Places inTraining;
  private final Places inInference;

  /**
   * Writes where the values of {@code generated} lie.
   *
   * @param inTraining the names of places
   */
  PlanWriter(Generated generated, Places inTraining, Places inInference) {
    this.generated = generated;
    this.inTraining = inTraining;
    this.inInference = inInference;
    this.graph = generated.training();
    this.training = generated.program().trainingMemory();
    this.inference = generated.program().inferenceMemory();
  }

  // private static final CpuPlan PLAN = describe();
  //
  // static CpuPlan plan() {
  //   return PLAN;
  // }
  void write(TypeSpec.Builder type, Parts parts, FreeNames names) {
    String name = names.free("describe");
    type.addField(
        FieldSpec.builder(
            Runtime.CPU_PLAN, "PLAN", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .initializer("$L()", name)
            .build());
    type.addMethod(
        MethodSpec.methodBuilder("plan")
            .addModifiers(Modifier.STATIC)
            .addJavadoc("Where values lie.\n")
            .returns(Runtime.CPU_PLAN)
            .addStatement("return PLAN")
            .build());
    List<CodeBlock> others = new ArrayList<>(members());
    others.addAll(new LayerPlaces(generated, inTraining).all());
    List<CodeBlock> last =
        List.of(
            memory("training", training),
            memory("inference", inference),
            CodeBlock.of(
                "return plan.scratch($L).build()", generated.program().scratchFloats()));
    CodeBlock begin = CodeBlock.of("$T.builder()", Runtime.CPU_PLAN);
    new Described(parts, names, BUILDER, "plan").write(type, name, begin, ends(), others, last);
  }

  private static CodeBlock memory(String mode, MemoryPlan plan) {
    return CodeBlock.of("plan.$L($LL, $L)", mode, plan.activationFloats(),
        plan.workspaceFloats());
  }

  /** What goes in and what comes out. */
  private List<CodeBlock> ends() {
    List<CodeBlock> places = new ArrayList<>();
    for (Node input : graph.inputs()) {
      if (input.op() instanceof Primitive.Input(String name, InputRole role)) {
        String at = inTraining.of(input);
        places.add(
            switch (role) {
              case DATA ->
                  CodeBlock.of("plan.input($S, $L, $L)", name, at, atInference(name));
              case TARGET -> CodeBlock.of("plan.target($S, $L)", name, at);
            });
      }
    }
    graph
        .outputs()
        .forEach(
            (path, node) -> places.add(
                CodeBlock.of(
                    "plan.output($S, $L, $L)",
                    path,
                    inTraining.of(node),
                    inInference.of(
                        Objects.requireNonNull(generated.inference().outputs().get(path))))));
    for (LossTerm loss : graph.losses()) {
      places.add(
          CodeBlock.of("plan.loss($S, $L)", loss.path(), inTraining.of(loss.value())));
    }
    return places;
  }

  private String atInference(String input) {
    return generated.inference().inputs().stream()
        .filter(n -> n.op() instanceof Primitive.Input(String other, _) && other.equals(input))
        .map(inInference::of)
        .findFirst()
        .orElseThrow();
  }

  /** Where rows begin and how far apart they are, if they do not follow each other. */
  static String apart(Slot slot) {
    return slot.pitch() == 0 ? "" : ", %s, %s".formatted(slot.start(), slot.pitch());
  }

  /** What members make in training, where that is kept. */
  private List<CodeBlock> members() {
    List<CodeBlock> places = new ArrayList<>();
    graph
        .members()
        .forEach(
            (path, node) -> {
              if (training.has(node)
                  && training.slotOf(node).region() == Region.ACTIVATIONS) {
                Slot slot = training.slotOf(node);
                String width = slot.pitch() == 0 ? "" : ", " + node.type().features();
                places.add(
                    CodeBlock.of(
                        "plan.member($S, $L$L$L)", path, inTraining.of(node), width,
                        apart(slot)));
              }
            });
    return places;
  }
}
