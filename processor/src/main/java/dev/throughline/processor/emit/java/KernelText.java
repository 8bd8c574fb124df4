package dev.throughline.processor.emit.java;

import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.schedule.Registers;
import dev.throughline.processor.schedule.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
    KernelPrinter printer = new KernelPrinter(kernel, dialect.loops(), KernelsWriter.WORDS);
    List<JavaMethod> methods = new ArrayList<>(printer.print(comment(kernel, printer, origin)));
    Stream<Tile> tiles = kernel.tiles(Registers.MANY).stream();
    if (dialect == JavaDialect.VECTOR) {
      tiles = Stream.concat(tiles, kernel.tiles(Registers.FEW).stream()).distinct();
    }
    tiles.forEach(tile -> methods.add(TilePrinter.print(dialect, tile)));
    return methods;
  }

  public Kernel kernel() {
    return kernel;
  }

  /** The tiles that the kernel calls. */
  public List<Tile> tiles(Registers registers) {
    return kernel.tiles(registers);
  }

  /** Whether the kernel has a form of its own with vectors; else the plain one serves. */
  public boolean hasVectorForm() {
    return !scalar.equals(vector);
  }

  /** The method of the kernel, then those that it calls; none if another dialect serves. */
  public List<JavaMethod> in(JavaDialect dialect) {
    return switch (dialect) {
      case SCALAR -> scalar;
      case VECTOR -> hasVectorForm() ? vector : List.of();
    };
  }

  private static List<String> comment(
      Kernel kernel, KernelPrinter printer, String origin) {
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
          case SAMPLE, SAMPLES, ROWS, SPLIT -> "a sample";
          case ELEMENT -> "an element";
          case ONCE -> "a launch";
        };
    lines.add("  work     %s%s FLOP %s"
        .formatted(kernel.skips() && !kernel.usesTiles() ? "at most " : "", kernel.work(), each));
    lines.add("</pre>");
    return lines;
  }
}
