package dev.throughline.processor.emit.cpu;

import dev.throughline.processor.emit.Generated;
import dev.throughline.processor.emit.SourceFile;
import dev.throughline.processor.emit.java.JavaDialect;
import dev.throughline.processor.emit.java.JavaKernels;
import dev.throughline.processor.emit.java.KernelText;
import dev.throughline.processor.emit.java.KernelsWriter;
import java.util.List;
import java.util.Optional;

/** Writes what runs a network on the CPU: its program, its kernels as plain loops, and with vectors. */
public final class CpuEmitter {
  private CpuEmitter() {}

  /** The classes that run what {@code generated} holds. */
  public static CpuSources apply(Generated generated) {
    List<KernelText> kernels = JavaKernels.of(generated.program());
    ProgramWriter.Written program = new ProgramWriter(generated, kernels).write();
    Optional<SourceFile> vectors =
        generated.vectors()
            ? Optional.of(new KernelsWriter(generated, JavaDialect.VECTOR).write(kernels))
            : Optional.empty();
    return new CpuSources(
        SourceFile.of(program.file()),
        new KernelsWriter(generated, JavaDialect.SCALAR).write(kernels),
        vectors,
        program.step());
  }
}
