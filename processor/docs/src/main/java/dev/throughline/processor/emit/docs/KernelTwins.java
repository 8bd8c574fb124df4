package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.cpu.TrainingStep.Part;
import dev.throughline.processor.emit.java.JavaDialect;
import dev.throughline.processor.emit.java.JavaKernels;
import dev.throughline.processor.emit.java.JavaMethod;
import dev.throughline.processor.emit.java.KernelText;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A method of a kernel as plain loops and with vectors.
 *
 * @param header what stands above the kernel's own method, the same in both
 */
record KernelTwins(Kernel kernel, String header, JavaMethod plain, JavaMethod vector) {

  /** Those of the method of {@code skip}'s kernel that adds its gradient, if it has a form with vectors. */
  static Optional<KernelTwins> of(SkipGradient skip, Program program) {
    Kernel kernel = skip.launch().kernel();
    String name =
        kernel.statements()
            .filter(Stmt.Apart.class::isInstance)
            .filter(part -> reads(part, skip.skip().name()))
            .min(Comparator.comparingLong(part -> part.all().count()))
            .map(part -> kernel.name() + ((Stmt.Apart) part).name())
            .orElse(kernel.name());
    return of(kernel, name, program);
  }

  private static boolean reads(Stmt part, String buffer) {
    return part.all().flatMap(Stmt::accesses).anyMatch(access -> access.buffer().equals(buffer));
  }

  /** Those of the shortest kernel that {@code parts} launch, if possible one that asks where a ReLU let values through. */
  static Optional<KernelTwins> shortest(Stream<Part> parts, Program program) {
    return parts
        .flatMap(part -> Program.calls(part.sweeps()))
        .map(Launch::kernel)
        .distinct()
        .flatMap(kernel -> of(kernel, kernel.name(), program).stream())
        .min(
            Comparator.comparing((KernelTwins twins) -> !masks(twins.kernel))
                .thenComparing(twins -> twins.kernel.isRandom())
                .thenComparing(twins -> twins.vector.code().length()));
  }

  private static boolean masks(Kernel kernel) {
    return kernel.statements()
        .flatMap(statement -> statement.computed().stream())
        .anyMatch(KernelTwins::masks);
  }

  private static boolean masks(Value value) {
    boolean here =
        value instanceof Value.Select(Compare compare, _, Value than, _, Value otherwise)
            && compare == Compare.GREATER
            && than.equals(Value.ZERO)
            && otherwise.equals(Value.ZERO);
    return here || value.children().stream().anyMatch(KernelTwins::masks);
  }

  private static Optional<KernelTwins> of(Kernel kernel, String method, Program program) {
    KernelText text = JavaKernels.of(program, kernel);
    List<JavaMethod> plain = text.in(JavaDialect.SCALAR);
    return named(method, text.in(JavaDialect.VECTOR))
        .map(
            vector -> new KernelTwins(
                kernel,
                plain.getFirst().comment(),
                named(method, plain).orElseThrow(),
                vector));
  }

  private static Optional<JavaMethod> named(String name, List<JavaMethod> methods) {
    return methods.stream().filter(method -> method.name().equals(name)).findFirst();
  }

  /** Whether what is shown is a part of the kernel only. */
  boolean isPart() {
    return !plain.name().equals(kernel.name());
  }
}
