package dev.throughline.processor.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Initializer;
import dev.throughline.processor.graph.LossTerm;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.InputRole;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Writes the description of a network in numbers. */
final class SpecWriter {
  private static final ClassName BUILDER = Runtime.SPEC.nestedClass("Builder");
  private static final int STATEMENTS_A_METHOD = 100;

  private final Generated generated;
  private final Parts parts;
  private final MethodNames names;

  /**
   * Writes what {@code generated} holds.
   *
   * @param parts where the methods go
   * @param names theirs
   */
  SpecWriter(Generated generated, Parts parts, MethodNames names) {
    this.generated = generated;
    this.parts = parts;
    this.names = names;
  }

  // public static final NetworkSpec SPEC = describe();
  //
  // private static NetworkSpec describe() {
  //   NetworkSpec.Builder spec = NetworkSpec.of("ResNet20", "org.example.ResNet20");
  //   spec.input("images", Layout.image(3, 32, 32), 0, 0, 0);
  //   tensors0(spec);
  //   …
  void write(TypeSpec.Builder type) {
    Graph graph = generated.training();
    String name = names.free("describe");
    type.addField(
        FieldSpec.builder(Runtime.SPEC, "SPEC", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc(
                "This network in numbers: $L trainable parameters.\n",
                String.format(Locale.ROOT, "%,d", graph.parameterCount()))
            .initializer("$L()", name)
            .build());
    MethodSpec.Builder describe =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(Runtime.SPEC)
            .addStatement(
                "$T spec = $T.of($S, $S)",
                BUILDER,
                Runtime.SPEC,
                graph.name(),
                generated.model().type().getQualifiedName().toString());
    List<CodeBlock> ends = ends();
    List<CodeBlock> statements = new ArrayList<>();
    if (ends.size() <= STATEMENTS_A_METHOD) {
      ends.forEach(describe::addStatement);
    } else {
      statements.addAll(ends);
    }
    statements.addAll(tensors());
    List<MethodSpec> here = new ArrayList<>();
    for (MethodSpec part : methods(statements)) {
      Parts.Home home = parts.place(List.of(part));
      describe.addStatement("$L$N(spec)", home.call(), part);
      here.addAll(home.here());
    }
    normOfVectors().ifPresent(member -> describe.addStatement("spec.normOfVectors($S)", member));
    describe.addStatement(
        "spec.training($L)",
        memorySpec(generated.program().trainingMemory()));
    describe.addStatement(
        "spec.inference($L)",
        memorySpec(generated.program().inferenceMemory()));
    describe.addStatement("return spec.scratch($L).build()", generated.program().scratchFloats());
    type.addMethod(describe.build());
    type.addMethods(here);
  }

  /** The first member whose batch norm sees one value of each channel in a sample. */
  private Optional<String> normOfVectors() {
    return generated.training().nodes().stream()
        .filter(node -> node.op() instanceof Primitive.Moments)
        .filter(moments -> moments.input(0).type().positions() == 1)
        .map(moments -> moments.origin().member())
        .findFirst();
  }

  /** Parameters, states and layers. */
  private List<CodeBlock> tensors() {
    List<CodeBlock> statements = new ArrayList<>();
    MemoryPlan memory = generated.program().trainingMemory();
    // In the order of their memory, in which the frozen ones come last.
    List<Node> parameters =
        generated.training().parameters().stream()
            .sorted(Comparator.comparingLong(p -> memory.slotOf(p).offset()))
            .toList();
    for (Node parameter : parameters) {
      if (parameter.op() instanceof Primitive.Parameter(ParameterInfo info)) {
        statements.add(
            CodeBlock.of(
                "spec.parameter($S,$W$L, $L,$W$L)",
                info.name(),
                layout(info),
                memory.slotOf(parameter).offset(),
                initializer(info.initializer())));
      }
    }
    for (Node state : generated.training().states()) {
      if (state.op() instanceof Primitive.State(String name, Initializer initial)) {
        statements.add(
            CodeBlock.of(
                "spec.state($S, $L, $L, $L)",
                name,
                state.type().elements(),
                memory.slotOf(state).offset(),
                initial instanceof Initializer.Fill(float everywhere)
                    ? CodeBlock.of(ScalarSpelling.literal(everywhere))
                    : initializer(initial)));
      }
    }
    statements.addAll(new LayerSpecs(generated).statements());
    return statements;
  }

  /** Methods that stay small: one for a deep network would outgrow a class file. */
  private List<MethodSpec> methods(List<CodeBlock> statements) {
    List<MethodSpec> methods = new ArrayList<>();
    for (int from = 0; from < statements.size(); from += STATEMENTS_A_METHOD) {
      MethodSpec.Builder method =
          MethodSpec.methodBuilder(names.free("tensors" + methods.size()))
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
              .addParameter(BUILDER, "spec");
      int to = Math.min(statements.size(), from + STATEMENTS_A_METHOD);
      statements.subList(from, to).forEach(method::addStatement);
      methods.add(method.build());
    }
    return methods;
  }

  /** What goes in and what comes out. */
  private List<CodeBlock> ends() {
    List<CodeBlock> statements = new ArrayList<>();
    Graph training = generated.training();
    MemoryPlan trained = generated.program().trainingMemory();
    MemoryPlan inferred = generated.program().inferenceMemory();
    for (Node input : training.inputs()) {
      if (!(input.op() instanceof Primitive.Input(String name, InputRole role))) {
        continue;
      }
      CodeBlock head =
          CodeBlock.of(
              "$S, $L, $L, $L",
              name,
              Layouts.of(input.type()),
              input.type().limit(),
              trained.slotOf(input).offset());
      switch (role) {
        case DATA ->
            statements.add(
                CodeBlock.of(
                    "spec.input($L, $L)", head, inferred.slotOf(inferenceInput(name)).offset()));
        case TARGET -> statements.add(CodeBlock.of("spec.target($L)", head));
      }
    }
    training
        .outputs()
        .forEach(
            (path, node) -> statements.add(
                CodeBlock.of(
                    "spec.output($S, $L, $L, $L)",
                    path,
                    Layouts.of(node.type()),
                    trained.slotOf(node).offset(),
                    inferred
                        .slotOf(Objects.requireNonNull(generated.inference().outputs().get(path)))
                        .offset())));
    for (LossTerm loss : training.losses()) {
      statements.add(
          CodeBlock.of(
              "spec.loss($S, $T.$L, $L, $S, $S, $L)",
              loss.path(),
              Runtime.LOSS_KIND,
              constant(loss.annotation().getSimpleName()),
              ScalarSpelling.literal((float) loss.weight()),
              output(loss.prediction()),
              loss.target().label(),
              trained.slotOf(loss.value()).offset()));
    }
    return statements;
  }

  /** {@code SOFTMAX_CROSS_ENTROPY} of {@code SoftmaxCrossEntropy}. */
  private static String constant(String annotation) {
    return annotation.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }

  /** The name under which callers read what a loss reads; empty if they cannot. */
  private String output(Node prediction) {
    return generated.training().outputs().entrySet().stream()
        .filter(output -> output.getValue().equals(prediction))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  private Node inferenceInput(String name) {
    return generated.inference().inputs().stream()
        .filter(n -> n.op() instanceof Primitive.Input(String other, _) && other.equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static CodeBlock memorySpec(MemoryPlan memory) {
    return CodeBlock.of(
        "new $T($LL, $L)", Runtime.MEMORY_SPEC, memory.activationFloats(),
        memory.workspaceFloats());
  }

  private static CodeBlock layout(ParameterInfo info) {
    String shape = info.shape().stream().map(String::valueOf).collect(Collectors.joining(", "));
    String stored =
        info.storedAxes().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return info.shape().size() == 1
        ? CodeBlock.of("$T.of($L)", Runtime.LAYOUT, shape)
        : CodeBlock.of("$T.of($L).stored($L)", Runtime.LAYOUT, shape, stored);
  }

  private static CodeBlock initializer(Initializer initializer) {
    ClassName type = Runtime.INITIALIZER;
    return switch (initializer) {
      case Initializer.HeNormal(int fan) ->
          CodeBlock.of("new $T($L, $T.sqrt(2))", type.nestedClass("HeNormal"), fan, Math.class);
      case Initializer.XavierUniform(int in, int out) ->
          CodeBlock.of("new $T($L, $L)", type.nestedClass("XavierUniform"), in, out);
      case Initializer.XavierNormal(int in, int out) ->
          CodeBlock.of("new $T($L, $L)", type.nestedClass("XavierNormal"), in, out);
      case Initializer.PyTorchDefault(int in) ->
          CodeBlock.of("new $T($L)", type.nestedClass("PyTorchDefault"), in);
      case Initializer.Normal(double deviation) ->
          CodeBlock.of("new $T($L)", type.nestedClass("Normal"), deviation);
      case Initializer.Sinusoids(int features) ->
          CodeBlock.of("new $T($L)", type.nestedClass("Sinusoids"), features);
      case Initializer.Fill(float value) ->
          CodeBlock.of(
              "new $T($L)", type.nestedClass("Constant"), ScalarSpelling.literal(value));
    };
  }
}
