package dev.throughline.processor.emit.java;

import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.LoopKernel;
import dev.throughline.processor.kernel.Operand;
import dev.throughline.processor.kernel.Stmt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints a loop kernel as one static method.
 *
 * <p>Parameters are the buffers ({@code float[] x, int xAt}), the batch, the seed if anything is drawn, the
 * scalars, and the range of tasks.
 */
final class LoopKernelPrinter {
  private final LoopKernel kernel;
  private final JavaDialect dialect;
  private final LoopConstants constants;

  LoopKernelPrinter(LoopKernel kernel, JavaDialect dialect) {
    this.kernel = kernel;
    this.dialect = dialect;
    this.constants = LoopConstants.of(kernel.body());
  }

  String print(List<String> comment) {
    SourceText text = new SourceText();
    text.comment(comment);
    text.openMethod("static void " + kernel.name(), parameters(kernel));
    constants.declare(text);
    List<Stmt> body = kernel.body();
    Map<Float, String> overBatch = declareOverBatch(text, body);
    declareParts(text, body);
    StatementPrinter statements = new StatementPrinter(text, dialect, constants, overBatch);
    switch (kernel.unit()) {
      case ONCE -> statements.block(body);
      case SAMPLE -> {
        text.open("for (int n = from; n < to; n++) {");
        statements.block(body);
        text.close();
      }
      case ELEMENT -> statements.lanes("i", "from", "to", 1, body);
      case SPLIT ->
          throw new IllegalStateException("no loop kernel works on splits: " + kernel.name());
    }
    return text.close().toString();
  }

  /** The parameter list of the method of {@code kernel}. */
  static List<String> parameters(LoopKernel kernel) {
    List<String> parameters = new ArrayList<>();
    for (Buffer buffer : kernel.buffers()) {
      parameters.add("float[] " + buffer.name());
      parameters.add("int " + buffer.name() + "At");
    }
    if (readsBatch(kernel)) {
      parameters.add("int batch");
    }
    if (kernel.random()) {
      parameters.add("long seed");
    }
    kernel.scalars().forEach(scalar -> parameters.add("float " + scalar));
    if (kernel.unit() != Unit.ONCE) {
      parameters.add("int from");
      parameters.add("int to");
    }
    return parameters;
  }

  /** Whether the method takes the size of the batch. */
  static boolean readsBatch(LoopKernel kernel) {
    return readsBatch(kernel.body());
  }

  private static boolean readsBatch(List<Stmt> body) {
    return body.stream()
        .anyMatch(
            statement -> switch (statement) {
              case Stmt.For(_, var extent, _, var inner) ->
                  extent instanceof Stmt.Extent.Batch || readsBatch(inner);
              case Stmt.Reduce(_, _, _, var inner) -> readsBatch(inner);
              case Stmt.Guard(_, _, var inner) -> readsBatch(inner);
              case Stmt.Let _, Stmt.Read _ -> false;
              case Stmt.Declare _, Stmt.Update _, Stmt.Store _ ->
                  StatementPrinter.operands(statement).stream()
                      .anyMatch(Operand.OverBatch.class::isInstance);
            });
  }

  /** The parts of each reduction, before the loops: their memory serves every row. */
  private static void declareParts(SourceText text, List<Stmt> body) {
    for (Stmt statement : body) {
      switch (statement) {
        case Stmt.Reduce(_, _, var results, _) -> {
          for (Stmt.Reduce.Result result : results) {
            text.line("final float[] %s = new float[%d];",
                StatementPrinter.parts(result), Stmt.Reduce.PARTS);
          }
        }
        case Stmt.For(_, _, _, var inner) -> declareParts(text, inner);
        case Stmt.Guard(_, _, var inner) -> declareParts(text, inner);
        case Stmt.Let _, Stmt.Read _, Stmt.Declare _, Stmt.Update _, Stmt.Store _ -> {}
      }
    }
  }

  /** Divides once, before the loops. */
  private static Map<Float, String> declareOverBatch(SourceText text, List<Stmt> body) {
    Map<Float, String> names = new LinkedHashMap<>();
    collectOverBatch(body, names);
    names.forEach(
        (value, name) -> text.line("final float %s = %s / batch;", name,
            ExpressionPrinter.literal(value)));
    return names;
  }

  private static void collectOverBatch(List<Stmt> body, Map<Float, String> names) {
    for (Stmt statement : body) {
      switch (statement) {
        case Stmt.For(_, _, _, var inner) -> collectOverBatch(inner, names);
        case Stmt.Reduce(_, _, _, var inner) -> collectOverBatch(inner, names);
        case Stmt.Guard(_, _, var inner) -> collectOverBatch(inner, names);
        case Stmt.Let _, Stmt.Read _ -> {}
        case Stmt.Declare _, Stmt.Update _, Stmt.Store _ -> {
          for (Operand operand : StatementPrinter.operands(statement)) {
            if (operand instanceof Operand.OverBatch(float value)) {
              names.computeIfAbsent(
                  value, _ -> names.isEmpty() ? "share" : "share" + (names.size() + 1));
            }
          }
        }
      }
    }
  }
}
