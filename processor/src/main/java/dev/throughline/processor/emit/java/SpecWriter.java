package dev.throughline.processor.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
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
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Writes the field that describes a network in numbers. */
final class SpecWriter {
  private final Generated generated;

  SpecWriter(Generated generated) {
    this.generated = generated;
  }

  // public static final NetworkSpec SPEC = NetworkSpec.of("ResNet20", "org.example.ResNet20")
  //     .input(3, 32, 32)
  //     .classes(10)
  //     .parameter("stem.weight", Layout.of(16, 3, 3, 3).stored(2, 1, 3, 0), 0, new HeNormal(…))
  //     …
  FieldSpec field() {
    Graph graph = generated.training();
    CodeBlock.Builder code = CodeBlock.builder();
    code.add(
        "$>$>$T.of($S, $S)",
        Runtime.SPEC,
        graph.name(),
        generated.model().type().getQualifiedName().toString());
    TensorType input = input(graph, InputRole.IMAGES).type();
    code.add(
        "\n.input($L, $L, $L)",
        input.features(),
        input.extents().size() == 3 ? input.height() : 1,
        input.extents().size() == 3 ? input.width() : 1);
    code.add("\n.classes($L)", graph.logits().type().features());
    MemoryPlan memory = generated.program().trainingMemory();
    for (Node parameter : graph.parameters()) {
      if (parameter.op() instanceof Primitive.Parameter(ParameterInfo info)) {
        code.add(
            "\n.parameter($S,$W$L, $L,$W$L)",
            info.name(),
            layout(info),
            memory.slotOf(parameter).offset(),
            initializer(info.initializer()));
      }
    }
    for (Node state : graph.states()) {
      if (state.op() instanceof Primitive.State(String name, float initial)) {
        code.add(
            "\n.state($S, $L, $L, $L)",
            name,
            state.type().elements(),
            memory.slotOf(state).offset(),
            ExpressionPrinter.literal(initial));
      }
    }
    code.add("\n.training($L)", memorySpec(graph, memory, generated.packing().trainingFloats()));
    code.add(
        "\n.inference($L)",
        memorySpec(
            generated.inference(),
            generated.program().inferenceMemory(),
            generated.packing().inferenceFloats()));
    code.add("\n.scratch($L)", generated.scratchFloats());
    code.add("\n.graphHash($S)", hash(generated.inference()));
    code.add("\n.build()$<$<");
    return FieldSpec.builder(
        Runtime.SPEC, "SPEC", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc(
            "This network in numbers: $L trainable parameters.\n",
            String.format(Locale.ROOT, "%,d", graph.parameterCount()))
        .initializer(code.build())
        .build();
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
