package dev.throughline.processor.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.kernel.ContractionKernel;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.LoopKernel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * Writes what a program runs: the passes, and for each kernel one method that shares its work out among
 * threads.
 */
final class LaunchWriter {
  /** Elements a task takes where the unit of work is one element. */
  private static final int ELEMENTS_PER_TASK = 4096;

  /** Fields that a class initialises. */
  private static final int TIERS_A_CLASS = 500;

  /** Stands for the class among arguments, once: a class of the user's may have its name. */
  private static final String MATH = "$T";

  private final Generated generated;
  private final TypeSpec.Builder type;
  private final Parts parts;
  private final MethodNames names;
  private final Map<Kernel, CodeBlock> homes = new HashMap<>();
  private final List<KernelText> tiered;

  /**
   * Writes into {@code type}.
   *
   * @param kernels what is launched, and the steps of the optimisers
   * @param parts where the methods go
   * @param names theirs
   */
  LaunchWriter(
      Generated generated,
      List<KernelText> kernels,
      TypeSpec.Builder type,
      Parts parts,
      MethodNames names) {
    this.generated = generated;
    this.tiered = kernels.stream().filter(this::isTiered).toList();
    this.type = type;
    this.parts = parts;
    this.names = names;
  }

  /** Writes the passes, and for each of {@code kernels} the method that launches it. */
  void write(List<KernelText> kernels) {
    List<MethodSpec> launchers = new ArrayList<>();
    for (KernelText kernel : kernels) {
      Parts.Home home = parts.place(List.of(launcher(kernel)));
      homes.put(kernel.kernel(), home.call());
      launchers.addAll(home.here());
    }
    new PassWriter(generated, type, parts, names, homes).write();
    type.addMethods(launchers);
  }

  static String number(long value) {
    String digits = Long.toString(value);
    StringBuilder grouped = new StringBuilder(digits);
    for (int i = digits.length() - 3; i > 0; i -= 3) {
      grouped.insert(i, '_');
    }
    return grouped.toString();
  }

  /** Whether the method that launches {@code kernel} takes the number of samples. */
  static boolean takesBatch(Kernel kernel) {
    return kernel.unit() == Unit.SAMPLE
        || kernel.unit() == Unit.SPLIT
        || kernel instanceof LoopKernel loop && LoopKernelPrinter.readsBatch(loop);
  }

  // private void conv3x3_16x32x32_16(float[] x, int xAt, float[] w, int wAt, float[] y, int yAt, int n) {
  //   cpu.forEach(n, (from, to, scratch) -> { … });
  // }
  private MethodSpec launcher(KernelText text) {
    Kernel kernel = text.kernel();
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(kernel.name()).addModifiers(Modifier.PRIVATE);
    List<String> buffers = new ArrayList<>();
    List<String> numbers = Collections.nCopies(2 * kernel.buffers().size(), "0");
    Scope names = Scope.apartFrom(List.of(body(text, numbers).toString()));
    for (Kernel.Buffer buffer : kernel.buffers()) {
      String name = names.fresh(buffer.name());
      String start = names.fresh(buffer.name() + "At");
      method.addParameter(float[].class, name);
      method.addParameter(int.class, start);
      buffers.addAll(List.of(name, start));
    }
    if (takesBatch(kernel)) {
      method.addParameter(int.class, "n");
    }
    return method.addCode(body(text, buffers)).build();
  }

  /** What shares out the work of {@code text}'s kernel; shared with the optimiser steps. */
  CodeBlock body(KernelText text, List<String> arguments) {
    return switch (text.kernel()) {
      case ContractionKernel contraction -> contraction(text, contraction, arguments);
      case LoopKernel loop -> loop(text, loop, arguments);
    };
  }

  private CodeBlock contraction(
      KernelText text, ContractionKernel kernel, List<String> buffers) {
    if (kernel.unit() == Unit.SAMPLE) {
      return forEach("n", text, plus(buffers, "scratch", "from", "to"));
    }
    String last = buffers.getLast();
    List<String> part = new ArrayList<>(buffers.subList(0, buffers.size() - 1));
    part.add("%s + split * %s".formatted(last, number(kernel.contraction().weights())));
    part.addAll(List.of("scratch", "n * split / splits", "n * (split + 1) / splits"));
    return CodeBlock.builder()
        .addStatement("final int splits = $L", kernel.splits())
        .add(forEach("splits", text, "for (int split = from; split < to; split++) ", part))
        .build();
  }

  private CodeBlock loop(KernelText text, LoopKernel kernel, List<String> buffers) {
    List<String> common = new ArrayList<>(buffers);
    if (LoopKernelPrinter.readsBatch(kernel)) {
      common.add("n");
    }
    CodeBlock.Builder code = CodeBlock.builder();
    if (kernel.random()) {
      code.addStatement("final long seed = maskSeed()");
      common.add("seed");
    }
    common.addAll(kernel.scalars());
    switch (kernel.unit()) {
      case ONCE -> code.add(forEach("1", text, common));
      case SAMPLE -> code.add(forEach("n", text, plus(common, "from", "to")));
      case ELEMENT -> {
        code.addStatement("final int elements = $L", number(elements(kernel)));
        code.addStatement("final int task = $L", ELEMENTS_PER_TASK);
        code.addStatement("final int tasks = $T.ceilDiv(elements, task)", Math.class);
        List<String> range = plus(common, "from * task", MATH + ".min(elements, to * task)");
        code.add(forEach("tasks", text, range));
      }
      case SPLIT -> throw new IllegalStateException(kernel.name());
    }
    return code.build();
  }

  private long elements(LoopKernel kernel) {
    if (generated.isUpdate(kernel)) {
      return generated.program().trainedFloats();
    }
    int written = kernel.buffers().size() - 1;
    return generated.launches().stream()
        .filter(launch -> launch.kernel().equals(kernel))
        .findFirst()
        .orElseThrow()
        .buffers()
        .get(written)
        .size();
  }

  private static List<String> plus(List<String> arguments, String... more) {
    return Stream.concat(arguments.stream(), Stream.of(more)).toList();
  }

  private CodeBlock forEach(String units, KernelText text, List<String> arguments) {
    return forEach(units, text, "", arguments);
  }

  // cpu.forEach(n, Tier.conv3x3.choose(
  //     (from, to, scratch) -> ResNet20VectorKernels.conv3x3(…),
  //     (from, to, scratch) -> ResNet20Kernels.conv3x3(…)));
  private CodeBlock forEach(
      String units, KernelText text, String loop, List<String> arguments) {
    CodeBlock plain = call(JavaDialect.SCALAR, text, loop, arguments);
    if (!isTiered(text)) {
      return CodeBlock.of("cpu.forEach($L, $L);\n", units, plain);
    }
    return CodeBlock.of(
        "cpu.forEach($L, $T.$L.choose($>$>\n$L,\n$L));\n$<$<",
        units,
        tierOf(text),
        text.kernel().name(),
        call(JavaDialect.VECTOR, text, loop, arguments),
        plain);
  }

  /** Whether a kernel has two forms to choose from. */
  private boolean isTiered(KernelText text) {
    return generated.vectors() && text.hasVectorForm();
  }

  private CodeBlock call(
      JavaDialect dialect, KernelText text, String loop, List<String> arguments) {
    CodeBlock call =
        CodeBlock.of(
            "$T.$L($L)",
            generated.kernelsClass(dialect),
            text.kernel().name(),
            list(arguments));
    return loop.isEmpty()
        ? CodeBlock.of("(from, to, scratch) -> $L", call)
        : CodeBlock.of("(from, to, scratch) -> {$>\n$L{$>\n$L;$<\n}$<\n}", loop, call);
  }

  /** Separated by commas, on as many lines as they need. */
  static CodeBlock list(List<String> arguments) {
    String text = String.join(",$W", arguments);
    return text.contains(MATH) ? CodeBlock.of(text, Math.class) : CodeBlock.of(text);
  }

  // private static final class Tier {
  //   static final KernelTier conv3x3 = KernelTier.ofTiles("conv3x3");
  void tiers() {
    if (tiered.isEmpty()) {
      return;
    }
    for (int from = 0; from < tiered.size(); from += TIERS_A_CLASS) {
      type.addType(tiers(tiered.subList(from, Math.min(tiered.size(), from + TIERS_A_CLASS))));
    }
    type.addStaticBlock(
        CodeBlock.builder()
            .addStatement(
                "$T.start(() -> $T.warmUp())",
                Runtime.WARM_UP,
                generated.kernelsClass(JavaDialect.VECTOR))
            .build());
  }

  private TypeSpec tiers(List<KernelText> kernels) {
    TypeSpec.Builder tier =
        TypeSpec.classBuilder(tierOf(kernels.getFirst()))
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc(
                "Which form of each kernel runs: the plain one until the vector form is warm.\n");
    for (KernelText kernel : kernels) {
      String name = kernel.kernel().name();
      String factory = kernel.kernel() instanceof ContractionKernel ? "ofTiles" : "of";
      tier.addField(
          FieldSpec.builder(Runtime.KERNEL_TIER, name, Modifier.STATIC, Modifier.FINAL)
              .initializer("$T.$L($S)", Runtime.KERNEL_TIER, factory, name)
              .build());
    }
    return tier.build();
  }

  /** {@code Tier}, and for the kernels that this has no room for, {@code Tier2} and so on. */
  private ClassName tierOf(KernelText kernel) {
    int index = tiered.indexOf(kernel) / TIERS_A_CLASS;
    return generated.programClass().nestedClass("Tier" + (index == 0 ? "" : index + 1));
  }
}
