package dev.throughline.processor.lower;

import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one block of a loop nest, within those of the blocks around it.
 *
 * <p>Whoever writes a loop nest names its variables as if each part stood alone: where a loop of one element has
 * collapsed, two parts share a block; and a buffer may be called after an input of the user's. Here each variable
 * gets a name that is not seen where it is declared; a reference means the declaration before it.
 */
final class Locals {
  private final @Nullable Locals outer;
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  private Locals(@Nullable Locals outer) {
    this.outer = outer;
  }

  /** {@code body} with every variable declared once where it is seen, and none called like a buffer. */
  static List<Stmt> declaredOnce(List<Stmt> body, List<Buffer> buffers) {
    Locals locals = new Locals(null);
    buffers.forEach(buffer -> locals.taken.add(buffer.name()));
    return locals.block(body);
  }

  private List<Stmt> block(List<Stmt> body) {
    List<Stmt> named = new ArrayList<>();
    body.forEach(statement -> named.add(statement(statement)));
    return named;
  }

  private Stmt statement(Stmt statement) {
    return switch (statement) {
      case Stmt.For(String variable, Int from, Int to, Int step, var run, var body) -> {
        Locals inner = new Locals(this);
        Int first = number(from);
        Int end = number(to);
        yield new Stmt.For(inner.declare(variable), first, end, step, run, inner.block(body));
      }
      case Stmt.Reduce(String variable, Int extent, boolean whole, var results, var body) -> {
        List<Stmt.Reduce.Result> declared =
            results.stream()
                .map(r -> new Stmt.Reduce.Result(declare(r.local()), r.reduction()))
                .toList();
        Locals inner = new Locals(this);
        yield new Stmt.Reduce(
            inner.declare(variable), extent, whole, declared, inner.block(body));
      }
      case Stmt.Guard(Int index, Int below, var body) ->
          new Stmt.Guard(number(index), number(below), new Locals(this).block(body));
      case Stmt.Let(String variable, Int value) -> {
        Int named = number(value);
        yield new Stmt.Let(declare(variable), named);
      }
      case Stmt.Read(String variable, Access source) -> {
        Access named = access(source);
        yield new Stmt.Read(declare(variable), named);
      }
      case Stmt.Declare(String local, Value value) -> {
        Value named = value(value);
        yield new Stmt.Declare(declare(local), named);
      }
      case Stmt.Update(String local, var reduction, Value value) ->
          new Stmt.Update(of(local), reduction, value(value));
      case Stmt.Store(Access target, Value value) ->
          new Stmt.Store(access(target), value(value));
      case Stmt.If(Int a, Int b, var body) ->
          new Stmt.If(number(a), number(b), new Locals(this).block(body));
      case Stmt.Copy(Access source, Access target, Int count) ->
          new Stmt.Copy(access(source), access(target), number(count));
      case Stmt.Clear(Access target, Int count) -> new Stmt.Clear(access(target), number(count));
      case Stmt.Call(var tile, Access a, Access b, Access sum, var numbers) -> {
        Map<String, Int> named = new HashMap<>();
        numbers.forEach((name, value) -> named.put(name, number(value)));
        yield new Stmt.Call(tile, access(a), access(b), access(sum), named);
      }
      case Stmt.Panel(String variable, int width, var many, var few) -> {
        Locals inner = new Locals(this);
        String lane = inner.declare(variable);
        yield new Stmt.Panel(
            lane, width, new Locals(inner).block(many), new Locals(inner).block(few));
      }
      case Stmt.Apart(String name, String purpose, var body) ->
          new Stmt.Apart(name, purpose, new Locals(this).block(body));
    };
  }

  private Value value(Value value) {
    return value.withLeaves(
        leaf -> switch (leaf) {
          case Value.Local(String name) -> new Value.Local(of(name));
          case Value.Load(Access access) -> new Value.Load(access(access));
          case Value.Position(Int at) -> new Value.Position(number(at));
          case Value.Random(Int stream, Int element) -> new Value.Random(stream, number(element));
          case Value.Scalar _, Value.Share _, Value.Const _ -> leaf;
          case Value.Unary _, Value.Binary _, Value.Fma _, Value.Select _ ->
              throw new IllegalArgumentException("no leaf: " + leaf);
        });
  }

  private Access access(Access access) {
    return new Access(access.buffer(), number(access.index()));
  }

  private Int number(Int value) {
    return value.with(
        leaf -> leaf instanceof Int.Variable(String name) ? new Int.Variable(of(name)) : leaf);
  }

  private String declare(String variable) {
    String name = variable;
    for (int i = 2; isSeen(name); i++) {
      name = variable + i;
    }
    taken.add(name);
    names.put(variable, name);
    return name;
  }

  private boolean isSeen(String name) {
    return taken.contains(name) || outer != null && outer.isSeen(name);
  }

  /** What the last declaration of {@code variable} around here is called; itself if the unit of work declares it. */
  private String of(String variable) {
    String name = names.get(variable);
    return name != null ? name : outer != null ? outer.of(variable) : variable;
  }
}
