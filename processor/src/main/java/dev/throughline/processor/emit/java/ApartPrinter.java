package dev.throughline.processor.emit.java;

import dev.throughline.processor.emit.java.Scope.Kind;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Prints the parts of a kernel that stand apart: each is a function that is passed all that it refers to. */
final class ApartPrinter {
  private final KernelPrinter walk;
  private final Kernel kernel;
  private final Dialect dialect;
  private final List<String> words;
  private final List<JavaMethod> methods = new ArrayList<>();

  ApartPrinter(KernelPrinter walk, Kernel kernel, Dialect dialect, List<String> words) {
    this.walk = walk;
    this.kernel = kernel;
    this.dialect = dialect;
    this.words = words;
  }

  /** The functions that were called. */
  List<JavaMethod> methods() {
    return methods;
  }

  /** Prints the call of {@code part}. */
  void call(Stmt.Apart part, Block block) {
    Free free = Free.of(part.body(), kernel);
    Scope own = Scope.apartFrom(words);
    List<String> parameters = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    for (String buffer : free.buffers()) {
      arguments.add(block.names().of(Kind.ARRAY, buffer));
      if (buffer.equals(Kernel.SCRATCH)) {
        parameters.add(scratch(own));
      } else {
        arguments.add(block.names().of(Kind.START, buffer));
        String array = own.declare(Kind.ARRAY, buffer);
        parameters.addAll(dialect.buffer(array, own.declare(Kind.START, buffer), false));
      }
    }
    free.extents()
        .forEach(extent -> number(Kind.EXTENT, extent, block, own, parameters, arguments));
    free.variables()
        .forEach(variable -> number(Kind.LOCAL, variable, block, own, parameters, arguments));
    String name = kernel.name() + part.name();
    walk.text().call(name, arguments, ";");
    SourceText text = new SourceText();
    text.openMethod(dialect.part(name), parameters);
    walk.aside(
        text,
        () -> {
          walk.constants(free.constants(), own);
          walk.block(part.body(), Block.of(dialect.scalar(), "", own));
        });
    methods.add(
        new JavaMethod(name, SourceText.comment(List.of(part.purpose())), text.close().toString()));
  }

  private void number(
      Kind kind, String number, Block block, Scope own, List<String> parameters,
      List<String> arguments) {
    arguments.add(block.names().of(kind, number));
    parameters.add(dialect.number(Dialect.Argument.SIZE, own.declare(kind, number)));
  }

  /** Declares memory of a thread's own, which begins where its array does, and gives the parameter. */
  String scratch(Scope scope) {
    scope.bind(Kind.START, Kernel.SCRATCH, "");
    return dialect.scratch(scope.declare(Kind.ARRAY, Kernel.SCRATCH));
  }
}
