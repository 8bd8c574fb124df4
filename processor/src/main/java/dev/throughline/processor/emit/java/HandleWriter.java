package dev.throughline.processor.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.model.BlockModel;
import dev.throughline.processor.wiring.TypedBody;
import dev.throughline.processor.wiring.TypedMember;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * Writes the methods of the declared interface: each returns a handle to what its member has at run time.
 *
 * <p>Members with the same parameters share a handle class; every repeat of a block is a handle of the block's
 * class, which implements the block's interface.
 */
final class HandleWriter {
  private final Generated generated;
  private final Graph graph;
  private final MemoryPlan memory;
  private final ClassName outer;
  private final TypeSpec.Builder type;
  private final Map<Set<String>, ClassName> layerClasses = new LinkedHashMap<>();
  private final Map<String, ClassName> blockClasses = new LinkedHashMap<>();

  HandleWriter(Generated generated, TypeSpec.Builder type) {
    this.generated = generated;
    this.graph = generated.training();
    this.memory = generated.program().trainingMemory();
    this.outer = generated.networkClass();
    this.type = type;
  }

  void write() {
    List<TypedMember> members = new ArrayList<>(generated.network().members());
    members.add(generated.network().loss());
    for (TypedMember member : members) {
      type.addMethod(
          declared(member, classOf(member))
              .addStatement("return $L", create(member, "this"))
              .build());
    }
  }

  private static MethodSpec.Builder declared(TypedMember member, TypeName handle) {
    return MethodSpec.methodBuilder(member.name())
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .addJavadoc("$L: $L, $L → $L.\n", member.kind(), member.description(), member.in(),
            member.out())
        .returns(handle);
  }

  /** An expression that makes the handle of {@code member}. */
  private CodeBlock create(TypedMember member, String network) {
    if (member.target() != null) {
      return CodeBlock.of("new $T($L, $S)", Runtime.LOSS_HANDLE, network, member.path());
    }
    if (member.block().isEmpty()) {
      return CodeBlock.of(
          "new $T($L, $S, $L)", layerClass(member), network, member.path(),
          output(member.path(), member.out()));
    }
    ClassName handle = blockClass(member);
    return CodeBlock.of(
        "new $T($L, $S, $L, $T.of($L))",
        handle,
        network,
        member.path(),
        output(member.path(), member.out()),
        List.class,
        member.bodies().stream()
            .map(body -> createBody(handle, body, network))
            .collect(CodeBlock.joining(", ")));
  }

  private CodeBlock createBody(ClassName handle, TypedBody body, String network) {
    CodeBlock members =
        body.members().stream()
            .map(m -> create(m, network))
            .collect(CodeBlock.joining(", "));
    return CodeBlock.of(
        "new $T($L, $S, $L, $L)",
        repeatClass(handle),
        network,
        body.path(),
        output(body.path(), body.out()),
        members);
  }

  private static ClassName repeatClass(ClassName handle) {
    return handle.nestedClass("Repeat");
  }

  /** Offset and layout of the output at {@code path}. */
  private CodeBlock output(String path, TensorType type) {
    Node node = graph.members().get(path);
    CodeBlock at = CodeBlock.of("$T.NONE", Runtime.MEMORY_SPEC);
    if (node != null && memory.has(node)) {
      Slot slot = memory.slotOf(node);
      if (slot.region() == Region.ACTIVATIONS) {
        at = CodeBlock.of("$L", slot.offset());
      }
    }
    return CodeBlock.of("$L, $L", at, Layouts.of(type));
  }

  /** Names of a member's own parameters and states, below its path. */
  private static Set<String> suffixes(String path, List<Node> parameters, List<Node> states) {
    Set<String> suffixes = new LinkedHashSet<>();
    parameters.forEach(p -> suffixes.add(published(p).substring(path.length() + 1)));
    states.forEach(s -> suffixes.add("state:" + published(s).substring(path.length() + 1)));
    return suffixes;
  }

  private static String published(Node node) {
    return switch (node.op()) {
      case Primitive.Parameter(ParameterInfo info) -> info.name();
      case Primitive.State(String name, _) -> name;
      default -> throw new IllegalStateException(node + " is not published");
    };
  }

  private ClassName layerClass(TypedMember member) {
    Set<String> suffixes =
        suffixes(member.path(), member.ownParameters(graph), member.ownStates(graph));
    if (suffixes.isEmpty()) {
      return Runtime.LAYER_HANDLE;
    }
    ClassName known = layerClasses.get(suffixes);
    if (known == null) {
      known = outer.nestedClass(freeName(layerName(member, suffixes)));
      layerClasses.put(suffixes, known);
      TypeSpec.Builder handle =
          handle(known, "A member with " + spoken(suffixes) + ".")
              .superclass(Runtime.LAYER_HANDLE)
              .addMethod(constructor().build());
      accessors(handle, suffixes);
      type.addType(handle.build());
    }
    return known;
  }

  private static String layerName(TypedMember member, Set<String> suffixes) {
    boolean norm = suffixes.stream().anyMatch(s -> s.startsWith("norm."));
    boolean bias = suffixes.contains("bias") && !suffixes.contains("state:running_mean");
    return member.kind().substring(1) + (norm ? "Norm" : "") + (bias ? "Bias" : "") + "Handle";
  }

  private String freeName(String wanted) {
    String name = wanted;
    for (int i = 2; isTaken(name); i++) {
      name = wanted + i;
    }
    return name;
  }

  private boolean isTaken(String name) {
    ClassName nested = outer.nestedClass(name);
    return layerClasses.containsValue(nested) || blockClasses.containsValue(nested);
  }

  private static String spoken(Set<String> suffixes) {
    return suffixes.stream()
        .map(s -> "{@code " + s.replace("state:", "") + "}")
        .collect(Collectors.joining(", "));
  }

  private static TypeSpec.Builder handle(ClassName name, String documentation) {
    return TypeSpec.classBuilder(name)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc("$L\n", documentation);
  }

  private static MethodSpec.Builder constructor() {
    return MethodSpec.constructorBuilder()
        .addModifiers(Modifier.PRIVATE)
        .addParameter(Runtime.NETWORK, "network")
        .addParameter(String.class, "name")
        .addParameter(int.class, "outputAt")
        .addParameter(Runtime.LAYOUT, "output")
        .addStatement("super(network, name, outputAt, output)");
  }

  // public Tensor weight() { return parameter(name() + ".weight"); }
  // public Tensor weightGradient() { return gradient(name() + ".weight"); }
  private static void accessors(TypeSpec.Builder handle, Set<String> suffixes) {
    for (String suffix : suffixes) {
      boolean state = suffix.startsWith("state:");
      String published = suffix.replace("state:", "");
      String name = camel(published);
      handle.addMethod(
          accessor(name, state ? "state" : "parameter", published, "The live values of"));
      if (!state) {
        handle.addMethod(
            accessor(name + "Gradient", "gradient", published,
                "The gradient, after a backward pass, of"));
      }
    }
  }

  private static MethodSpec accessor(String name, String from, String published, String what) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC)
        .addJavadoc("$L {@code $L}.\n", what, published)
        .returns(Runtime.TENSOR)
        .addStatement("return $L(name() + $S)", from, "." + published)
        .build();
  }

  private static String camel(String published) {
    StringBuilder name = new StringBuilder();
    for (String word : published.split("[._]")) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }

  /**
   * The handle class of a block: the handle of a member is that of its first repeat, and knows the others.
   */
  private ClassName blockClass(TypedMember member) {
    BlockModel block = member.block().orElseThrow();
    Set<String> joins = new LinkedHashSet<>();
    for (TypedBody body : member.bodies()) {
      joins.addAll(suffixes(body.path(), body.ownParameters(graph), body.ownStates(graph)));
    }
    TypedBody first = member.bodies().getFirst();
    String key = block.type().getQualifiedName() + " " + joins + " " + memberClasses(first);
    ClassName known = blockClasses.get(key);
    if (known != null) {
      return known;
    }
    ClassName name = outer.nestedClass(freeName(block.name() + "Handle"));
    blockClasses.put(key, name);
    ClassName repeat = repeatClass(name);
    TypeName repeats = ParameterizedTypeName.get(ClassName.get(List.class), repeat);
    TypeSpec.Builder handle =
        handle(name, "Repeats of {@link " + block.name() + "}; as a block, the first of them.")
            .superclass(Runtime.LAYER_HANDLE)
            .addSuperinterface(TypeName.get(block.type().asType()))
            .addField(repeats, "repeats", Modifier.PRIVATE, Modifier.FINAL)
            .addMethod(
                constructor()
                    .addParameter(repeats, "repeats")
                    .addStatement("this.repeats = repeats")
                    .build())
            .addMethod(
                MethodSpec.methodBuilder("repeats")
                    .addModifiers(Modifier.PUBLIC)
                    .addJavadoc("All repeats, first to last.\n")
                    .returns(repeats)
                    .addStatement("return repeats")
                    .build());
    for (TypedMember inner : first.members()) {
      handle.addMethod(
          declared(inner, classOf(inner))
              .addStatement("return repeats.getFirst().$L()", inner.name())
              .build());
    }
    handle.addType(repeatType(repeat, block, first, joins));
    type.addType(handle.build());
    return name;
  }

  private TypeSpec repeatType(
      ClassName name, BlockModel block, TypedBody body, Set<String> joins) {
    MethodSpec.Builder constructor = constructor();
    TypeSpec.Builder repeat =
        handle(name, "One repeat of {@link " + block.name() + "}.")
            .superclass(Runtime.LAYER_HANDLE)
            .addSuperinterface(TypeName.get(block.type().asType()));
    for (TypedMember member : body.members()) {
      TypeName handle = classOf(member);
      repeat.addField(
          FieldSpec.builder(handle, member.name(), Modifier.PRIVATE, Modifier.FINAL).build());
      constructor.addParameter(handle, member.name());
      constructor.addStatement("this.$1L = $1L", member.name());
      repeat.addMethod(declared(member, handle).addStatement("return $L", member.name()).build());
    }
    accessors(repeat, joins);
    return repeat.addMethod(constructor.build()).build();
  }

  private String memberClasses(TypedBody body) {
    return body.members().stream().map(m -> classOf(m).toString()).toList().toString();
  }

  private ClassName classOf(TypedMember member) {
    if (member.target() != null) {
      return Runtime.LOSS_HANDLE;
    }
    return member.block().isPresent() ? blockClass(member) : layerClass(member);
  }
}
