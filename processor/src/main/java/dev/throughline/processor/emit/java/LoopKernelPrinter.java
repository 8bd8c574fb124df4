package dev.throughline.processor.emit.java;

import dev.throughline.processor.emit.java.Scope.Kind;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.LoopKernel;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Prints a loop kernel as one static method.
 *
 * <p>Parameters are the buffers ({@code float[] x, int xAt}), the batch, the seed if anything is drawn, the
 * scalars, and the range of tasks.
 */
final class LoopKernelPrinter {
  static final String BATCH = "batch";
  static final String SEED = "seed";
  private static final String FROM = "from";
  private static final String TO = "to";

  private final LoopKernel kernel;
  private final JavaDialect dialect;
  private final Scope names = Scope.apartFrom(KernelsWriter.WORDS);
  private final List<String> parameters = new ArrayList<>();

  LoopKernelPrinter(LoopKernel kernel, JavaDialect dialect) {
    this.kernel = kernel;
    this.dialect = dialect;
    for (Buffer buffer : kernel.buffers()) {
      parameters.add("float[] " + names.declare(Kind.ARRAY, buffer.name()));
      parameters.add("int " + names.declare(Kind.START, buffer.name()));
    }
    if (readsBatch(kernel)) {
      parameter("int", BATCH);
    }
    if (kernel.random()) {
      parameter("long", SEED);
    }
    kernel.scalars().forEach(scalar -> parameter("float", scalar));
    if (kernel.unit() != Unit.ONCE) {
      parameter("int", FROM);
      parameter("int", TO);
    }
  }

  private void parameter(String type, String number) {
    parameters.add(type + " " + names.declare(Kind.SCALAR, number));
  }

  /** What the method calls {@code buffer}. */
  String name(Buffer buffer) {
    return names.of(Kind.ARRAY, buffer.name());
  }

  String print(List<String> comment) {
    SourceText text = new SourceText();
    text.comment(comment);
    text.openMethod("static void " + kernel.name(), parameters);
    List<Stmt> body = kernel.body();
    LoopConstants constants = LoopConstants.of(body);
    constants.declare(text, names);
    declareShares(text, body);
    declareParts(text, body);
    StatementPrinter statements = new StatementPrinter(text, dialect, constants);
    switch (kernel.unit()) {
      case ONCE -> statements.block(body, names);
      case SAMPLE -> {
        Scope sample = names.inner();
        String n = sample.declare(Kind.LOCAL, "n");
        text.open("for (int %s = %s; %s < %s; %s++) {", n, number(FROM), n, number(TO), n);
        statements.block(body, sample);
        text.close();
      }
      case ELEMENT -> statements.lanes("i", number(FROM), number(TO), 1, body, names);
      case SPLIT ->
          throw new IllegalStateException("no loop kernel works on splits: " + kernel.name());
    }
    return text.close().toString();
  }

  private String number(String parameter) {
    return names.of(Kind.SCALAR, parameter);
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
              case Stmt.Let _, Stmt.Read _, Stmt.Quotient _ -> false;
              case Stmt.Declare _, Stmt.Update _, Stmt.Store _ ->
                  StatementPrinter.value(statement).stream()
                      .anyMatch(value -> value.contains(Value.OverBatch.class));
            });
  }

  /** The parts of each reduction, before the loops: their memory serves every row, and one after the other. */
  private void declareParts(SourceText text, List<Stmt> body) {
    Set<String> locals = new LinkedHashSet<>();
    collectParts(body, locals);
    locals.forEach(
        local -> text.line("final float[] %s = new float[%d];",
            names.declare(Kind.PARTS, local), Stmt.Reduce.PARTS));
  }

  private static void collectParts(List<Stmt> body, Set<String> locals) {
    for (Stmt statement : body) {
      switch (statement) {
        case Stmt.Reduce(_, _, var results, _) ->
            results.forEach(result -> locals.add(result.local()));
        case Stmt.For(_, _, _, var inner) -> collectParts(inner, locals);
        case Stmt.Guard(_, _, var inner) -> collectParts(inner, locals);
        case Stmt.Let _, Stmt.Read _, Stmt.Quotient _ -> {}
        case Stmt.Declare _, Stmt.Update _, Stmt.Store _ -> {}
      }
    }
  }

  /** Divides once, before the loops. */
  private void declareShares(SourceText text, List<Stmt> body) {
    Set<Float> shares = new LinkedHashSet<>();
    collectShares(body, shares);
    shares.forEach(
        value -> text.line("final float %s = %s / %s;",
            names.bind(Kind.SHARE, Float.toString(value), names.fresh("share")),
            ExpressionPrinter.literal(value), number(BATCH)));
  }

  private static void collectShares(List<Stmt> body, Set<Float> shares) {
    for (Stmt statement : body) {
      switch (statement) {
        case Stmt.For(_, _, _, var inner) -> collectShares(inner, shares);
        case Stmt.Reduce(_, _, _, var inner) -> collectShares(inner, shares);
        case Stmt.Guard(_, _, var inner) -> collectShares(inner, shares);
        case Stmt.Let _, Stmt.Read _, Stmt.Quotient _ -> {}
        case Stmt.Declare _, Stmt.Update _, Stmt.Store _ -> {
          StatementPrinter.value(statement).stream()
              .flatMap(Value::leaves)
              .filter(Value.OverBatch.class::isInstance)
              .forEach(leaf -> shares.add(((Value.OverBatch) leaf).value()));
        }
      }
    }
  }
}
