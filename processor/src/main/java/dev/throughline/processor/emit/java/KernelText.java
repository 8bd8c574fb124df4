package dev.throughline.processor.emit.java;

import dev.throughline.processor.kernel.ContractionKernel;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.LoopKernel;
import dev.throughline.processor.kernel.PackKernel;
import dev.throughline.processor.schedule.Registers;
import dev.throughline.processor.schedule.Tile;
import java.util.ArrayList;
import java.util.List;

/** The methods of one kernel in both dialects. */
public final class KernelText {
  private final Kernel kernel;
  private final List<JavaMethod> scalar;
  private final List<JavaMethod> vector;

  /**
   * Prints {@code kernel}.
   *
   * @param origin the members that use it, for its comment
   */
  KernelText(Kernel kernel, String origin) {
    this.kernel = kernel;
    this.scalar = methods(kernel, origin, JavaDialect.SCALAR);
    this.vector = methods(kernel, origin, JavaDialect.VECTOR);
  }

  /** The method of {@code kernel}, then those that it calls. */
  static List<JavaMethod> methods(Kernel kernel, String origin, JavaDialect dialect) {
    return switch (kernel) {
      case ContractionKernel contraction ->
          ContractionSource.of(
              contraction.name(),
              contraction.contraction(),
              contraction.schedule(),
              contraction.epilogue(),
              origin)
              .methods(dialect);
      case PackKernel(String name, var packing, _) -> List.of(PackPrinter.of(name, packing));
      case LoopKernel loop -> {
        KernelPrinter printer = new KernelPrinter(loop, dialect.loops(), KernelsWriter.WORDS);
        String method = printer.print(comment(loop, printer, origin));
        yield List.of(new JavaMethod(loop.name(), method));
      }
    };
  }

  public Kernel kernel() {
    return kernel;
  }

  /** The tiles that the kernel calls. */
  List<Tile> tiles(Registers registers) {
    return switch (kernel) {
      case ContractionKernel contraction -> contraction.schedule().tiles(registers);
      case LoopKernel _, PackKernel _ -> List.of();
    };
  }

  /** Whether the kernel has a form of its own with vectors; else the plain one serves. */
  public boolean hasVectorForm() {
    return !scalar.equals(vector);
  }

  List<JavaMethod> in(JavaDialect dialect) {
    return switch (dialect) {
      case SCALAR -> scalar;
      case VECTOR -> hasVectorForm() ? vector : List.of();
    };
  }

  private static List<String> comment(
      LoopKernel kernel, KernelPrinter printer, String origin) {
    List<String> lines = new ArrayList<>(List.of(kernel.purpose(), "", "<pre>"));
    kernel.formula().forEach(line -> lines.add("  " + line.replace("<", "&lt;")));
    lines.add("");
    for (Buffer buffer : kernel.buffers()) {
      lines.add("  %-14s %s%s".formatted(printer.name(buffer), buffer.shape(),
          buffer.written() ? "   written" : ""));
    }
    lines.add("");
    lines.add("  from     " + origin);
    String each =
        switch (kernel.unit()) {
          case SAMPLE -> "a sample";
          case ELEMENT -> "an element";
          case ONCE, SPLIT -> "a launch";
        };
    lines.add("  work     %s FLOP %s".formatted(kernel.work(), each));
    lines.add("</pre>");
    return lines;
  }
}
