package dev.throughline.processor.emit.network;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.emit.Described;
import dev.throughline.processor.emit.FloatLiteral;
import dev.throughline.processor.emit.FreeNames;
import dev.throughline.processor.emit.Generated;
import dev.throughline.processor.emit.Parts;
import dev.throughline.processor.emit.Runtime;
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
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Writes the description of a network in numbers. */
final class SpecWriter {
  private static final ClassName BUILDER = Runtime.SPEC.nestedClass("Builder");

  private final Generated generated;
  private final Parts parts;
  private final FreeNames names;

  /**
   * Writes what {@code generated} holds.
   *
   * @param parts where the methods go
   * @param names theirs
   */
  SpecWriter(Generated generated, Parts parts, FreeNames names) {
    this.generated = generated;
    this.parts = parts;
    this.names = names;
  }

  // public static final NetworkSpec SPEC = describe();
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
    CodeBlock begin =
        CodeBlock.of(
            "$T.of($S, $S)",
            Runtime.SPEC,
            graph.name(),
            generated.model().type().getQualifiedName().toString());
    List<CodeBlock> last = new ArrayList<>();
    normOfVectors().ifPresent(member -> last.add(CodeBlock.of("spec.normOfVectors($S)", member)));
    last.add(CodeBlock.of("return spec.build()"));
    new Described(parts, names, BUILDER, "spec")
        .write(type, name, begin, ends(), tensors(), last);
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
                    ? CodeBlock.of(FloatLiteral.of(everywhere))
                    : initializer(initial)));
      }
    }
    statements.addAll(LayerSpecs.of(generated));
    return statements;
  }

  /** What goes in and what comes out. */
  private List<CodeBlock> ends() {
    List<CodeBlock> statements = new ArrayList<>();
    Graph training = generated.training();
    for (Node input : training.inputs()) {
      if (input.op() instanceof Primitive.Input(String name, InputRole role)) {
        String kind =
            switch (role) {
              case DATA -> "input";
              case TARGET -> "target";
            };
        statements.add(
            CodeBlock.of(
                "spec.$L($S, $L, $L)",
                kind,
                name,
                Layouts.of(input.type()),
                input.type().limit()));
      }
    }
    training
        .outputs()
        .forEach(
            (path, node) -> statements.add(
                CodeBlock.of("spec.output($S, $L)", path, Layouts.of(node.type()))));
    for (LossTerm loss : training.losses()) {
      CodeBlock ignored =
          loss.ignored().isPresent()
              ? CodeBlock.of(", $L", loss.ignored().getAsInt())
              : CodeBlock.of("");
      statements.add(
          CodeBlock.of(
              "spec.loss($S, $T.$L, $L, $S, $S$L)",
              loss.path(),
              Runtime.LOSS_KIND,
              constant(loss.annotation().getSimpleName()),
              FloatLiteral.of((float) loss.weight()),
              output(loss.prediction()),
              loss.target().label(),
              ignored));
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
              "new $T($L)", type.nestedClass("Constant"), FloatLiteral.of(value));
    };
  }
}
