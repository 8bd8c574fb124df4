package dev.throughline.processor.emit.java;

import com.palantir.javapoet.ClassName;
import dev.throughline.processor.gradientflow.GradientFlow;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.ArrayList;
import java.util.List;

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
    Generated generated =
        new Generated(network, training, inference, flow, program, marked, vectors);
    List<KernelText> kernels = generated.kernels();
    List<SourceFile> files = new ArrayList<>();
    files.add(
        file(generated.networkClass(), new NetworkWriter(generated).write().toString()));
    files.add(
        file(generated.programClass(), new ProgramWriter(generated, kernels).write().toString()));
    files.add(
        file(
            generated.kernelsClass(JavaDialect.SCALAR),
            new KernelsWriter(generated, JavaDialect.SCALAR).write(kernels)));
    if (vectors) {
      files.add(
          file(
              generated.kernelsClass(JavaDialect.VECTOR),
              new KernelsWriter(generated, JavaDialect.VECTOR).write(kernels)));
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

  private static SourceFile file(ClassName name, String text) {
    return new SourceFile(name.canonicalName(), text);
  }
}
