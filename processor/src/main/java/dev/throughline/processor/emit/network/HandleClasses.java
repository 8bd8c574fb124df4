package dev.throughline.processor.emit.network;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.emit.FreeNames;
import dev.throughline.processor.emit.Runtime;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.model.BlockModel;
import dev.throughline.processor.wiring.TypedBody;
import dev.throughline.processor.wiring.TypedMember;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Modifier;

/**
 * Writes the classes of handles, nested in the network's.
 *
 * <p>Members with the same parameters share a class; every repeat of a block is a handle of the block's class,
 * which implements the block's interface.
 */
final class HandleClasses {
  /** Members whose handles a constructor takes; a method has 255 parameters at most. */
  private static final int MOST_PARAMETERS = 200;

  /** What a handle inherits, with and without parameters. */
  private static final List<String> OF_EVERY_HANDLE =
      List.of(
          "name",
          "output",
          "repeats",
          "parameter",
          "gradient",
          "state",
          "getClass",
          "hashCode",
          "toString",
          "clone",
          "finalize",
          "notify",
          "notifyAll",
          "wait");

  /** Before the name of a state, which is no parameter. */
  private static final String STATE = "state:";

  private final ClassName outer;
  private final TypeSpec.Builder type;
  private final Map<String, Set<String>> suffixes = new HashMap<>();
  private final Map<Set<String>, ClassName> layerClasses = new LinkedHashMap<>();
  private final Map<String, ClassName> blockClasses = new LinkedHashMap<>();

  /** Writes into {@code type}, which is {@code outer}, the class of a network that trains as {@code graph}. */
  HandleClasses(ClassName outer, TypeSpec.Builder type, Graph graph) {
    this.outer = outer;
    this.type = type;
    graph.parameters().forEach(p -> addSuffix("", p));
    graph.states().forEach(s -> addSuffix(STATE, s));
  }

  private void addSuffix(String kind, Node tensor) {
    String path = tensor.origin().member();
    String suffix = kind + published(tensor).substring(path.length() + 1);
    suffixes.computeIfAbsent(path, _ -> new LinkedHashSet<>()).add(suffix);
  }

  /** Names of the own parameters and states of what is at {@code path}, below that. */
  private Set<String> suffixes(String path) {
    return suffixes.getOrDefault(path, Set.of());
  }

  /** The class of the handle of {@code member}. */
  ClassName of(TypedMember member) {
    if (member.target() != null) {
      return Runtime.LOSS_HANDLE;
    }
    return member.block().isPresent() ? blockClass(member) : layerClass(member);
  }

  /** The class of one repeat of a block, whose handles are of class {@code handle}. */
  static ClassName repeatOf(ClassName handle) {
    return handle.nestedClass("Repeat");
  }

  /** Whether a repeat has so many members that it takes their handles as an array. */
  static boolean isWide(List<?> members) {
    return members.size() > MOST_PARAMETERS;
  }

  /** A method of the declared interface. */
  static MethodSpec.Builder declared(TypedMember member, TypeName handle) {
    return MethodSpec.methodBuilder(member.name())
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .addJavadoc("{@code $L}: $L, $L → $L.\n", member.kind(), member.description(), member.in(),
            member.out())
        .returns(handle);
  }

  private static String published(Node node) {
    return switch (node.op()) {
      case Primitive.Parameter(ParameterInfo info) -> info.name();
      case Primitive.State(String name, _) -> name;
      default -> throw new IllegalStateException(node + " is not published");
    };
  }

  private ClassName layerClass(TypedMember member) {
    Set<String> suffixes = suffixes(member.path());
    if (suffixes.isEmpty()) {
      return Runtime.LAYER_HANDLE;
    }
    ClassName known = layerClasses.get(suffixes);
    if (known == null) {
      known = outer.nestedClass(freeName(layerName(member, suffixes)));
      layerClasses.put(suffixes, known);
      TypeSpec.Builder handle =
          handle(known, CodeBlock.of("A member with $L.\n", spoken(suffixes)))
              .addMethod(constructor(Set.of()).build());
      accessors(handle, suffixes, Set.of());
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

  /** Whatever its case, which the names of class files lose where file systems do. */
  private boolean isTaken(String name) {
    return Stream.concat(layerClasses.values().stream(), blockClasses.values().stream())
        .anyMatch(known -> known.simpleName().equalsIgnoreCase(name));
  }

  private static String spoken(Set<String> suffixes) {
    return suffixes.stream()
        .map(s -> "{@code " + s.replace(STATE, "") + "}")
        .collect(Collectors.joining(", "));
  }

  private static TypeSpec.Builder handle(ClassName name, CodeBlock documentation) {
    return TypeSpec.classBuilder(name)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc(documentation)
        .superclass(Runtime.LAYER_HANDLE);
  }

  /** What a handle is made of, under names that no parameter of {@code taken} has. */
  private static MethodSpec.Builder constructor(Set<String> taken) {
    FreeNames names = new FreeNames(taken);
    String network = names.free("network");
    String name = names.free("name");
    String output = names.free("output");
    return MethodSpec.constructorBuilder()
        .addModifiers(Modifier.PRIVATE)
        .addParameter(Runtime.NETWORK, network)
        .addParameter(String.class, name)
        .addParameter(Runtime.LAYOUT, output)
        .addStatement("super($L, $L, $L)", network, name, output);
  }

  // public Tensor weight() { return parameter(name() + ".weight"); }
  // public Tensor weightGradient() { return gradient(name() + ".weight"); }
  private static void accessors(
      TypeSpec.Builder handle, Set<String> suffixes, Set<String> members) {
    FreeNames names = new FreeNames(members);
    OF_EVERY_HANDLE.forEach(names::free);
    for (String suffix : suffixes) {
      boolean state = suffix.startsWith(STATE);
      String published = suffix.replace(STATE, "");
      String name = camel(published);
      handle.addMethod(
          accessor(
              names.free(name), state ? "state" : "parameter", published, "The live values of"));
      if (!state) {
        handle.addMethod(
            accessor(names.free(name + "Gradient"), "gradient", published,
                "The gradient, after a backward pass, of"));
      }
    }
  }

  private static MethodSpec accessor(String name, String from, String published, String what) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC)
        .addJavadoc("$L {@code $L}.\n\n@return a view\n", what, published)
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
    return SourceVersion.isName(name) ? name.toString() : "_" + name;
  }

  /**
   * The handle class of a block: the handle of a member is that of its first repeat, and knows the others.
   */
  private ClassName blockClass(TypedMember member) {
    BlockModel block = member.block().orElseThrow();
    Set<String> joins = new LinkedHashSet<>();
    member.bodies().forEach(body -> joins.addAll(suffixes(body.path())));
    TypedBody first = member.bodies().getFirst();
    String key = block.type().getQualifiedName() + " " + joins + " " + memberClasses(first);
    ClassName known = blockClasses.get(key);
    if (known != null) {
      return known;
    }
    ClassName name = outer.nestedClass(freeName(block.name() + "Handle"));
    blockClasses.put(key, name);
    ClassName repeat = repeatOf(name);
    TypeName repeats = ParameterizedTypeName.get(ClassName.get(List.class), repeat);
    TypeSpec.Builder handle =
        handle(
            name,
            CodeBlock.of("Repeats of {@link $T}; as a block, the first of them.\n", block.type()))
            .addSuperinterface(TypeName.get(block.type().asType()))
            .addField(repeats, "repeats", Modifier.PRIVATE, Modifier.FINAL)
            .addMethod(
                constructor(Set.of())
                    .addParameter(repeats, "repeats")
                    .addStatement("this.repeats = repeats")
                    .build())
            .addMethod(
                MethodSpec.methodBuilder("repeats")
                    .addModifiers(Modifier.PUBLIC)
                    .addJavadoc("All repeats, first to last.\n\n@return one for each\n")
                    .returns(repeats)
                    .addStatement("return repeats")
                    .build());
    for (TypedMember inner : first.members()) {
      handle.addMethod(
          declared(inner, of(inner))
              .addStatement("return repeats.getFirst().$L()", inner.name())
              .build());
    }
    handle.addType(repeatType(repeat, block, first, joins));
    type.addType(handle.build());
    return name;
  }

  private TypeSpec repeatType(
      ClassName name, BlockModel block, TypedBody body, Set<String> joins) {
    TypeSpec.Builder repeat =
        handle(name, CodeBlock.of("One repeat of {@link $T}.\n", block.type()))
            .addSuperinterface(TypeName.get(block.type().asType()));
    Set<String> members = new LinkedHashSet<>();
    body.members().forEach(member -> members.add(member.name()));
    accessors(repeat, joins, block.methods());
    return isWide(body.members())
        ? wide(repeat, body).build()
        : narrow(repeat, body, constructor(members)).build();
  }

  /** With a field and a parameter for each member. */
  private TypeSpec.Builder narrow(
      TypeSpec.Builder repeat, TypedBody body, MethodSpec.Builder constructor) {
    for (TypedMember member : body.members()) {
      TypeName handle = of(member);
      repeat.addField(
          FieldSpec.builder(handle, member.name(), Modifier.PRIVATE, Modifier.FINAL).build());
      constructor.addParameter(handle, member.name());
      constructor.addStatement("this.$1L = $1L", member.name());
      repeat.addMethod(declared(member, handle).addStatement("return $L", member.name()).build());
    }
    return repeat.addMethod(constructor.build());
  }

  /** With the handles of all members in an array, in their order. */
  private TypeSpec.Builder wide(TypeSpec.Builder repeat, TypedBody body) {
    repeat.addField(Object[].class, "members", Modifier.PRIVATE, Modifier.FINAL);
    repeat.addMethod(
        constructor(Set.of())
            .addParameter(Object[].class, "members")
            .addStatement("this.members = members")
            .build());
    int index = 0;
    for (TypedMember member : body.members()) {
      TypeName handle = of(member);
      repeat.addMethod(
          declared(member, handle).addStatement("return ($T) members[$L]", handle, index++)
              .build());
    }
    return repeat;
  }

  private String memberClasses(TypedBody body) {
    return body.members().stream().map(m -> of(m).toString()).toList().toString();
  }
}
