package dev.throughline.processor.emit.java;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Operand;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.schedule.Panels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
  private final Map<Float, String> overBatch;

  StatementPrinter(
      SourceText text, JavaDialect dialect, LoopConstants constants, Map<Float, String> overBatch) {
    this.text = text;
    this.dialect = dialect;
    this.constants = constants;
    this.overBatch = overBatch;
  }

  /** The operands of a statement that computes. */
  static List<Operand> operands(Stmt statement) {
    return switch (statement) {
      case Stmt.Declare(_, _, var operands) -> operands;
      case Stmt.Update(_, _, _, var operands) -> operands;
      case Stmt.Store(_, _, var operands) -> operands;
      case Stmt.For _, Stmt.Reduce _, Stmt.Guard _, Stmt.Let _, Stmt.Read _ -> List.of();
    };
  }

  /** Statements outside any loop over lanes. */
  void block(List<Stmt> body) {
    for (Stmt statement : body) {
      print(statement, JavaDialect.SCALAR, "", new HashMap<>());
    }
  }

  /** A loop over lanes from {@code from} to {@code to}, whose distance is a multiple of {@code multiple}. */
  void lanes(String variable, String from, String to, int multiple, List<Stmt> body) {
    if (dialect == JavaDialect.SCALAR || !isContiguous(body, variable)) {
      text.open("for (int %s = %s; %s < %s; %s++) {", variable, from, variable, to, variable);
      blockIn(body, JavaDialect.SCALAR, variable);
      text.close();
      return;
    }
    if (multiple % Panels.LANES == 0) {
      text.open("for (int %s = %s; %s < %s; %s += LANES) {", variable, from, variable, to,
          variable);
      blockIn(body, JavaDialect.VECTOR, variable);
      text.close();
      return;
    }
    text.line("int %s = %s;", variable, from);
    text.open("for (; %s <= %s - LANES; %s += LANES) {", variable, to, variable);
    blockIn(body, JavaDialect.VECTOR, variable);
    text.close();
    text.open("for (; %s < %s; %s++) {", variable, to, variable);
    blockIn(body, JavaDialect.SCALAR, variable);
    text.close();
  }

  private void blockIn(List<Stmt> body, JavaDialect within, String lane) {
    blockIn(body, within, lane, Map.of());
  }

  /** What the surrounding block has loaded stays loaded. */
  private void blockIn(
      List<Stmt> body, JavaDialect within, String lane, Map<Access, String> around) {
    Map<Access, String> loaded = new HashMap<>(around);
    for (Stmt statement : body) {
      print(statement, within, lane, loaded);
    }
  }

  private void print(
      Stmt statement, JavaDialect within, String lane, Map<Access, String> loaded) {
    switch (statement) {
      case Stmt.For(String variable, Stmt.Extent.Fixed(int extent), boolean lanes, var body) -> {
        if (lanes && extent >= FEWEST_LANES) {
          boolean exact = extent % Panels.LANES == 0;
          // A remainder loop goes on where the vectors stopped, so its variable needs a scope of its own.
          boolean scope = dialect == JavaDialect.VECTOR && !exact && isContiguous(body, variable);
          if (scope) {
            text.open("{");
          }
          lanes(variable, "0", constants.extent(variable, extent), extent, body);
          if (scope) {
            text.close();
          }
        } else {
          openLoop(variable, constants.extent(variable, extent));
          blockIn(body, within, lane, loaded);
          text.close();
        }
      }
      case Stmt.For(String variable, Stmt.Extent.Batch _, _, var body) -> {
        openLoop(variable, "batch");
        blockIn(body, within, lane, loaded);
        text.close();
      }
      case Stmt.Reduce reduce -> reduce(reduce);
      case Stmt.Guard(Index index, int below, var body) -> {
        text.open("if (Integer.compareUnsigned(%s, %d) < 0) {", index("", index), below);
        blockIn(body, within, lane, loaded);
        text.close();
      }
      case Stmt.Let(String variable, Index index) ->
          text.line("int %s = %s;", variable, index("", index));
      case Stmt.Read(String variable, Access source) ->
          text.line("int %s = (int) %s;", variable, load(source));
      case Stmt.Declare(String local, Expr value, var operands) -> {
        String printed = value(value, operands, within, lane, loaded);
        text.line("%s %s = %s;", within == JavaDialect.VECTOR ? "FloatVector" : "float", local,
            ExpressionPrinter.bare(printed));
      }
      case Stmt.Update(String local, Reduction reduction, Expr value, var operands) -> {
        String printed = value(value, operands, within, lane, loaded);
        text.line("%s = %s;", local, combined(local, reduction, printed, within));
      }
      case Stmt.Store(Access target, Expr value, var operands) -> {
        String printed = value(value, operands, within, lane, loaded);
        String at = index(target.buffer() + "At", target.index());
        if (within == JavaDialect.VECTOR) {
          text.line("%s.intoArray(%s, %s);", printed, target.buffer(), at);
        } else {
          text.line("%s[%s] = %s;", target.buffer(), at, ExpressionPrinter.bare(printed));
        }
        loaded.remove(target);
      }
    }
  }

  /** The array in which a reduction leaves its parts. */
  static String parts(Stmt.Reduce.Result result) {
    return result.local() + "Parts";
  }

  private void reduce(Stmt.Reduce reduce) {
    String c = reduce.variable();
    String extent = constants.extent(c, reduce.extent());
    int parts = Stmt.Reduce.PARTS;
    boolean vectors = dialect == JavaDialect.VECTOR && isContiguous(reduce.body(), c);
    JavaDialect within = vectors ? JavaDialect.VECTOR : JavaDialect.SCALAR;
    int whole = vectors ? reduce.extent() / parts * parts : reduce.extent();
    text.open("for (int lane = 0; lane < %d; lane += %s) {", parts, vectors ? "LANES" : "1");
    for (Stmt.Reduce.Result result : reduce.results()) {
      String identity = result.reduction() == Reduction.MAX ? "Float.NEGATIVE_INFINITY" : "0";
      text.line(
          vectors ? "FloatVector %s = FloatVector.broadcast(SPECIES, %s);" : "float %s = %s;",
          result.local(),
          identity);
    }
    text.open("for (int %s = lane; %s < %s; %s += %d) {", c, c,
        whole == reduce.extent() ? extent : whole, c, parts);
    blockIn(reduce.body(), within, c);
    text.close();
    for (Stmt.Reduce.Result result : reduce.results()) {
      text.line(vectors ? "%s.intoArray(%s, lane);" : "%2$s[lane] = %1$s;",
          result.local(), parts(result));
    }
    text.close();
    if (whole < reduce.extent()) {
      text.open("for (int %s = %d; %s < %s; %s++) {", c, whole, c, extent, c);
      blockIn(intoParts(reduce, whole), JavaDialect.SCALAR, c);
      text.close();
    }
    for (Stmt.Reduce.Result result : reduce.results()) {
      text.line("float %s = FloatMath.%s(%s);", result.local(),
          result.reduction() == Reduction.MAX ? "max" : "sum", parts(result));
    }
  }

  /** The body for the last elements, which go on with the parts that vectors have left. */
  private static List<Stmt> intoParts(Stmt.Reduce reduce, int whole) {
    List<Stmt> body = new ArrayList<>();
    for (Stmt statement : reduce.body()) {
      if (statement instanceof Stmt.Update(String local, var reduction, var value, var operands)) {
        String at = whole == 0 ? reduce.variable() : reduce.variable() + " - " + whole;
        body.add(new Stmt.Update("%sParts[%s]".formatted(local, at), reduction, value, operands));
      } else {
        body.add(statement);
      }
    }
    return body;
  }

  private void openLoop(String variable, String extent) {
    text.open("for (int %s = 0; %s < %s; %s++) {", variable, variable, extent, variable);
  }

  private static String combined(
      String local, Reduction reduction, String value, JavaDialect within) {
    boolean vector = within == JavaDialect.VECTOR;
    return switch (reduction) {
      case SUM, MEAN -> vector ? "%s.add(%s)".formatted(local, value) : local + " + " + value;
      case MAX ->
          vector
              ? "%s.max(%s)".formatted(local, value)
              : "Math.max(%s, %s)".formatted(local, value);
    };
  }

  private String value(
      Expr value, List<Operand> operands, JavaDialect within, String lane,
      Map<Access, String> loaded) {
    List<String> names = new ArrayList<>();
    for (Operand operand : operands) {
      names.add(operand(operand, within, lane, loaded));
    }
    boolean vector = within == JavaDialect.VECTOR;
    String position = "(float) c";
    ExpressionPrinter.Names all =
        new ExpressionPrinter.Names(
            names,
            vector ? broadcast(position) + ".addIndex(1)" : position,
            extent -> vector ? broadcast(row(extent)) : row(extent),
            stream -> String.format(Locale.ROOT, "RandomMask.uniform(seed, %d, element)", stream));
    return ExpressionPrinter.of(within).print(value, all);
  }

  private static String row(int extent) {
    return String.format(Locale.ROOT, "(float) (row %% %d)", extent);
  }

  private String operand(
      Operand operand, JavaDialect within, String lane, Map<Access, String> loaded) {
    boolean vector = within == JavaDialect.VECTOR;
    return switch (operand) {
      case Operand.Local(String name) -> name;
      case Operand.Scalar(String name) -> vector ? broadcast(name) : name;
      case Operand.OverBatch(float value) -> {
        String name = requireNonNull(overBatch.get(value));
        yield vector ? broadcast(name) : name;
      }
      case Operand.Load(Access access) ->
          vector ? loadLanes(access, lane, loaded) : load(access);
    };
  }

  private String load(Access access) {
    return "%s[%s]".formatted(access.buffer(), index(access.buffer() + "At", access.index()));
  }

  /** Loads once into a local, however often the statements of this block read it. */
  private String loadLanes(Access access, String lane, Map<Access, String> loaded) {
    String known = loaded.get(access);
    if (known != null) {
      return known;
    }
    boolean first = loaded.values().stream().noneMatch((access.buffer() + "Lanes")::equals);
    String name = access.buffer() + "Lanes" + (first ? "" : loaded.size() + 1);
    String load =
        access.index().strideOf(lane) == 0
            ? broadcast(load(access))
            : "FloatVector.fromArray(SPECIES, %s, %s)"
                .formatted(access.buffer(), index(access.buffer() + "At", access.index()));
    text.line("FloatVector %s = %s;", name, load);
    loaded.put(access, name);
    return name;
  }

  private static String broadcast(String value) {
    return "FloatVector.broadcast(SPECIES, %s)".formatted(value);
  }

  /** {@code xAt + n * ROWS * C + row * C + c}. */
  private String index(String start, Index index) {
    StringBuilder printed = new StringBuilder(start);
    for (Index.Term term : index.terms()) {
      String stride = constants.stride(Math.abs(term.stride()));
      String product = stride.equals("1") ? term.variable() : term.variable() + " * " + stride;
      append(printed, term.stride() < 0, product);
    }
    if (index.offset() != 0 || printed.isEmpty()) {
      append(printed, index.offset() < 0, Integer.toString(Math.abs(index.offset())));
    }
    return printed.toString();
  }

  private static void append(StringBuilder printed, boolean minus, String part) {
    if (printed.isEmpty()) {
      printed.append(minus ? "-" : "").append(part);
    } else {
      printed.append(minus ? " - " : " + ").append(part);
    }
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
              case Stmt.Declare _, Stmt.Update _ -> loadsContiguous(statement, lane);
              case Stmt.Store(Access target, _, _) ->
                  target.index().strideOf(lane) == 1 && loadsContiguous(statement, lane);
            });
  }

  private static boolean loadsContiguous(Stmt statement, String lane) {
    return operands(statement).stream()
        .filter(Operand.Load.class::isInstance)
        .map(o -> ((Operand.Load) o).access().index().strideOf(lane))
        .allMatch(stride -> stride == 0 || stride == 1);
  }
}
