package dev.throughline.processor.emit.java;

import dev.throughline.processor.emit.java.Scope.Kind;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.schedule.Panels;
import java.util.List;
import java.util.Optional;

/**
 * Prints the statements of a loop nest.
 *
 * <p>In the vector dialect a loop over lanes is printed twice: whole vectors, then one element at a time for
 * what is left over. Both do the same operations in the same order on each element.
 */
final class StatementPrinter {
  /** Loops shorter than this stay scalar: no vector of any machine would be full. */
  private static final int FEWEST_LANES = 4;

  private final SourceText text;
  private final JavaDialect dialect;
  private final LoopConstants constants;
  private final ValuePrinter values;

  StatementPrinter(SourceText text, JavaDialect dialect, LoopConstants constants) {
    this.text = text;
    this.dialect = dialect;
    this.constants = constants;
    this.values = new ValuePrinter(text, constants);
  }

  /** What a statement computes. */
  static Optional<Value> value(Stmt statement) {
    return switch (statement) {
      case Stmt.Declare(_, Value value) -> Optional.of(value);
      case Stmt.Update(_, _, Value value) -> Optional.of(value);
      case Stmt.Store(_, Value value) -> Optional.of(value);
      case Stmt.For _, Stmt.Reduce _, Stmt.Guard _ -> Optional.empty();
      case Stmt.Let _, Stmt.Read _, Stmt.Quotient _ -> Optional.empty();
    };
  }

  /** Statements outside any loop over lanes. */
  void block(List<Stmt> body, Scope names) {
    print(body, Block.of(JavaDialect.SCALAR, "", names));
  }

  /**
   * A loop over lanes from {@code from} to {@code to}, whose distance is a multiple of {@code multiple}.
   *
   * @param names where the variable may be declared: for what is left over, the loop needs it outside
   */
  void lanes(
      String variable, String from, String to, int multiple, List<Stmt> body, Scope names) {
    if (dialect == JavaDialect.SCALAR || !isContiguous(body, variable)) {
      Block each = Block.of(JavaDialect.SCALAR, variable, names.inner());
      String i = each.declare(variable);
      text.open("for (int %s = %s; %s < %s; %s++) {", i, from, i, to, i);
      print(body, each);
      text.close();
      return;
    }
    if (multiple % Panels.LANES == 0) {
      Block each = Block.of(JavaDialect.VECTOR, variable, names.inner());
      String i = each.declare(variable);
      text.open("for (int %s = %s; %s < %s; %s += LANES) {", i, from, i, to, i);
      print(body, each);
      text.close();
      return;
    }
    String i = names.declare(Kind.LOCAL, variable);
    text.line("int %s = %s;", i, from);
    text.open("for (; %s <= %s - LANES; %s += LANES) {", i, to, i);
    print(body, Block.of(JavaDialect.VECTOR, variable, names.inner()));
    text.close();
    text.open("for (; %s < %s; %s++) {", i, to, i);
    print(body, Block.of(JavaDialect.SCALAR, variable, names.inner()));
    text.close();
  }

  private void print(List<Stmt> body, Block block) {
    body.forEach(statement -> print(statement, block));
  }

  private void print(Stmt statement, Block block) {
    switch (statement) {
      case Stmt.For(String variable, Stmt.Extent.Fixed(int extent), boolean lanes, var body) -> {
        if (lanes && extent >= FEWEST_LANES) {
          boolean exact = extent % Panels.LANES == 0;
          // A remainder loop goes on where the vectors stopped, so its variable needs a block of its own.
          boolean scope = dialect == JavaDialect.VECTOR && !exact && isContiguous(body, variable);
          if (scope) {
            text.open("{");
          }
          String to = constants.extent(variable, extent);
          lanes(variable, "0", to, extent, body, block.names().inner());
          if (scope) {
            text.close();
          }
        } else {
          loop(variable, constants.extent(variable, extent), body, block);
        }
      }
      case Stmt.For(String variable, Stmt.Extent.Batch _, _, var body) ->
          loop(variable, block.names().of(Kind.SCALAR, LoopKernelPrinter.BATCH), body, block);
      case Stmt.Reduce reduce -> reduce(reduce, block.names());
      case Stmt.Guard(Index index, int below, var body) -> {
        text.open("if (Integer.compareUnsigned(%s, %d) < 0) {", values.index("", index, block),
            below);
        print(body, block.inner());
        text.close();
      }
      case Stmt.Let(String variable, Index index) -> {
        String printed = values.index("", index, block);
        text.line("int %s = %s;", block.declare(variable), printed);
      }
      case Stmt.Read(String variable, Access source) -> {
        String printed = values.load(source, block);
        text.line("int %s = (int) %s;", block.declare(variable), printed);
      }
      case Stmt.Quotient(String variable, String of, int factor, int plus, int divisor) ->
          text.line("int %s = (int) ((%s * %dL + %d) / %d);", block.declare(variable),
              block.local(of), factor, plus, divisor);
      case Stmt.Declare(String local, Value value) -> {
        String printed = values.value(value, block);
        text.line("%s %s = %s;", block.isVector() ? "FloatVector" : "float",
            block.declare(local), ExpressionPrinter.bare(printed));
      }
      case Stmt.Update(String local, Reduction reduction, Value value) -> {
        String printed = values.value(value, block);
        String name = block.local(local);
        text.line("%s = %s;", name, combined(name, reduction, printed, block));
      }
      case Stmt.Store(Access target, Value value) -> {
        String printed = values.value(value, block);
        if (block.isVector()) {
          text.line("%s.intoArray(%s);", printed, values.place(target, block));
        } else {
          text.line("%s = %s;", values.load(target, block), ExpressionPrinter.bare(printed));
        }
        block.loaded().remove(values.load(target, block));
      }
    }
  }

  private void loop(String variable, String extent, List<Stmt> body, Block around) {
    Block each = around.inner();
    String i = each.declare(variable);
    text.open("for (int %s = 0; %s < %s; %s++) {", i, i, extent, i);
    print(body, each);
    text.close();
  }

  private void reduce(Stmt.Reduce reduce, Scope names) {
    String extent = constants.extent(reduce.variable(), reduce.extent());
    int parts = Stmt.Reduce.PARTS;
    boolean vectors =
        dialect == JavaDialect.VECTOR && isContiguous(reduce.body(), reduce.variable());
    int whole = vectors ? reduce.extent() / parts * parts : reduce.extent();
    Block each =
        Block.of(
            vectors ? JavaDialect.VECTOR : JavaDialect.SCALAR, reduce.variable(), names.inner());
    String lane = each.names().fresh("lane");
    text.open("for (int %s = 0; %s < %d; %s += %s) {", lane, lane, parts, lane,
        vectors ? "LANES" : "1");
    for (Stmt.Reduce.Result result : reduce.results()) {
      String identity = result.reduction() == Reduction.MAX ? "Float.NEGATIVE_INFINITY" : "0";
      text.line(
          vectors ? "FloatVector %s = FloatVector.broadcast(SPECIES, %s);" : "float %s = %s;",
          each.declare(result.local()), identity);
    }
    Block element = each.inner();
    String c = element.declare(reduce.variable());
    text.open("for (int %s = %s; %s < %s; %s += %d) {", c, lane, c,
        whole == reduce.extent() ? extent : whole, c, parts);
    print(reduce.body(), element);
    text.close();
    for (Stmt.Reduce.Result result : reduce.results()) {
      text.line(vectors ? "%s.intoArray(%s, %s);" : "%2$s[%3$s] = %1$s;",
          each.local(result.local()), names.of(Kind.PARTS, result.local()), lane);
    }
    text.close();
    if (whole < reduce.extent()) {
      rest(reduce, whole, extent, names.inner());
    }
    for (Stmt.Reduce.Result result : reduce.results()) {
      String of = names.of(Kind.PARTS, result.local());
      text.line("float %s = FloatMath.%s(%s);", names.declare(Kind.LOCAL, result.local()),
          result.reduction() == Reduction.MAX ? "max" : "sum", of);
    }
  }

  /** The last elements, which go on with the parts that vectors have left. */
  private void rest(Stmt.Reduce reduce, int whole, String extent, Scope names) {
    Block each = Block.of(JavaDialect.SCALAR, reduce.variable(), names);
    String c = each.declare(reduce.variable());
    String part = whole == 0 ? c : c + " - " + whole;
    for (Stmt.Reduce.Result result : reduce.results()) {
      String parts = names.of(Kind.PARTS, result.local());
      names.bind(Kind.LOCAL, result.local(), "%s[%s]".formatted(parts, part));
    }
    text.open("for (int %s = %d; %s < %s; %s++) {", c, whole, c, extent, c);
    print(reduce.body(), each);
    text.close();
  }

  private static String combined(
      String local, Reduction reduction, String value, Block block) {
    boolean vector = block.isVector();
    return switch (reduction) {
      case SUM, MEAN -> vector ? "%s.add(%s)".formatted(local, value) : local + " + " + value;
      case MAX ->
          vector
              ? "%s.max(%s)".formatted(local, value)
              : "Math.max(%s, %s)".formatted(local, value);
    };
  }

  /** Whether every access moves by nothing or by one element a lane, and every store by one. */
  private static boolean isContiguous(List<Stmt> body, String lane) {
    return body.stream()
        .allMatch(
            statement -> switch (statement) {
              case Stmt.For(_, _, _, var inner) -> isContiguous(inner, lane);
              case Stmt.Reduce _ -> false;
              case Stmt.Guard(Index index, _, var inner) ->
                  index.strideOf(lane) == 0 && isContiguous(inner, lane);
              case Stmt.Let(_, Index index) -> index.strideOf(lane) == 0;
              case Stmt.Read(_, Access source) -> source.index().strideOf(lane) == 0;
              case Stmt.Quotient(_, String of, _, _, _) -> !of.equals(lane);
              case Stmt.Declare _, Stmt.Update _ -> loadsContiguous(statement, lane);
              case Stmt.Store(Access target, _) ->
                  target.index().strideOf(lane) == 1 && loadsContiguous(statement, lane);
            });
  }

  private static boolean loadsContiguous(Stmt statement, String lane) {
    return value(statement).stream()
        .flatMap(Value::leaves)
        .filter(Value.Load.class::isInstance)
        .map(leaf -> ((Value.Load) leaf).access().index().strideOf(lane))
        .allMatch(stride -> stride == 0 || stride == 1);
  }
}
