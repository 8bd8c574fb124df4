package dev.throughline.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/**
 * The private methods of a generated class. A class file holds 65,535 constants, so those of a deep network go
 * on in nested classes, from which everything of the outer one is seen as before.
 */
public final class Parts {
  /** A third of what a class file holds; the estimate below counts what is shared several times. */
  private static final int MOST_CONSTANTS = 20_000;

  /** What one call of {@link #place} may need. */
  public static final int MOST_OF_A_GROUP = MOST_CONSTANTS / 2;

  /** A name takes three entries, with its descriptor; a lambda has a method and a call site. */
  private static final int CONSTANTS_A_METHOD = 4;

  private static final int CONSTANTS_A_LAMBDA = 16;

  /** What needs an entry of its own: strings, calls, and numbers that do not fit an instruction, or constants of these. */
  private static final Pattern CONSTANT = Pattern.compile(
      "\"|->|\\d[\\d_]{4,}|\\b[^\\W\\d\\p{Ll}][^\\W\\p{Ll}]+\\b",
      Pattern.UNICODE_CHARACTER_CLASS);

  private final ClassName outer;
  private final TypeSpec.Builder type;
  private final List<FieldSpec> fields;
  private final List<TypeSpec.Builder> nested = new ArrayList<>();
  private int constants;

  /**
   * The methods of {@code outer}, which {@code type} builds.
   *
   * @param fields what each nested class has
   */
  public Parts(ClassName outer, TypeSpec.Builder type, List<FieldSpec> fields) {
    this.outer = outer;
    this.type = type;
    this.fields = List.copyOf(fields);
  }

  /**
   * Where methods are.
   *
   * @param call what others have to write before a name of theirs: nothing, or an object and a point
   * @param here those that are to be written in the outer class
   */
  public record Home(CodeBlock call, List<MethodSpec> here) {}

  /** Finds room for methods that call each other by name; all of them are static, or none. */
  public Home place(List<MethodSpec> methods) {
    int more = methods.stream().mapToInt(Parts::constants).sum();
    if (constants + more > MOST_CONSTANTS && constants > 0) {
      nested.add(part(outer.nestedClass(name(nested.size()))));
      constants = 0;
    }
    constants += more;
    if (nested.isEmpty()) {
      return new Home(CodeBlock.of(""), methods);
    }
    nested.getLast().addMethods(methods);
    String part = name(nested.size() - 1);
    boolean shared = methods.getFirst().modifiers().contains(Modifier.STATIC);
    return new Home(CodeBlock.of("$L.", shared ? part : field(part)), List.of());
  }

  // private final class Part2 {
  //   private final float[] activations = DeepNetwork.this.activations;
  private TypeSpec.Builder part(ClassName name) {
    return TypeSpec.classBuilder(name)
        .addModifiers(Modifier.PRIVATE, Modifier.FINAL)
        .addJavadoc("More methods than one class file holds.\n")
        .addFields(fields);
  }

  /** Writes the nested classes, if there are any. */
  public void close() {
    for (TypeSpec.Builder builder : nested) {
      TypeSpec part = builder.build();
      ClassName name = outer.nestedClass(part.name());
      type.addField(
          FieldSpec.builder(name, field(part.name()), Modifier.PRIVATE, Modifier.FINAL)
              .initializer("new $T()", name)
              .build());
      type.addType(part);
    }
  }

  private static String name(int index) {
    return "Part" + (index + 2);
  }

  private static String field(String part) {
    return "part" + part.substring("Part".length());
  }

  /** About how many constants {@code method} needs. */
  public static int constants(MethodSpec method) {
    return CONSTANTS_A_METHOD
        + CONSTANT
            .matcher(method.code().toString())
            .results()
            .mapToInt(found -> found.group().equals("->") ? CONSTANTS_A_LAMBDA : 1)
            .sum();
  }
}
