package dev.throughline.processor.emit.network;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.emit.FreeNames;
import dev.throughline.processor.emit.Generated;
import dev.throughline.processor.emit.Parts;
import dev.throughline.processor.wiring.TypedBody;
import dev.throughline.processor.wiring.TypedMember;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the methods of the declared interface: each returns a handle to what its member has at run time.
 *
 * <p>Handles are made by one expression, or where there are many, by methods of a hundred or so each.
 */
final class HandleWriter {
  /** Each takes some thirty bytes of a method. */
  private static final int HANDLES_A_METHOD = 100;

  private final Generated generated;
  private final ClassName outer;
  private final TypeSpec.Builder type;
  private final Parts parts;
  private final FreeNames names;
  private final HandleClasses classes;
  private final List<MethodSpec> here = new ArrayList<>();

  /**
   * Writes into {@code type}.
   *
   * @param parts where private methods go
   * @param names theirs
   */
  HandleWriter(Generated generated, TypeSpec.Builder type, Parts parts, FreeNames names) {
    this.generated = generated;
    this.outer = generated.networkClass();
    this.type = type;
    this.parts = parts;
    this.names = names;
    this.classes = new HandleClasses(outer, type, generated.training());
  }

  void write() {
    List<TypedMember> members = new ArrayList<>(generated.network().members());
    members.add(generated.network().loss());
    for (TypedMember member : members) {
      type.addMethod(
          HandleClasses.declared(member, classes.of(member))
              .addStatement("return $L", create(member, CodeBlock.of("this")).code)
              .build());
    }
    type.addMethods(here);
  }

  /** An expression, and how many handles it makes itself. */
  private record Made(CodeBlock code, int handles) {}

  /** An expression that makes the handle of {@code member} of {@code network}. */
  private Made create(TypedMember member, CodeBlock network) {
    ClassName handle = classes.of(member);
    if (member.target() != null) {
      return new Made(CodeBlock.of("new $T($L, $S)", handle, network, member.path()), 1);
    }
    CodeBlock output = Layouts.of(member.out());
    if (member.block().isEmpty()) {
      return new Made(
          CodeBlock.of("new $T($L, $S, $L)", handle, network, member.path(), output), 1);
    }
    Made repeats = repeats(member, handle, network);
    CodeBlock code =
        CodeBlock.of(
            "new $T($L, $S, $L, $L)", handle, network, member.path(), output, repeats.code);
    return new Made(code, 1 + repeats.handles);
  }

  // List.of(new BodyHandle.Repeat(…), …)
  private Made repeats(TypedMember member, ClassName handle, CodeBlock network) {
    if (size(member) <= HANDLES_A_METHOD) {
      List<Made> made = member.bodies().stream().map(b -> create(b, handle, network)).toList();
      return new Made(
          CodeBlock.of("$T.of($L)", List.class, joined(made.stream().map(Made::code).toList())),
          sum(made));
    }
    TypeName list =
        ParameterizedTypeName.get(ClassName.get(List.class), HandleClasses.repeatOf(handle));
    List<Made> made =
        member.bodies().stream().map(b -> create(b, handle, outside())).toList();
    List<MethodSpec> fillers = new ArrayList<>();
    String base = member.path().replace('.', '_') + "Repeats";
    MethodSpec.Builder filler = null;
    int handles = 0;
    for (Made one : made) {
      handles += one.handles;
      if (filler == null || handles > HANDLES_A_METHOD) {
        addTo(fillers, filler);
        filler = method(base).addParameter(list, "repeats");
        handles = one.handles;
      }
      filler.addStatement("repeats.add($L)", one.code);
    }
    addTo(fillers, filler);
    MethodSpec.Builder whole =
        method(base).returns(list).addStatement("$T repeats = new $T<>()", list, ArrayList.class);
    calls(fillers, whole, "repeats");
    return called(whole.addStatement("return repeats").build());
  }

  private Made create(TypedBody body, ClassName handle, CodeBlock network) {
    List<Made> made = body.members().stream().map(m -> create(m, network)).toList();
    if (sum(made) > HANDLES_A_METHOD) {
      made = body.members().stream().map(this::apart).toList();
    }
    List<CodeBlock> members = made.stream().map(Made::code).toList();
    CodeBlock arguments =
        HandleClasses.isWide(members) ? array(body, members) : joined(members);
    CodeBlock code =
        CodeBlock.of(
            "new $T($L, $S, $L, $L)",
            HandleClasses.repeatOf(handle),
            network,
            body.path(),
            Layouts.of(body.out()),
            arguments);
    return new Made(code, 1 + (HandleClasses.isWide(members) ? 0 : sum(made)));
  }

  /** In a method of its own, unless it is a single handle. */
  private Made apart(TypedMember member) {
    Made made = create(member, outside());
    return made.handles == 1
        ? made
        : called(
            method(member.path().replace('.', '_') + "Handle")
                .returns(classes.of(member))
                .addStatement("return $L", made.code)
                .build());
  }

  /** An array that holds {@code members}. */
  private CodeBlock array(TypedBody body, List<CodeBlock> members) {
    String base = body.path().replace('.', '_') + "Members";
    List<MethodSpec> fillers = new ArrayList<>();
    for (int from = 0; from < members.size(); from += HANDLES_A_METHOD) {
      MethodSpec.Builder filler = method(base).addParameter(Object[].class, "members");
      for (int i = from; i < Math.min(members.size(), from + HANDLES_A_METHOD); i++) {
        filler.addStatement("members[$L] = $L", i, members.get(i));
      }
      fillers.add(filler.build());
    }
    MethodSpec.Builder whole =
        method(base)
            .returns(Object[].class)
            .addStatement("$1T[] members = new $1T[$2L]", Object.class, members.size());
    calls(fillers, whole, "members");
    return called(whole.addStatement("return members").build()).code;
  }

  private MethodSpec.Builder method(String name) {
    return MethodSpec.methodBuilder(names.free(name)).addModifiers(Modifier.PRIVATE);
  }

  private static void addTo(List<MethodSpec> methods, MethodSpec.@Nullable Builder last) {
    if (last != null) {
      methods.add(last.build());
    }
  }

  /** Lets {@code whole} call each of {@code methods}. */
  private void calls(List<MethodSpec> methods, MethodSpec.Builder whole, String argument) {
    for (MethodSpec method : methods) {
      whole.addStatement("$L($L)", placed(method), argument);
    }
  }

  private Made called(MethodSpec method) {
    return new Made(CodeBlock.of("$L()", placed(method)), 1);
  }

  /** What to call {@code method} by, from anywhere. */
  private CodeBlock placed(MethodSpec method) {
    Parts.Home home = parts.place(List.of(method));
    here.addAll(home.here());
    return CodeBlock.of("$L$N", home.call(), method);
  }

  /** The network, from a nested class as well. */
  private CodeBlock outside() {
    return CodeBlock.of("$T.this", outer);
  }

  private static CodeBlock joined(List<CodeBlock> codes) {
    return codes.stream().collect(CodeBlock.joining(", "));
  }

  private static int sum(List<Made> made) {
    return made.stream().mapToInt(Made::handles).sum();
  }

  /** Handles of {@code member} and of all within it. */
  private static int size(TypedMember member) {
    return 1
        + member.bodies().stream()
            .mapToInt(body -> 1 + body.members().stream().mapToInt(HandleWriter::size).sum())
            .sum();
  }

}
