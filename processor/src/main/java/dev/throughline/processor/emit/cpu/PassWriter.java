package dev.throughline.processor.emit.cpu;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.emit.FreeNames;
import dev.throughline.processor.emit.Generated;
import dev.throughline.processor.emit.Parts;
import dev.throughline.processor.emit.cpu.TrainingStep.Part;
import dev.throughline.processor.emit.cpu.TrainingStep.Pass;
import dev.throughline.processor.graph.MemberPath;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.kernel.Sweep;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
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
  private final FreeNames names;
  private final Map<Kernel, CodeBlock> homes;
  private final String at;
  private final Map<Kernel, List<String>> extents = new IdentityHashMap<>();

  /**
   * Writes into {@code type}.
   *
   * @param parts where the methods go
   * @param names theirs
   * @param homes what to write before the name of each kernel's method
   */
  PassWriter(
      Generated generated,
      TypeSpec.Builder type,
      Parts parts,
      FreeNames names,
      Map<Kernel, CodeBlock> homes) {
    this.generated = generated;
    this.type = type;
    this.parts = parts;
    this.names = names;
    this.homes = homes;
    this.at = names.free("at");
  }

  /** Writes all passes, with these names of places in training and in inference; tells what those of training are. */
  TrainingStep write(Places training, Places inference) {
    Program program = generated.program();
    TrainingStep step =
        new TrainingStep(
            pass("trainingForward", "Forward", program.forward(), training),
            pass("trainingBackward", "Backward", program.backward(), training));
    fold(inference);
    pass("inferenceForward", "Inference", program.inference(), inference);
    type.addMethod(
        MethodSpec.methodBuilder(at)
            .addModifiers(Modifier.PRIVATE)
            .addJavadoc("Where a tensor starts that lies at {@code offset} in a batch of one.\n")
            .addParameter(int.class, "offset")
            .returns(int.class)
            .addStatement("return offset * batch")
            .build());
    return step;
  }

  // @Override protected void trainingForward(int n) {
  //   stemForward(n);
  //   stage1_0Forward(n);
  private Pass pass(String method, String suffix, List<Sweep> sweeps, Places places) {
    List<MethodSpec> steps = new ArrayList<>();
    List<Part> told = new ArrayList<>();
    for (List<Sweep> section : sections(sweeps)) {
      String member = sectionOf(section.getFirst().calls().getFirst());
      String name = names.free(member.replace('.', '_') + suffix);
      MethodSpec.Builder step = step(name);
      launch(step, section, places);
      steps.add(step.build());
      told.add(new Part(name, member, section, named(section, places)));
    }
    write(overridden(method).addParameter(int.class, "n"), steps);
    return new Pass(method, told);
  }

  /** What {@code sweeps} read and write, with the constants for where it lies. */
  private static SequencedMap<Slot, String> named(List<Sweep> sweeps, Places places) {
    SequencedMap<Slot, String> named = new LinkedHashMap<>();
    Program.calls(sweeps)
        .flatMap(call -> call.buffers().stream())
        .forEach(slot -> named.put(slot, places.of(slot)));
    return named;
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

  /** Folding prepares weights: derived ones first, then every copy in the order of tiles. */
  private void fold(Places places) {
    List<MethodSpec> steps = new ArrayList<>();
    for (List<Sweep> some : chunks(generated.program().fold())) {
      MethodSpec.Builder step = foldStep(steps.size());
      launch(step, some, places);
      steps.add(step.build());
    }
    write(overridden("foldForInference"), steps);
  }

  private MethodSpec.Builder foldStep(int index) {
    return MethodSpec.methodBuilder(names.free("fold" + index)).addModifiers(Modifier.PRIVATE);
  }

  /** In runs that one method holds. */
  private List<List<Sweep>> chunks(List<Sweep> sweeps) {
    List<List<Sweep>> chunks = new ArrayList<>();
    int buffers = MOST_BUFFERS;
    for (Sweep sweep : sweeps) {
      int more = sweep.calls().stream().mapToInt(this::size).sum();
      buffers += more;
      if (buffers > MOST_BUFFERS) {
        chunks.add(new ArrayList<>());
        buffers = more;
      }
      chunks.getLast().add(sweep);
    }
    return chunks;
  }

  private int size(Launch launch) {
    return 1 + launch.buffers().size() + extents(launch.kernel()).size();
  }

  /**
   * Runs of launches that begin with one member, or with one repeat of a block, and that one method holds. A launch that was
   * moved behind the next member stays with that.
   */
  private List<List<Sweep>> sections(List<Sweep> sweeps) {
    List<List<Sweep>> sections = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Sweep sweep : sweeps) {
      if (seen.add(sectionOf(sweep.calls().getFirst()))) {
        sections.add(new ArrayList<>());
      }
      sections.getLast().add(sweep);
    }
    return sections.stream().map(this::chunks).flatMap(List::stream).toList();
  }

  /** {@code stage1.0} of {@code stage1.0.conv1}, {@code stem} of {@code stem}. */
  private static String sectionOf(Launch launch) {
    MemberPath path = launch.origin().path();
    boolean repeat = path.repeat().orElse(0) == 1;
    return path.isNetwork() ? "network" : path.first(repeat ? 2 : 1).text();
  }

  private void launch(MethodSpec.Builder body, List<Sweep> sweeps, Places places) {
    String member = "";
    for (Sweep sweep : sweeps) {
      if (sweep.calls().size() == 1) {
        Launch call = sweep.calls().getFirst();
        comments(call, member).forEach(line -> body.addComment("$L", line));
        body.addStatement(
            "cpu.forEach($L, $L)", units(sweep), expression(call, places));
      } else {
        body.addCode(together(sweep, member, places));
      }
      member = sweep.calls().getLast().origin().member();
    }
  }

  /** The number of tasks, as Java. */
  private static String units(Sweep sweep) {
    return switch (sweep.division()) {
      case SAMPLE -> "n";
      case ROWS -> "n * cpu.parts(n)";
      case ELEMENT, SPLIT, ONCE -> LaunchWriter.number(sweep.tasks());
    };
  }

  // cpu.forEach(n, 2,
  //     // stage1.0.conv1
  //     //   y = (x ∗ w)
  //     conv3x3(…),
  //     //   mean = Σ x / 1024
  //     sampleMoments(…));
  private CodeBlock together(Sweep sweep, String before, Places places) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.add("cpu.forEach($L, $L", units(sweep), sweep.samples()).indent().indent();
    String member = before;
    for (Launch call : sweep.calls()) {
      code.add(",\n");
      comments(call, member).forEach(line -> code.add("// $L\n", line));
      code.add("$L", expression(call, places));
      member = call.origin().member();
    }
    return code.add(");\n").unindent().unindent().build();
  }

  /** The member if it is another one than {@code before}, then what is computed. */
  private static List<String> comments(Launch call, String before) {
    List<String> lines = new ArrayList<>();
    if (!call.origin().member().equals(before)) {
      lines.add(call.origin().member());
    }
    formula(call.kernel()).forEach(line -> lines.add("  " + line));
    return lines;
  }

  private CodeBlock expression(Launch call, Places places) {
    Kernel kernel = call.kernel();
    List<String> arguments = new ArrayList<>();
    for (Slot slot : call.buffers()) {
      arguments.add(array(slot));
      arguments.add(place(slot, places));
    }
    for (String extent : extents(kernel)) {
      arguments.add("/* %s */ %s".formatted(extent, LaunchWriter.number(call.size(extent))));
    }
    if (LaunchWriter.takesBatch(kernel)) {
      arguments.add("n");
    }
    return CodeBlock.of("$L$L($L)", homes.get(kernel), kernel.name(), LaunchWriter.list(arguments));
  }

  /** Those of {@code kernel}, which many launches ask for. */
  private List<String> extents(Kernel kernel) {
    return extents.computeIfAbsent(kernel, Kernel::extents);
  }

  private static List<String> formula(Kernel kernel) {
    return kernel.brief();
  }

  private static String array(Slot slot) {
    return slot.region().name().toLowerCase(Locale.ROOT);
  }

  /** {@code STEM_WEIGHT}, {@code at(STEM)}, {@code at(STAGE1_0) + 12} of a part of a value. */
  private String place(Slot slot, Places places) {
    String name = places.of(slot).replace("$", "$$"); // a member may have one, and so has JavaPoet
    String start = slot.start() == 0 ? "" : " + " + LaunchWriter.number(slot.start());
    return slot.region() == Region.ACTIVATIONS ? "%s(%s)%s".formatted(at, name, start) : name;
  }
}
