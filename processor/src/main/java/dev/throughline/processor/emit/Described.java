package dev.throughline.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.lang.model.element.Modifier;

/**
 * Writes a static method that describes something to a builder, statement by statement: one for a deep network would
 * outgrow a class file, so further methods take what is too much.
 *
 * @param parts where the methods go
 * @param names theirs
 * @param builder the builder's class, nested in that of what it builds
 * @param variable what it is called in the statements
 */
public record Described(Parts parts, FreeNames names, ClassName builder, String variable) {
  private static final int STATEMENTS_A_METHOD = 100;

  // private static NetworkSpec describe() {
  //   NetworkSpec.Builder spec = NetworkSpec.of("ResNet20", "org.example.ResNet20");
  //   spec.input("images", Layout.image(3, 32, 32), 0);
  //   tensors0(spec);
  //   …
  public void write(
      TypeSpec.Builder type,
      String name,
      CodeBlock begin,
      List<CodeBlock> first,
      List<CodeBlock> others,
      List<CodeBlock> last) {
    MethodSpec.Builder describe =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(Objects.requireNonNull(builder.enclosingClassName()))
            .addStatement("$T $L = $L", builder, variable, begin);
    List<CodeBlock> statements = new ArrayList<>();
    if (first.size() <= STATEMENTS_A_METHOD) {
      first.forEach(describe::addStatement);
    } else {
      statements.addAll(first);
    }
    statements.addAll(others);
    List<MethodSpec> here = new ArrayList<>();
    for (MethodSpec part : methods(statements)) {
      Parts.Home home = parts.place(List.of(part));
      describe.addStatement("$L$N($L)", home.call(), part, variable);
      here.addAll(home.here());
    }
    last.forEach(describe::addStatement);
    type.addMethod(describe.build());
    type.addMethods(here);
  }

  private List<MethodSpec> methods(List<CodeBlock> statements) {
    List<MethodSpec> methods = new ArrayList<>();
    for (int from = 0; from < statements.size(); from += STATEMENTS_A_METHOD) {
      MethodSpec.Builder method =
          MethodSpec.methodBuilder(names.free("tensors" + methods.size()))
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
              .addParameter(builder, variable);
      int to = Math.min(statements.size(), from + STATEMENTS_A_METHOD);
      statements.subList(from, to).forEach(method::addStatement);
      methods.add(method.build());
    }
    return methods;
  }
}
