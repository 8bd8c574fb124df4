package dev.throughline.processor.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.graph.Formula;
import dev.throughline.processor.kernel.Contraction;
import dev.throughline.processor.kernel.ContractionKernel;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.LoopKernel;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import java.util.ArrayList;
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

  /** Calls in a method; each takes five to eight bytes of the 8,000 that HotSpot compiles at most. */
  private static final int CALLS_A_METHOD = 200;

  /** Fields that a class initialises. */
  private static final int TIERS_A_CLASS = 500;

  /** Stands for the class among arguments, once: a class of the user's may have its name. */
  private static final String MATH = "$T";

  /** Buffers that the launches of a method are given; each takes eleven bytes or fewer. */
  private static final int MOST_BUFFERS = 500;

  private final Generated generated;
  private final TypeSpec.Builder type;
  private final Parts parts;
  private final MethodNames names;
  private final String at;
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
    this.at = names.free("at");
  }

  /** Writes the passes, and for each of {@code kernels} the method that launches it. */
  void write(List<KernelText> kernels) {
    List<MethodSpec> launchers = new ArrayList<>();
    for (KernelText kernel : kernels) {
      Parts.Home home = parts.place(List.of(launcher(kernel)));
      homes.put(kernel.kernel(), home.call());
      launchers.addAll(home.here());
    }
    pass("trainingForward", "Forward", generated.program().forward());
    pass("trainingBackward", "Backward", generated.program().backward());
    fold();
    pass("inferenceForward", "Inference", generated.program().inference());
    type.addMethods(launchers);
    type.addMethod(
        MethodSpec.methodBuilder(at)
            .addModifiers(Modifier.PRIVATE)
            .addJavadoc("Where a tensor starts that lies at {@code offset} in a batch of one.\n")
            .addParameter(int.class, "offset")
            .returns(int.class)
            .addStatement("return offset * batch")
            .build());
  }

  // @Override protected void trainingForward(int n) {
  //   stemForward(n);
  //   stage1_0Forward(n);
  private void pass(String method, String suffix, List<Launch> launches) {
    List<MethodSpec> steps = new ArrayList<>();
    for (List<Launch> section : sections(launches)) {
      MethodSpec.Builder step =
          step(names.free(sectionOf(section.getFirst()).replace('.', '_') + suffix));
      boolean inference = suffix.equals("Inference");
      String member = "";
      for (Launch launch : section) {
        if (!launch.origin().member().equals(member)) {
          member = launch.origin().member();
          step.addComment("$L", member);
        }
        call(step, launch, !inference);
      }
      steps.add(step.build());
    }
    write(overridden(method).addParameter(int.class, "n"), steps);
  }

  private static MethodSpec.Builder step(String name) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PRIVATE)
        .addParameter(int.class, "n");
  }

  private static MethodSpec.Builder overridden(String method) {
    return MethodSpec.methodBuilder(method)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PROTECTED);
  }

  /** Writes {@code method}, which runs {@code steps}, all with its parameters; many through groups of them. */
  private void write(MethodSpec.Builder method, List<MethodSpec> steps) {
    boolean few = steps.size() <= CALLS_A_METHOD;
    List<MethodSpec> here = new ArrayList<>();
    for (List<MethodSpec> group : few ? steps.stream().map(List::of).toList() : groups(steps)) {
      MethodSpec first =
          few ? group.getFirst() : group(names.free(method.build().name() + "Part"), group);
      Parts.Home home =
          parts.place(few ? group : Stream.concat(Stream.of(first), group.stream()).toList());
      method.addStatement("$L$N($L)", home.call(), first, arguments(first));
      here.addAll(home.here());
    }
    type.addMethod(method.build());
    type.addMethods(here);
  }

  private static List<List<MethodSpec>> groups(List<MethodSpec> steps) {
    List<List<MethodSpec>> groups = new ArrayList<>();
    int constants = Parts.MOST_OF_A_GROUP;
    for (MethodSpec step : steps) {
      constants += Parts.constants(step);
      if (constants > Parts.MOST_OF_A_GROUP || groups.getLast().size() == CALLS_A_METHOD) {
        groups.add(new ArrayList<>());
        constants = Parts.constants(step);
      }
      groups.getLast().add(step);
    }
    return groups;
  }

  private static String arguments(MethodSpec step) {
    return step.parameters().isEmpty() ? "" : "n";
  }

  private static MethodSpec group(String name, List<MethodSpec> steps) {
    MethodSpec.Builder group =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PRIVATE)
            .addParameters(steps.getFirst().parameters());
    steps.forEach(step -> group.addStatement("$N($L)", step, arguments(step)));
    return group.build();
  }

  /** Folding prepares weights: derived ones first, then every packed form that inference reads. */
  private void fold() {
    List<Launch> derived = generated.program().fold();
    List<Launch> packed = generated.packing().packed(generated.program().inference());
    List<MethodSpec> steps = new ArrayList<>();
    for (List<Launch> some : chunks(derived)) {
      MethodSpec.Builder step = foldStep(steps.size());
      some.forEach(launch -> call(step, launch, false));
      steps.add(step.build());
    }
    for (List<Launch> some : chunks(packed)) {
      MethodSpec.Builder step = foldStep(steps.size());
      some.forEach(launch -> pack(step, launch));
      steps.add(step.build());
    }
    write(overridden("foldForInference"), steps);
  }

  private MethodSpec.Builder foldStep(int index) {
    return MethodSpec.methodBuilder(names.free("fold" + index)).addModifiers(Modifier.PRIVATE);
  }

  /** In runs that one method holds. */
  private static List<List<Launch>> chunks(List<Launch> launches) {
    List<List<Launch>> chunks = new ArrayList<>();
    int buffers = MOST_BUFFERS;
    for (Launch launch : launches) {
      buffers += 1 + launch.buffers().size();
      if (buffers > MOST_BUFFERS) {
        chunks.add(new ArrayList<>());
        buffers = 1 + launch.buffers().size();
      }
      chunks.getLast().add(launch);
    }
    return chunks;
  }

  /** Runs of launches that belong to one member, or to one repeat of a block, and that one method holds. */
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
    return sections.stream().map(LaunchWriter::chunks).flatMap(List::stream).toList();
  }

  /** {@code stage1.0} of {@code stage1.0.conv1}, {@code stem} of {@code stem}. */
  private static String sectionOf(Launch launch) {
    String[] path = launch.origin().member().split("\\.");
    boolean repeat = path.length > 1 && path[1].chars().allMatch(Character::isDigit);
    String section = repeat ? path[0] + "." + path[1] : path[0];
    return section.isEmpty() ? "network" : section;
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
    body.addStatement(
        "$L$L($L)", homes.get(kernel), kernel.name(), list(arguments));
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

  private String offset(Slot slot) {
    if (slot.region() != Region.ACTIVATIONS || slot.offset() == 0) {
      return number(slot.offset());
    }
    return at + "(" + number(slot.offset()) + ")";
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
  private MethodSpec launcher(KernelText text) {
    Kernel kernel = text.kernel();
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(kernel.name()).addModifiers(Modifier.PRIVATE);
    List<String> buffers = new ArrayList<>();
    for (Kernel.Buffer buffer : kernel.buffers()) {
      method.addParameter(float[].class, buffer.name());
      method.addParameter(int.class, buffer.name() + "At");
      buffers.add(buffer.name());
      buffers.add(buffer.name() + "At");
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
  private static CodeBlock list(List<String> arguments) {
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
    return generated.networkClass().nestedClass("Tier" + (index == 0 ? "" : index + 1));
  }
}
