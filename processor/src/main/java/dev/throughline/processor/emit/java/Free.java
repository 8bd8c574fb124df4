package dev.throughline.processor.emit.java;

import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Stmt;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * What statements of a kernel refer to without declaring it.
 *
 * @param extents sizes that differ between launches
 * @param constants sizes that do not
 */
record Free(
    List<String> buffers, List<String> extents, List<String> constants, List<String> variables) {

  static Free of(List<Stmt> body, Kernel kernel) {
    SequencedSet<String> buffers = new LinkedHashSet<>();
    SequencedSet<String> sizes = new LinkedHashSet<>();
    SequencedSet<String> variables = new LinkedHashSet<>();
    List<String> declared = new ArrayList<>();
    body.stream()
        .flatMap(Stmt::all)
        .forEach(
            statement -> {
              statement.accesses().map(Access::buffer).forEach(buffers::add);
              statement.numbers().flatMap(Int::parts).forEach(part -> add(part, sizes, variables));
              switch (statement) {
                case Stmt.For loop -> declared.add(loop.variable());
                case Stmt.Let let -> declared.add(let.variable());
                case Stmt.Panel panel -> declared.add(panel.variable());
                default -> {}
              }
            });
    declared.forEach(variables::remove);
    List<String> extents = new ArrayList<>(sizes);
    extents.removeAll(kernel.constants().keySet());
    sizes.retainAll(kernel.constants().keySet());
    return new Free(List.copyOf(buffers), extents, List.copyOf(sizes), List.copyOf(variables));
  }

  private static void add(Int part, SequencedSet<String> sizes, SequencedSet<String> variables) {
    switch (part) {
      case Int.Extent(String name) -> sizes.add(name);
      case Int.Variable(String name) -> variables.add(name);
      case Int.Batch _ -> throw new IllegalArgumentException("a part that asks for the batch");
      default -> {}
    }
  }
}
