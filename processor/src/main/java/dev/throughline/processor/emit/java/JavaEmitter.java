package dev.throughline.processor.emit.java;

import com.palantir.javapoet.ClassName;
import dev.throughline.processor.gradientflow.GradientFlow;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.kernel.ContractionKernel;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes the classes of a network: itself, what runs it on the CPU, its kernels as plain loops, and with vectors. */
public final class JavaEmitter {
  private JavaEmitter() {}

  /**
   * A class to compile with the user's own.
   *
   * @param name fully qualified
   */
  public record SourceFile(String name, String text) {}

  /**
   * The classes of {@code network}.
   *
   * @param flow how gradients reach parameters
   * @param marked whether {@code javax.annotation.processing.Generated} can be compiled against
   * @param vectors whether {@code jdk.incubator.vector} can be compiled against
   */
  public static List<SourceFile> apply(
      TypedNetwork network,
      Graph training,
      Graph inference,
      GradientFlow flow,
      Program program,
      boolean marked,
      boolean vectors) {
    Packing packing = new Packing(program);
    Generated generated =
        new Generated(network, training, inference, flow, program, packing, marked, vectors);
    List<KernelText> kernels = generated.kernels();
    List<SourceFile> files = new ArrayList<>();
    files.add(
        file(generated.networkClass(), new NetworkWriter(generated).write().toString()));
    files.add(
        file(generated.programClass(), new ProgramWriter(generated, kernels).write().toString()));
    files.add(
        file(
            generated.kernelsClass(JavaDialect.SCALAR),
            new KernelsWriter(generated, JavaDialect.SCALAR).write(kernels, packs(generated))));
    if (vectors) {
      files.add(
          file(
              generated.kernelsClass(JavaDialect.VECTOR),
              new KernelsWriter(generated, JavaDialect.VECTOR).write(kernels, List.of())));
    }
    return files;
  }

  /**
   * {@code kernel} as plain loops: the method of its name, then those that it calls.
   *
   * @param origin the member that uses it, for its comment
   */
  public static List<JavaMethod> plain(Kernel kernel, String origin) {
    return KernelText.methods(kernel, origin, JavaDialect.SCALAR);
  }

  /** Floats of workspace that training needs on the CPU, packed weights included. */
  public static long trainingWorkspaceFloats(Program program) {
    return new Packing(program).trainingFloats();
  }

  /** Floats of workspace that inference needs on the CPU, folded and packed weights included. */
  public static long inferenceWorkspaceFloats(Program program) {
    return new Packing(program).inferenceFloats();
  }

  private static SourceFile file(ClassName name, String text) {
    return new SourceFile(name.canonicalName(), text);
  }

  /** The methods that pack weights, each kernel's once. */
  private static List<JavaMethod> packs(Generated generated) {
    Stream<Launch> packed = generated.packing().packed(generated.launches()).stream();
    return packed
        .map(launch -> (ContractionKernel) launch.kernel())
        .distinct()
        .flatMap(kernel -> KernelText.source(kernel, "").pack().stream())
        .toList();
  }
}
