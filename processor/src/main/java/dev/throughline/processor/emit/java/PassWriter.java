package dev.throughline.processor.emit.java;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.graph.Formula;
import dev.throughline.processor.kernel.ContractionKernel;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.LoopKernel;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.schedule.Contraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** Writes the passes of a network, each as a list of calls of its launchers, grouped by member. */
final class PassWriter {
  /** Calls in a method; each takes five to eight bytes of the 8,000 that HotSpot compiles at most. */
  private static final int CALLS_A_METHOD = 200;

  /** Buffers that the launches of a method are given; each takes eleven bytes or fewer. */
  private static final int MOST_BUFFERS = 500;

  private final Generated generated;
  private final TypeSpec.Builder type;
  private final Parts parts;
  private final MethodNames names;
  private final Map<Kernel, CodeBlock> launchers;
  private final String at;

  /**
   * Writes into {@code type}.
   *
   * @param parts where the methods go
   * @param names theirs
   * @param launchers what to write before the name of each kernel's launcher
   */
  PassWriter(
      Generated generated,
      TypeSpec.Builder type,
      Parts parts,
      MethodNames names,
      Map<Kernel, CodeBlock> launchers) {
    this.generated = generated;
    this.type = type;
    this.parts = parts;
    this.names = names;
    this.launchers = launchers;
    this.at = names.free("at");
  }

  void write() {
    pass("trainingForward", "Forward", generated.program().forward());
    pass("trainingBackward", "Backward", generated.program().backward());
    fold();
    pass("inferenceForward", "Inference", generated.program().inference());
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
      buffers += size(launch);
      if (buffers > MOST_BUFFERS) {
        chunks.add(new ArrayList<>());
        buffers = size(launch);
      }
      chunks.getLast().add(launch);
    }
    return chunks;
  }

  private static int size(Launch launch) {
    return 1 + launch.buffers().size() + launch.kernel().extents().size();
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
    return sections.stream().map(PassWriter::chunks).flatMap(List::stream).toList();
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
    for (String extent : kernel.extents()) {
      arguments.add("/* %s */ %s".formatted(extent, LaunchWriter.number(launch.size(extent))));
    }
    if (LaunchWriter.takesBatch(kernel)) {
      arguments.add("n");
    }
    body.addStatement(
        "$L$L($L)", launchers.get(kernel), kernel.name(), LaunchWriter.list(arguments));
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
        LaunchWriter.number(generated.packing().offset(launch)));
  }

  private static String array(Slot slot) {
    return slot.region().name().toLowerCase(Locale.ROOT);
  }

  private String offset(Slot slot) {
    if (slot.region() != Region.ACTIVATIONS || slot.offset() == 0) {
      return LaunchWriter.number(slot.offset());
    }
    return at + "(" + LaunchWriter.number(slot.offset()) + ")";
  }
}
