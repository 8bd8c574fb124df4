package dev.throughline.processor.emit.java;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.graph.Formula;
import dev.throughline.processor.kernel.ContractionKernel;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.LoopKernel;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.schedule.Contraction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * Writes what a network runs: each pass as a list of calls, grouped by member, and for each kernel one method
 * that shares its work out among threads.
 */
final class LaunchWriter {
  /** Elements a task takes where the unit of work is one element. */
  private static final int ELEMENTS_PER_TASK = 4096;

  private final Generated generated;
  private final TypeSpec.Builder type;
  private final Map<String, Integer> methodNames = new HashMap<>();

  LaunchWriter(Generated generated, TypeSpec.Builder type) {
    this.generated = generated;
    this.type = type;
  }

  void write() {
    pass("trainingForward", "Forward", generated.program().forward());
    pass("trainingBackward", "Backward", generated.program().backward());
    fold();
    pass("inferenceForward", "Inference", generated.program().inference());
  }

  // @Override protected void trainingForward(int n) {
  //   stemForward(n);
  //   stage1_0Forward(n);
  private void pass(String method, String suffix, List<Launch> launches) {
    MethodSpec.Builder pass =
        MethodSpec.methodBuilder(method)
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PROTECTED)
            .addParameter(int.class, "n");
    List<MethodSpec> sections = new ArrayList<>();
    for (List<Launch> section : sections(launches)) {
      String name = unique(sectionOf(section.getFirst()).replace('.', '_') + suffix);
      pass.addStatement("$L(n)", name);
      MethodSpec.Builder body =
          MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE).addParameter(int.class,
              "n");
      boolean inference = suffix.equals("Inference");
      String member = "";
      for (Launch launch : section) {
        if (!launch.origin().member().equals(member)) {
          member = launch.origin().member();
          body.addComment("$L", member);
        }
        call(body, launch, !inference);
      }
      sections.add(body.build());
    }
    type.addMethod(pass.build());
    sections.forEach(type::addMethod);
  }

  /** Folding prepares weights: derived ones first, then every packed form that inference reads. */
  private void fold() {
    MethodSpec.Builder fold =
        MethodSpec.methodBuilder("foldForInference")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PROTECTED);
    int count = 0;
    MethodSpec.Builder part = foldPart(count);
    List<Launch> all =
        Stream.concat(
            generated.program().fold().stream(),
            generated.packing().packed(generated.program().inference()).stream())
            .toList();
    boolean packs = false;
    for (int i = 0; i < all.size(); i++) {
      // A method of a deep network would outgrow what the class file allows.
      if (i % 64 == 0 && i > 0) {
        type.addMethod(part.build());
        fold.addStatement("fold$L()", count);
        part = foldPart(++count);
      }
      packs = i >= generated.program().fold().size();
      if (packs) {
        pack(part, all.get(i));
      } else {
        call(part, all.get(i), false);
      }
    }
    if (!all.isEmpty()) {
      type.addMethod(part.build());
      fold.addStatement("fold$L()", count);
    }
    type.addMethod(fold.build());
  }

  private static MethodSpec.Builder foldPart(int index) {
    return MethodSpec.methodBuilder("fold" + index).addModifiers(Modifier.PRIVATE);
  }

  /** Runs of launches that belong to one member, or to one repeat of a block. */
  private static List<List<Launch>> sections(List<Launch> launches) {
    List<List<Launch>> sections = new ArrayList<>();
    String current = null;
    for (Launch launch : launches) {
      String section = sectionOf(launch);
      if (!section.equals(current)) {
        sections.add(new ArrayList<>());
        current = section;
      }
      sections.getLast().add(launch);
    }
    return sections;
  }

  /** {@code stage1.0} of {@code stage1.0.conv1}, {@code stem} of {@code stem}. */
  private static String sectionOf(Launch launch) {
    String[] path = launch.origin().member().split("\\.");
    boolean repeat = path.length > 1 && path[1].chars().allMatch(Character::isDigit);
    String section = repeat ? path[0] + "." + path[1] : path[0];
    return section.isEmpty() ? "network" : section;
  }

  private String unique(String name) {
    int count = methodNames.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + "_" + count;
  }

  private void call(MethodSpec.Builder body, Launch launch, boolean packNow) {
    Kernel kernel = launch.kernel();
    formula(kernel).forEach(line -> body.addComment("  $L", line));
    if (generated.packing().isPacked(launch) && packNow) {
      pack(body, launch);
    }
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < launch.buffers().size(); i++) {
      boolean packedWeights = i == 1 && generated.packing().isPacked(launch);
      Slot slot =
          packedWeights
              ? new Slot(Region.WORKSPACE, generated.packing().offset(launch), 0)
              : launch.buffers().get(i);
      arguments.add(array(slot));
      arguments.add(offset(slot));
    }
    if (takesBatch(kernel)) {
      arguments.add("n");
    }
    body.addStatement("$L($L)", kernel.name(), list(arguments));
  }

  private static List<String> formula(Kernel kernel) {
    return switch (kernel) {
      case LoopKernel loop -> loop.formula();
      case ContractionKernel contraction -> {
        List<String> names = new ArrayList<>(List.of(product(contraction.contraction())));
        contraction.epilogue().inputs().forEach(input -> names.add(input.name()));
        String result = contraction.buffers().get(2).name();
        yield List.of(result + " = " + Formula.of(contraction.epilogue().value(), names));
      }
    };
  }

  private static String product(Contraction contraction) {
    return switch (contraction) {
      case Contraction.ConvForward _ -> "(x ∗ w)";
      case Contraction.ConvInputGradient _ -> "(dy ∗ wᵀ)";
      case Contraction.ConvFilterGradient _ -> "(x ∗ dy)";
      case Contraction.MatMul _ -> "(x · w)";
      case Contraction.MatMulInputGradient _ -> "(dy · wᵀ)";
      case Contraction.MatMulFilterGradient _ -> "(xᵀ · dy)";
      case Contraction.BatchMatMul(_, _, _, _, var a, var b, _) ->
          "(a%s · b%s)".formatted(a.transposed() ? "ᵀ" : "", b.transposed() ? "ᵀ" : "");
    };
  }

  private void pack(MethodSpec.Builder body, Launch launch) {
    Slot weights = launch.buffers().get(1);
    body.addStatement(
        "$T.$LPack($L, $L, workspace, $L)",
        generated.kernelsClass(JavaDialect.SCALAR),
        launch.kernel().name(),
        array(weights),
        offset(weights),
        number(generated.packing().offset(launch)));
  }

  private static String array(Slot slot) {
    return slot.region().name().toLowerCase(Locale.ROOT);
  }

  private static String offset(Slot slot) {
    if (slot.region() != Region.ACTIVATIONS || slot.offset() == 0) {
      return number(slot.offset());
    }
    return "at(" + number(slot.offset()) + ")";
  }

  private static String number(long value) {
    String digits = Long.toString(value);
    StringBuilder grouped = new StringBuilder(digits);
    for (int i = digits.length() - 3; i > 0; i -= 3) {
      grouped.insert(i, '_');
    }
    return grouped.toString();
  }

  /** Whether the method that launches {@code kernel} takes the number of samples. */
  private static boolean takesBatch(Kernel kernel) {
    return kernel.unit() == Unit.SAMPLE
        || kernel.unit() == Unit.SPLIT
        || kernel instanceof LoopKernel loop && LoopKernelPrinter.readsBatch(loop);
  }

  // private void conv3x3_16x32x32_16(float[] x, int xAt, float[] w, int wAt, float[] y, int yAt, int n) {
  //   cpu.forEach(n, (from, to, scratch) -> { … });
  // }
  void launcher(KernelText text) {
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
    type.addMethod(method.addCode(body(text, buffers)).build());
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
        List<String> range = plus(common, "from * task", "Math.min(elements, to * task)");
        code.add(forEach("Math.ceilDiv(elements, task)", text, range));
      }
      case SPLIT -> throw new IllegalStateException(kernel.name());
    }
    return code.build();
  }

  private long elements(LoopKernel kernel) {
    if (kernel.equals(generated.program().sgd()) || kernel.equals(generated.program().adamW())) {
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
        "cpu.forEach($L, Tier.$L.choose($>$>\n$L,\n$L));\n$<$<",
        units,
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
  private static CodeBlock list(List<String> arguments) {
    return CodeBlock.of(String.join(",$W", arguments));
  }

  // private static final class Tier {
  //   static final KernelTier conv3x3 = KernelTier.ofTiles("conv3x3");
  void tiers(List<KernelText> kernels) {
    List<KernelText> tiered = kernels.stream().filter(this::isTiered).toList();
    if (tiered.isEmpty()) {
      return;
    }
    TypeSpec.Builder tier =
        TypeSpec.classBuilder("Tier")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc(
                "Which form of each kernel runs: the plain one until the vector form is warm.\n");
    for (KernelText kernel : tiered) {
      String name = kernel.kernel().name();
      String factory = kernel.kernel() instanceof ContractionKernel ? "ofTiles" : "of";
      tier.addField(
          FieldSpec.builder(Runtime.KERNEL_TIER, name, Modifier.STATIC, Modifier.FINAL)
              .initializer("$T.$L($S)", Runtime.KERNEL_TIER, factory, name)
              .build());
    }
    type.addType(tier.build());
    type.addStaticBlock(
        CodeBlock.builder()
            .addStatement(
                "$T.start(() -> $T.warmUp())",
                Runtime.WARM_UP,
                generated.kernelsClass(JavaDialect.VECTOR))
            .build());
  }
}
