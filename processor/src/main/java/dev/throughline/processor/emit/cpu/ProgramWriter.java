package dev.throughline.processor.emit.cpu;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.emit.FreeNames;
import dev.throughline.processor.emit.Generated;
import dev.throughline.processor.emit.Parts;
import dev.throughline.processor.emit.Runtime;
import dev.throughline.processor.emit.java.JavaDialect;
import dev.throughline.processor.emit.java.KernelText;
import dev.throughline.processor.emit.java.KernelsWriter;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Update;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** Writes what runs a network on the CPU: where values lie, its passes, the steps of optimisers. */
final class ProgramWriter {
  /** The methods of the runtime's {@code CpuProgram} and of Object. */
  static final Set<String> INHERITED =
      Set.of(
          "clone",
          "equals",
          "finalize",
          "foldForInference",
          "getClass",
          "hashCode",
          "inferenceForward",
          "maskSeed",
          "notify",
          "notifyAll",
          "number",
          "slot",
          "toString",
          "trainingBackward",
          "trainingForward",
          "unknown",
          "update",
          "wait");

  /** The constants that a program has beside those for places. */
  private static final Set<String> FIELDS = Set.of("PLAN", "WARM_UP");

  private final Generated generated;
  private final List<KernelText> kernels;

  ProgramWriter(Generated generated, List<KernelText> kernels) {
    this.generated = generated;
    this.kernels = kernels;
  }

  /** The class, and which of its methods are the training step. */
  record Written(JavaFile file, TrainingStep step) {}

  Written write() {
    ClassName name = generated.programClass();
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.FINAL)
            .addAnnotations(generated.marks())
            .addOriginatingElement(generated.model().type())
            .superclass(Runtime.CPU_PROGRAM)
            .addJavadoc(
                "What runs {@link $T} on the CPU. A pass is a list of kernel calls; each kernel is a method of"
                    + " {@link $T}, where its formula stands.\n",
                generated.networkClass(),
                KernelsWriter.className(generated.model(), JavaDialect.SCALAR));
    Set<String> taken = new LinkedHashSet<>(INHERITED);
    taken.add("plan");
    kernels.forEach(kernel -> taken.add(kernel.kernel().name()));
    FreeNames names = new FreeNames(taken);
    Parts parts = new Parts(name, type, fields(name));
    Places training = Places.ofTraining(generated, FIELDS);
    Places inference = Places.ofInference(generated, training);
    new PlanWriter(generated, training, inference).write(type, parts, names);
    MethodSpec.Builder constructor =
        MethodSpec.constructorBuilder()
            .addParameter(Runtime.CPU_MEMORY, "memory")
            .addStatement("super(memory)");
    LaunchWriter launches = new LaunchWriter(generated, kernels, type, parts, names);
    TrainingStep step =
        launches.write(
            training,
            inference,
            kernels.stream().filter(kernel -> !isUpdate(kernel.kernel())).toList());
    updates(type, launches);
    launches.tiers(constructor);
    training.write(type);
    inference.write(type);
    type.addMethod(constructor.build());
    parts.close();
    // With imports of java.lang, for a class of the same package may be called String or Math.
    JavaFile file =
        JavaFile.builder(name.packageName(), type.build())
            .addFileComment(generated.comment())
            .indent("  ")
            .build();
    return new Written(file, step);
  }

  // private final float[] activations = ResNet20CpuProgram.this.activations;
  //
  // Of the runtime's, which are final; javac would write a method for each access from a nested class to one of them.
  private static List<FieldSpec> fields(ClassName program) {
    List<FieldSpec> fields = new ArrayList<>();
    for (String buffer : List.of("activations", "workspace", "parameters", "gradients", "states")) {
      fields.add(copied(ArrayTypeName.of(float.class), buffer, program));
    }
    fields.add(copied(Runtime.CPU_DEVICE, "cpu", program));
    return fields;
  }

  private static FieldSpec copied(TypeName type, String field, ClassName program) {
    return FieldSpec.builder(type, field, Modifier.PRIVATE, Modifier.FINAL)
        .initializer("$T.this.$L", program, field)
        .build();
  }

  /** Whether {@code kernel} is the step of an optimiser. */
  private boolean isUpdate(Kernel kernel) {
    return generated.program().updates().stream()
        .anyMatch(update -> update.kernel().equals(kernel));
  }

  // @Override protected void update(UpdateStep step) {
  //   switch (step.optimizer()) {
  //     case "sgd" -> sgdStep(slot(step, "velocity"), number(step, "rate"), …);
  private void updates(TypeSpec.Builder type, LaunchWriter launches) {
    CodeBlock.Builder cases = CodeBlock.builder().beginControlFlow("switch (step.optimizer())");
    List<MethodSpec> steps = new ArrayList<>();
    for (Update update : generated.program().updates()) {
      List<CodeBlock> arguments = new ArrayList<>();
      update.slots().forEach(slot -> arguments.add(CodeBlock.of("slot(step, $S)", slot)));
      update
          .kernel()
          .scalars()
          .forEach(number -> arguments.add(CodeBlock.of("number(step, $S)", number)));
      cases.add(
          "case $S -> $N(\n$>$>$L$<$<);\n",
          update.optimizer(),
          update.kernel().name(),
          arguments.stream().collect(CodeBlock.joining(",\n")));
      steps.add(step(update, launches));
    }
    cases.addStatement("default -> throw unknown(step)").endControlFlow();
    type.addMethod(
        MethodSpec.methodBuilder("update")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PROTECTED)
            .addParameter(Runtime.UPDATE_STEP, "step")
            .addCode(cases.build())
            .build());
    type.addMethods(steps);
  }

  private MethodSpec step(Update update, LaunchWriter launches) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(update.kernel().name()).addModifiers(Modifier.PRIVATE);
    List<String> buffers = new ArrayList<>(List.of("parameters", "0", "gradients", "0"));
    List<Buffer> all = update.kernel().buffers();
    for (Buffer slot : all.subList(Update.SLOTS_FROM, all.size())) {
      method.addParameter(float[].class, slot.name());
      buffers.addAll(List.of(slot.name(), "0"));
    }
    update.kernel().scalars().forEach(number -> method.addParameter(float.class, number));
    KernelText text =
        kernels.stream()
            .filter(kernel -> kernel.kernel().equals(update.kernel()))
            .findFirst()
            .orElseThrow();
    return method.addCode(launches.forEach(text, buffers)).build();
  }
}
