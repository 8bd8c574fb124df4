package dev.throughline.processor.emit.cpu;

import static java.util.Objects.requireNonNull;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.emit.FreeNames;
import dev.throughline.processor.emit.Generated;
import dev.throughline.processor.emit.Parts;
import dev.throughline.processor.emit.Runtime;
import dev.throughline.processor.emit.java.JavaDialect;
import dev.throughline.processor.emit.java.KernelText;
import dev.throughline.processor.emit.java.KernelsWriter;
import dev.throughline.processor.emit.java.Scope;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.IntText;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.schedule.Division;
import dev.throughline.processor.schedule.LoopSchedule;
import dev.throughline.processor.schedule.Registers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * Writes what a program runs: the passes, and for each kernel one method that shares its work out among
 * threads.
 */
final class LaunchWriter {
  /** Fields that a class initialises. */
  private static final int TIERS_A_CLASS = 500;

  /** Stands for the class among arguments, once: a class of the user's may have its name. */
  private static final String MATH = "$T";

  private final Generated generated;
  private final TypeSpec.Builder type;
  private final Parts parts;
  private final FreeNames names;
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
      FreeNames names) {
    this.generated = generated;
    this.tiered = kernels.stream().filter(this::isTiered).toList();
    this.type = type;
    this.parts = parts;
    this.names = names;
  }

  /**
   * Writes the passes, and for each of {@code kernels} the method that launches it.
   *
   * @param training what places are called in training, and those of inference
   * @return which methods are the training step
   */
  TrainingStep write(Places training, Places inference, List<KernelText> kernels) {
    List<MethodSpec> launchers = new ArrayList<>();
    for (KernelText kernel : kernels) {
      Parts.Home home = parts.place(List.of(launcher(kernel)));
      homes.put(kernel.kernel(), home.call());
      launchers.addAll(home.here());
    }
    PassWriter passes = new PassWriter(generated, type, parts, names, homes);
    TrainingStep step = passes.write(training, inference);
    type.addMethods(launchers);
    return step;
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
    return switch (kernel.unit()) {
      case SAMPLE, SAMPLES, ROWS, SPLIT -> true;
      case ELEMENT, ONCE -> kernel.readsBatch();
    };
  }

  // private CpuDevice.Body conv3x3(float[] x, int xAt, float[] w, int wAt, float[] y, int yAt, int n) {
  //   return Tier.conv3x3.choose(…);
  // }
  private MethodSpec launcher(KernelText text) {
    Kernel kernel = text.kernel();
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(kernel.name())
            .addModifiers(Modifier.PRIVATE)
            .returns(Runtime.BODY);
    List<String> buffers = new ArrayList<>();
    List<String> numbers = Collections.nCopies(2 * kernel.buffers().size(), "0");
    Map<String, String> unnamed = new HashMap<>();
    kernel.extents().forEach(extent -> unnamed.put(extent, "0"));
    Scope names = Scope.apartFrom(List.of(task(text, numbers, unnamed).toString()));
    for (Kernel.Buffer buffer : kernel.buffers()) {
      String name = names.fresh(buffer.name());
      String start = names.fresh(buffer.name() + "At");
      method.addParameter(float[].class, name);
      method.addParameter(int.class, start);
      buffers.addAll(List.of(name, start));
    }
    Map<String, String> sizes = new HashMap<>();
    for (String extent : kernel.extents()) {
      String size = names.fresh(extent);
      method.addParameter(int.class, size);
      sizes.put(extent, size);
    }
    if (takesBatch(kernel)) {
      method.addParameter(int.class, "n");
    }
    Task task = task(text, buffers, sizes);
    return method.addCode(task.before).addCode("return $L;\n", task.body).build();
  }

  /** Shares out the work of {@code text}'s kernel, an update of all parameters, whose sizes are constants. */
  CodeBlock forEach(KernelText text, List<String> arguments) {
    Task task = task(text, arguments, Map.of());
    long tasks = Division.tasks(text.kernel().elements(Map.of()));
    return CodeBlock.builder()
        .add(task.before)
        .add("cpu.forEach($L, $L);\n", number(tasks), task.body)
        .build();
  }

  /**
   * What a thread runs.
   *
   * @param before statements that declare what it refers to
   */
  private record Task(CodeBlock before, CodeBlock body) {
    @Override
    public String toString() {
      return before.toString() + body;
    }
  }

  /**
   * What a thread runs of {@code text}'s kernel.
   *
   * @param sizes the text of each size that differs between launches
   */
  private Task task(KernelText text, List<String> buffers, Map<String, String> sizes) {
    Kernel kernel = text.kernel();
    List<String> common = new ArrayList<>(buffers);
    if (kernel.unit() == Unit.SPLIT) {
      Int stride = kernel.stride();
      common.set(common.size() - 1, "%s + split * %s"
          .formatted(common.getLast(), numbers(kernel, sizes).atom(stride)));
    }
    kernel.parameters().forEach(extent -> common.add(requireNonNull(sizes.get(extent))));
    if (kernel.readsBatch()) {
      common.add("n");
    }
    CodeBlock.Builder before = CodeBlock.builder();
    if (kernel.isRandom()) {
      before.addStatement("final long seed = maskSeed()");
      common.add("seed");
    }
    common.addAll(kernel.scalars());
    if (kernel.usesScratch()) {
      common.add("scratch");
    }
    String loop = "";
    List<String> range =
        switch (kernel.unit()) {
          case ONCE -> List.of();
          case SAMPLE, SAMPLES -> List.of("from", "to");
          case ROWS -> {
            before.addStatement("final int parts = cpu.parts(n)");
            yield List.of("parts", "from", "to");
          }
          case ELEMENT -> {
            before.addStatement("final int elements = $L", elements(kernel, sizes));
            before.addStatement("final int task = $L", LoopSchedule.ELEMENTS_PER_TASK);
            yield List.of("from * task", MATH + ".min(elements, to * task)");
          }
          case SPLIT -> {
            before.addStatement("final int splits = $L", elements(kernel, sizes));
            loop = "for (int split = from; split < to; split++) ";
            yield List.of("n * split / splits", "n * (split + 1) / splits");
          }
        };
    common.addAll(range);
    return new Task(before.build(), body(text, loop, common));
  }

  private static String elements(Kernel kernel, Map<String, String> sizes) {
    return numbers(kernel, sizes).text(kernel.elements());
  }

  private static IntText numbers(Kernel kernel, Map<String, String> sizes) {
    return new IntText(
        size -> {
          String name = ((Int.Extent) size).name();
          Integer constant = kernel.constants().get(name);
          return constant == null ? requireNonNull(sizes.get(name)) : number(constant);
        },
        MATH + ".min",
        MATH + ".max");
  }

  // Tier.conv3x3.choose(
  //     (from, to, scratch) -> ResNet20VectorKernels.conv3x3(…),
  //     (from, to, scratch) -> ResNet20Kernels.conv3x3(…))
  private CodeBlock body(KernelText text, String loop, List<String> arguments) {
    CodeBlock plain = call(JavaDialect.SCALAR, text, loop, arguments);
    if (!isTiered(text)) {
      return plain;
    }
    return CodeBlock.of(
        "$T.$L.choose($>$>\n$L,\n$L)$<$<",
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
            KernelsWriter.className(generated.model(), dialect),
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
  /** What runs twins until vector kernels are warm; {@code constructor} begins to warm them. */
  void tiers(MethodSpec.Builder constructor) {
    if (tiered.isEmpty()) {
      return;
    }
    for (int from = 0; from < tiered.size(); from += TIERS_A_CLASS) {
      type.addType(tiers(tiered.subList(from, Math.min(tiered.size(), from + TIERS_A_CLASS))));
    }
    type.addField(
        FieldSpec.builder(Runtime.WARM_UP, "WARM_UP")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .initializer(
                "new $T(() -> $T.warmUp())",
                Runtime.WARM_UP,
                KernelsWriter.className(generated.model(), JavaDialect.VECTOR))
            .build());
    constructor.addStatement("WARM_UP.start()");
  }

  private TypeSpec tiers(List<KernelText> kernels) {
    TypeSpec.Builder tier =
        TypeSpec.classBuilder(tierOf(kernels.getFirst()))
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc(
                "Which form of each kernel runs: the plain one until the vector form is warm.\n");
    for (KernelText kernel : kernels) {
      String name = kernel.kernel().name();
      String factory = kernel.tiles(Registers.MANY).isEmpty() ? "of" : "ofTiles";
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
