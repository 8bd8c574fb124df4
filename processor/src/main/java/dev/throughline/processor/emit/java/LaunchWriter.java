package dev.throughline.processor.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.kernel.ContractionKernel;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.LoopKernel;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
          MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE).addParameter(int.class, "n");
      boolean inference = suffix.equals("Inference");
      section.forEach(launch -> call(body, launch, !inference));
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
    body.addComment("$L", comment(launch));
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
    body.addStatement("$L($L)", kernel.name(), String.join(", ", arguments));
  }

  private static String comment(Launch launch) {
    String formula =
        launch.kernel() instanceof LoopKernel loop ? String.join("; ", loop.formula()) : "";
    return formula.isEmpty()
        ? launch.origin().member()
        : launch.origin().member() + ": " + formula;
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
    return String.format(Locale.ROOT, "%,d", value).replace(',', '_');
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
    for (Kernel.Buffer buffer : kernel.buffers()) {
      method.addParameter(float[].class, buffer.name());
      method.addParameter(int.class, buffer.name() + "At");
      buffers.add(buffer.name());
      buffers.add(buffer.name() + "At");
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
    CodeBlock.Builder code = CodeBlock.builder();
    if (kernel.unit() == Unit.SAMPLE) {
      code.beginControlFlow("cpu.forEach(n, (from, to, scratch) ->");
      code.add(dispatch(text, plus(buffers, "scratch", "from", "to")));
      return code.endControlFlow(")").build();
    }
    String last = buffers.getLast();
    List<String> part = new ArrayList<>(buffers.subList(0, buffers.size() - 1));
    long size = kernel.contraction().weights();
    part.add("%s + split * %s".formatted(last, number(size)));
    code.addStatement("final int splits = $L", kernel.splits());
    code.beginControlFlow("cpu.forEach(splits, (from, to, scratch) ->");
    code.beginControlFlow("for (int split = from; split < to; split++)");
    code.addStatement("int first = (int) ((long) n * split / splits)");
    code.addStatement("int last = (int) ((long) n * (split + 1) / splits)");
    code.add(dispatch(text, plus(part, "scratch", "first", "last")));
    return code.endControlFlow().endControlFlow(")").build();
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
      case ONCE -> code.add(dispatch(text, common));
      case SAMPLE -> {
        code.beginControlFlow("cpu.forEach(n, (from, to, scratch) ->");
        code.add(dispatch(text, plus(common, "from", "to"))).endControlFlow(")");
      }
      case ELEMENT -> {
        code.addStatement("final int elements = $L", number(elements(kernel)));
        code.addStatement("final int task = $L", ELEMENTS_PER_TASK);
        code.beginControlFlow(
            "cpu.forEach(Math.ceilDiv(elements, task), (from, to, scratch) ->");
        code.add(
            dispatch(text, plus(common, "from * task", "Math.min(elements, to * task)")));
        code.endControlFlow(")");
      }
      case SPLIT -> throw new IllegalStateException(kernel.name());
    }
    return code.build();
  }

  private long elements(LoopKernel kernel) {
    if (kernel.equals(generated.program().sgd()) || kernel.equals(generated.program().adamW())) {
      return generated.program().trainingMemory().parameterFloats();
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

  /** Calls the vector form where there is one and it is ready, else the plain one. */
  private CodeBlock dispatch(KernelText text, List<String> arguments) {
    String joined = String.join(", ", arguments);
    ClassName plain = generated.kernelsClass(JavaDialect.SCALAR);
    CodeBlock.Builder code = CodeBlock.builder();
    if (!generated.vectors() || !text.hasVectorForm()) {
      return code.addStatement("$T.$L($L)", plain, text.kernel().name(), joined).build();
    }
    code.beginControlFlow("if ($L)", "VECTORS");
    code.addStatement(
        "$T.$L($L)", generated.kernelsClass(JavaDialect.VECTOR), text.kernel().name(), joined);
    code.nextControlFlow("else");
    code.addStatement("$T.$L($L)", plain, text.kernel().name(), joined);
    return code.endControlFlow().build();
  }

  /** Launches by kernel, for the page of a network. */
  static Map<Kernel, Long> counts(List<Launch> launches) {
    Map<Kernel, Long> counts = new LinkedHashMap<>();
    launches.forEach(launch -> counts.merge(launch.kernel(), 1L, Long::sum));
    return counts;
  }
}
