package dev.throughline.processor.emit.cpu;

import dev.throughline.processor.emit.Generated;
import dev.throughline.processor.emit.SourceFile;
import dev.throughline.processor.emit.java.JavaDialect;
import dev.throughline.processor.emit.java.JavaKernels;
import dev.throughline.processor.emit.java.KernelText;
import dev.throughline.processor.emit.java.KernelsWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes what runs a network on the CPU: its program, its kernels as plain loops, and with vectors. */
public final class CpuEmitter {
  private CpuEmitter() {}

  /** The classes that run what {@code generated} holds. */
  public static List<SourceFile> apply(Generated generated) {
    List<KernelText> kernels = JavaKernels.of(generated.program());
    List<SourceFile> files = new ArrayList<>();
    files.add(SourceFile.of(new ProgramWriter(generated, kernels).write()));
    files.add(new KernelsWriter(generated, JavaDialect.SCALAR).write(kernels));
    if (generated.vectors()) {
      files.add(new KernelsWriter(generated, JavaDialect.VECTOR).write(kernels));
    }
    return files;
  }
}
