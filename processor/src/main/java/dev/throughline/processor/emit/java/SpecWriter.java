package dev.throughline.processor.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Initializer;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.InputRole;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.memory.MemoryPlan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Writes the description of a network in numbers. */
final class SpecWriter {
  private static final ClassName BUILDER = Runtime.SPEC.nestedClass("Builder");
  private static final int TENSORS_A_METHOD = 100;

  private final Generated generated;

  SpecWriter(Generated generated) {
    this.generated = generated;
  }

  // public static final NetworkSpec SPEC = describe();
  //
  // private static NetworkSpec describe() {
  //   NetworkSpec.Builder spec = NetworkSpec.of("ResNet20", "org.example.ResNet20");
  //   spec.input(3, 32, 32).classes(10);
  //   tensors0(spec);
  //   …
  void write(TypeSpec.Builder type) {
    Graph graph = generated.training();
    type.addField(
        FieldSpec.builder(Runtime.SPEC, "SPEC", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc(
                "This network in numbers: $L trainable parameters.\n",
                String.format(Locale.ROOT, "%,d", graph.parameterCount()))
            .initializer("describe()")
            .build());
    TensorType input = input(graph, InputRole.IMAGES).type();
    boolean image = input.extents().size() == 3;
    MethodSpec.Builder describe =
        MethodSpec.methodBuilder("describe")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(Runtime.SPEC)
            .addStatement(
                "$T spec = $T.of($S, $S)",
                BUILDER,
                Runtime.SPEC,
                graph.name(),
                generated.model().type().getQualifiedName().toString())
            .addStatement(
                "spec.input($L, $L, $L).classes($L)",
                input.features(),
                image ? input.height() : 1,
                image ? input.width() : 1,
                graph.logits().type().features());
    List<MethodSpec> parts = tensors();
    parts.forEach(part -> describe.addStatement("$N(spec)", part));
    MemoryPlan memory = generated.program().trainingMemory();
    describe.addStatement(
        "spec.training($L)", memorySpec(graph, memory, generated.packing().trainingFloats()));
    describe.addStatement(
        "spec.inference($L)",
        memorySpec(
            generated.inference(),
            generated.program().inferenceMemory(),
            generated.packing().inferenceFloats()));
    describe.addStatement(
        "return spec.scratch($L).graphHash($S).build()",
        generated.scratchFloats(),
        hash(generated.inference()));
    type.addMethod(describe.build());
    parts.forEach(type::addMethod);
  }

  /** Parameters and states, in methods that stay small: one for a deep network would outgrow a class file. */
  private List<MethodSpec> tensors() {
    List<CodeBlock> statements = new ArrayList<>();
    MemoryPlan memory = generated.program().trainingMemory();
    for (Node parameter : generated.training().parameters()) {
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
      if (state.op() instanceof Primitive.State(String name, float initial)) {
        statements.add(
            CodeBlock.of(
                "spec.state($S, $L, $L, $L)",
                name,
                state.type().elements(),
                memory.slotOf(state).offset(),
                ExpressionPrinter.literal(initial)));
      }
    }
    List<MethodSpec> methods = new ArrayList<>();
    for (int from = 0; from < statements.size(); from += TENSORS_A_METHOD) {
      MethodSpec.Builder method =
          MethodSpec.methodBuilder("tensors" + methods.size())
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
              .addParameter(BUILDER, "spec");
      int to = Math.min(statements.size(), from + TENSORS_A_METHOD);
      statements.subList(from, to).forEach(method::addStatement);
      methods.add(method.build());
    }
    return methods;
  }

  private static CodeBlock memorySpec(Graph graph, MemoryPlan memory, long fixedFloats) {
    return CodeBlock.of(
        "new $T($LL, $L, $L, $L, $L, $L)",
        Runtime.MEMORY_SPEC,
        memory.activationFloats(),
        fixedFloats,
        memory.slotOf(input(graph, InputRole.IMAGES)).offset(),
        offset(memory, graph.loss() == null ? null : input(graph, InputRole.LABELS)),
        memory.slotOf(graph.logits()).offset(),
        offset(memory, graph.rowLoss()));
  }

  private static CodeBlock offset(MemoryPlan memory, @Nullable Node node) {
    return node == null
        ? CodeBlock.of("$T.NONE", Runtime.MEMORY_SPEC)
        : CodeBlock.of("$L", memory.slotOf(node).offset());
  }

  private static Node input(Graph graph, InputRole role) {
    return graph.nodes().stream()
        .filter(n -> n.op().equals(new Primitive.Input(role)))
        .findFirst()
        .orElseThrow();
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
      case Initializer.Fill(float value) ->
          CodeBlock.of(
              "new $T($L)", type.nestedClass("Constant"), ExpressionPrinter.literal(value));
    };
  }

  /** Two networks have the same hash if they compute the same from the same parameters. */
  private static String hash(Graph graph) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(graph.trace().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
