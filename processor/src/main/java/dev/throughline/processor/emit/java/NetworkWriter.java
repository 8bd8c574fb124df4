package dev.throughline.processor.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.kernel.LoopKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** Writes the class of a network: what it is in numbers, how to make one, its passes, its members. */
final class NetworkWriter {
  private final Generated generated;
  private final List<KernelText> kernels;

  NetworkWriter(Generated generated, List<KernelText> kernels) {
    this.generated = generated;
    this.kernels = kernels;
  }

  JavaFile write() {
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
                generated.model().type())
            .addJavadoc(
                "\n<p>A pass is a list of kernel calls; each kernel is a method of {@link $T}, where its"
                    + " formula stands.\n",
                generated.kernelsClass(JavaDialect.SCALAR));
    if (generated.model().isPublic()) {
      type.addModifiers(Modifier.PUBLIC);
    }
    MethodNames names = new MethodNames(generated.takenMethods());
    Parts parts = new Parts(name, type);
    new SpecWriter(generated, parts, names).write(type);
    creation(type, name);
    new HandleWriter(generated, type, parts, names).write();
    LaunchWriter launches = new LaunchWriter(generated, kernels, type, parts, names);
    launches.write(kernels.stream().filter(kernel -> !isUpdate(kernel)).toList());
    updates(type, launches);
    launches.tiers();
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

  // public static final Model MODEL = new Model(SPEC, ResNet20Network::new);
  //
  // public static ResNet20Network on(Device device, int batch, long seed) { … }
  private static void creation(TypeSpec.Builder type, ClassName name) {
    type.addField(
        FieldSpec.builder(Runtime.MODEL, "MODEL", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc("What a {@code Predictor} is made of.\n")
            .initializer("new $T(SPEC, $T::new)", Runtime.MODEL, name)
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
            .addStatement("return new $T(device, batch, seed)", name)
            .build());
    type.addMethod(
        MethodSpec.constructorBuilder()
            .addModifiers(Modifier.PRIVATE)
            .addParameter(Runtime.DEVICE, "device")
            .addParameter(int.class, "batch")
            .addParameter(long.class, "seed")
            .addStatement("super(SPEC, device, batch, seed)")
            .build());
    type.addMethod(
        MethodSpec.constructorBuilder()
            .addModifiers(Modifier.PRIVATE)
            .addParameter(Runtime.MEMORY, "memory")
            .addStatement("super(memory)")
            .build());
  }

  private boolean isUpdate(KernelText kernel) {
    return kernel.kernel().equals(generated.program().sgd())
        || kernel.kernel().equals(generated.program().adamW());
  }

  private void updates(TypeSpec.Builder type, LaunchWriter launches) {
    for (KernelText kernel : kernels) {
      if (isUpdate(kernel) && kernel.kernel() instanceof LoopKernel rule) {
        type.addMethod(update(rule, kernel, launches));
      }
    }
  }

  private static MethodSpec update(LoopKernel rule, KernelText text, LaunchWriter launches) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(rule.name())
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PROTECTED);
    List<String> buffers = new ArrayList<>(List.of("parameters", "0", "gradients", "0"));
    rule.buffers().stream()
        .skip(2)
        .forEach(
            state -> {
              method.addParameter(float[].class, state.name());
              buffers.addAll(List.of(state.name(), "0"));
            });
    for (String scalar : rule.scalars()) {
      // The one switch among the numbers: kernels know numbers only.
      boolean flag = scalar.equals("nesterov");
      method.addParameter(
          ParameterSpec.builder(flag ? boolean.class : float.class, flag ? "useNesterov" : scalar)
              .build());
      if (flag) {
        method.addStatement("final float nesterov = useNesterov ? 1 : 0");
      }
    }
    return method.addCode(launches.forEach(text, buffers)).build();
  }
}
