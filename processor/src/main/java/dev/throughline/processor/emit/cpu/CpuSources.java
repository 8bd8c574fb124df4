package dev.throughline.processor.emit.cpu;

import dev.throughline.processor.emit.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The classes that run a network on the CPU.
 *
 * @param program where its passes stand
 * @param kernels what they launch, as plain loops
 * @param vectorKernels the same with vectors, if these can be compiled against
 * @param step which methods of {@code program} are the training step
 */
public record CpuSources(
    SourceFile program,
    SourceFile kernels,
    Optional<SourceFile> vectorKernels,
    TrainingStep step) {
  /** All of them. */
  public List<SourceFile> files() {
    return Stream.concat(Stream.of(program, kernels), vectorKernels.stream()).toList();
  }

  /** The method of {@code program} that has that name and the parameter n, as it stands there but for the indentation. */
  public String method(String name) {
    String text = program.text();
    int head = text.indexOf(" %s(int n) {".formatted(name));
    if (head < 0) {
      throw new IllegalArgumentException("%s has no method %s".formatted(program.name(), name));
    }
    // Members stand apart by a blank line, and end in a brace under their first letter.
    int from = text.lastIndexOf("\n\n", head) + 2;
    int depth = 0;
    while (text.charAt(from + depth) == ' ') {
      depth++;
    }
    String end = "\n" + " ".repeat(depth) + "}";
    return text.substring(from, text.indexOf(end + "\n", head) + end.length()).stripIndent();
  }
}
