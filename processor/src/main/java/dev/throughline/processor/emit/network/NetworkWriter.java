package dev.throughline.processor.emit.network;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.emit.FreeNames;
import dev.throughline.processor.emit.Generated;
import dev.throughline.processor.emit.Parts;
import dev.throughline.processor.emit.Runtime;
import dev.throughline.processor.emit.SourceFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** Writes the class of a network, the same for all devices: what it is in numbers, how to make one, its members. */
public final class NetworkWriter {
  private final Generated generated;

  private NetworkWriter(Generated generated) {
    this.generated = generated;
  }

  /** The class that {@code generated} is for callers. */
  public static SourceFile apply(Generated generated) {
    return SourceFile.of(new NetworkWriter(generated).write());
  }

  private JavaFile write() {
    ClassName name = generated.networkClass();
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.FINAL)
            .addAnnotations(generated.marks())
            .addOriginatingElement(generated.model().type())
            .alwaysQualify(qualified())
            .superclass(Runtime.NETWORK)
            .addSuperinterface(TypeName.get(generated.model().type().asType()))
            .addJavadoc(
                "{@link $T}, ready to train and to run; generated from its annotations.\n",
                generated.model().type());
    if (generated.model().isPublic()) {
      type.addModifiers(Modifier.PUBLIC);
    }
    FreeNames names = new FreeNames(generated.model().inherited().methods());
    Parts parts = new Parts(name, type, List.of());
    new SpecWriter(generated, parts, names).write(type);
    creation(type, name);
    new HandleWriter(generated, type, parts, names).write();
    parts.close();
    // With imports of java.lang, for a class of the same package may be called String or Math.
    return JavaFile.builder(name.packageName(), type.build())
        .addFileComment(generated.comment())
        .indent("  ")
        .build();
  }

  /** Simple names that mean something else in this class; within a type of such a name, all of its types. */
  private String[] qualified() {
    Set<String> hidden = generated.model().inherited().types();
    return Stream.concat(
        hidden.stream(),
        Runtime.NESTED.stream()
            .filter(type -> hidden.contains(type.topLevelClassName().simpleName()))
            .map(ClassName::simpleName))
        .toArray(String[]::new);
  }

  // public static final Model MODEL =
  //     Model.of(SPEC, ResNet20Network::new, new CpuCode(ResNet20CpuProgram::plan, ResNet20CpuProgram::new));
  //
  // public static ResNet20Network on(Device device, int batch, long seed) { … }
  private void creation(TypeSpec.Builder type, ClassName name) {
    type.addField(
        FieldSpec.builder(Runtime.MODEL, "MODEL", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc("What a {@code Predictor} is made of.\n")
            .initializer(
                "$T.of(SPEC, $T::new,$Wnew $T($T::plan, $T::new))",
                Runtime.MODEL,
                name,
                Runtime.CPU_CODE,
                generated.programClass(),
                generated.programClass())
            .build());
    type.addMethod(
        MethodSpec.methodBuilder("on")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .addJavadoc(
                """
                    A network with fresh parameters.

                    @param batch the largest batch it will see
                    @param seed decides the initial parameters and every random mask
                    """)
            .returns(name)
            .addParameter(Runtime.DEVICE, "device")
            .addParameter(int.class, "batch")
            .addParameter(long.class, "seed")
            .addStatement("return new $T(device.open(MODEL.programs(), batch, seed), seed)", name)
            .build());
    type.addMethod(
        MethodSpec.constructorBuilder()
            .addModifiers(Modifier.PRIVATE)
            .addParameter(Runtime.ENGINE, "engine")
            .addParameter(long.class, "seed")
            .addStatement("super(engine, seed)")
            .build());
  }
}
