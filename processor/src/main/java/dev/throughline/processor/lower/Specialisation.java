package dev.throughline.processor.lower;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Stmt.Run;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.schedule.LoopSchedule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/**
 * What all launches of a kernel have in common, made part of it.
 *
 * <p>A size that is the same in every launch becomes a constant; 0 and 1 are resolved, and with them every loop of
 * one step. What is left of the loops over lanes runs in lanes where that is worth it.
 */
final class Specialisation {
  private final Kernel kernel;
  private final List<Map<String, Integer>> launches;
  private final SequencedMap<String, Integer> constants = new LinkedHashMap<>();
  private final Map<String, Int> resolved = new HashMap<>();

  private Specialisation(Kernel kernel, List<Map<String, Integer>> launches) {
    this.kernel = kernel;
    this.launches = launches;
    launches.getFirst().forEach(
        (name, size) -> {
          if (launches.stream().allMatch(sizes -> size.equals(sizes.get(name)))) {
            constants.put(name, size);
          }
        });
  }

  /**
   * {@code kernel}, which is launched with these sizes, under a name that is not among {@code names}.
   *
   * @param launches what each extent stands for, launch by launch
   */
  static Kernel of(
      Kernel kernel, List<Map<String, Integer>> launches, Emitter.Naming naming,
      KernelNames names) {
    return new Specialisation(kernel, launches).named(naming, names);
  }

  private Kernel named(Emitter.Naming naming, KernelNames names) {
    UnaryOperator<Int> numbers =
        size -> size instanceof Int.Extent(String extent) && constants.containsKey(extent)
            ? Int.of(requireNonNull(constants.get(extent)))
            : size;
    List<Buffer> buffers = new ArrayList<>();
    for (Buffer buffer : kernel.buffers()) {
      Shape shape = buffer.shape();
      List<Int> extents = shape.extents().stream().map(this::number).toList();
      Shape known =
          new Shape(
              shape.batched(), extents, number(shape.limit()), shape.rowAxes(),
              number(shape.pitch()));
      buffers.add(new Buffer(buffer.name(), known, buffer.written()));
    }
    List<Stmt> body = Locals.declaredOnce(block(kernel.body()), buffers);
    return new Kernel(
        names.apart(naming.name(numbers), naming.apart(numbers)),
        naming.purpose(numbers),
        naming.formula(numbers),
        naming.brief(numbers),
        buffers,
        kernel.scalars(),
        constants,
        kernel.unit(),
        number(kernel.elements()),
        number(kernel.operations()),
        body);
  }

  private List<Stmt> block(List<Stmt> statements) {
    List<Stmt> block = new ArrayList<>();
    statements.forEach(statement -> statement(statement, block));
    return block;
  }

  private void statement(Stmt statement, List<Stmt> block) {
    switch (statement) {
      case Stmt.For loop -> loop(loop, block);
      case Stmt.Reduce(String variable, Int extent, _, var results, var body) -> {
        resolved.remove(variable);
        block.add(
            new Stmt.Reduce(variable, number(extent), fillsVectors(extent), results, block(body)));
      }
      case Stmt.Guard(Int index, Int below, var body) ->
          block.add(new Stmt.Guard(number(index), number(below), block(body)));
      case Stmt.Let(String variable, Int value) -> {
        Int known = number(value);
        resolved.remove(variable);
        if (known instanceof Int.Number
            || known instanceof Int.Variable
            || known instanceof Int.Extent) {
          resolved.put(variable, known);
        } else {
          block.add(new Stmt.Let(variable, known));
        }
      }
      case Stmt.Read(String variable, Access source) -> {
        resolved.remove(variable);
        block.add(new Stmt.Read(variable, access(source)));
      }
      case Stmt.Declare(String local, Value value) ->
          block.add(new Stmt.Declare(local, value(value)));
      case Stmt.Update(String local, var reduction, Value value) ->
          block.add(new Stmt.Update(local, reduction, value(value)));
      case Stmt.Store(Access target, Value value) ->
          block.add(new Stmt.Store(access(target), value(value)));
      case Stmt.If(Int a, Int b, var body) ->
          block.add(new Stmt.If(number(a), number(b), block(body)));
      case Stmt.Copy(Access source, Access target, Int count) ->
          block.add(new Stmt.Copy(access(source), access(target), number(count)));
      case Stmt.Clear(Access target, Int count) ->
          block.add(new Stmt.Clear(access(target), number(count)));
      case Stmt.Call(var tile, Access a, Access b, Access sum, var numbers) -> {
        Map<String, Int> known = new HashMap<>();
        numbers.forEach((name, value) -> known.put(name, number(value)));
        block.add(new Stmt.Call(tile, access(a), access(b), access(sum), known));
      }
      case Stmt.Panel(String variable, int width, var many, var few) -> {
        resolved.remove(variable);
        block.add(new Stmt.Panel(variable, width, block(many), block(few)));
      }
      case Stmt.Apart(String name, String purpose, var body) ->
          block.add(new Stmt.Apart(name, purpose, block(body)));
    }
  }

  private void loop(Stmt.For loop, List<Stmt> block) {
    String variable = loop.variable();
    resolved.remove(variable);
    Int from = number(loop.from());
    Int to = number(loop.to());
    Int steps = to.minus(from);
    if (launches.stream().allMatch(sizes -> isSingle(steps, loop.step(), sizes))) {
      resolved.put(variable, from);
      block.addAll(block(loop.body()));
      return;
    }
    if (launches.stream().allMatch(sizes -> number(steps, sizes) <= 0)) {
      return;
    }
    List<Stmt> body = block(loop.body());
    Run run = loop.run();
    if (run == Run.LANES) {
      boolean fits =
          LoopSchedule.fillsLanes(launches.stream().mapToLong(s -> number(steps, s)).max())
              && body.stream().allMatch(statement -> isContiguous(statement, variable));
      run = !fits ? Run.INDEPENDENT : fillsVectors(steps) ? Run.WHOLE_LANES : Run.LANES;
    }
    block.add(new Stmt.For(variable, from, to, loop.step(), run, body));
  }

  private static boolean isSingle(Int steps, Int step, Map<String, Integer> sizes) {
    long count = number(steps, sizes);
    return count > 0 && count <= number(step, sizes) && count != Long.MAX_VALUE;
  }

  private boolean fillsVectors(Int steps) {
    return launches.stream().allMatch(sizes -> number(steps, sizes) % Stmt.Reduce.PARTS == 0);
  }

  /** {@code value} of sizes alone; no number of steps that occurs where it depends on the batch. */
  private static long number(Int value, Map<String, Integer> sizes) {
    Int known =
        value.with(
            leaf -> leaf instanceof Int.Extent(String name)
                ? Int.of(requireNonNull(sizes.get(name), name))
                : leaf);
    return known instanceof Int.Number(int number) ? number : Long.MAX_VALUE;
  }

  /** Whether every access moves by nothing or by one element a lane, and every store by one. */
  private static boolean isContiguous(Stmt statement, String lane) {
    boolean reads =
        statement.computed().stream().flatMap(Value::leaves)
            .allMatch(leaf -> leaf.numbers().allMatch(at -> step(at, lane) >= 0));
    return reads
        && switch (statement) {
          case Stmt.For(_, _, _, _, _, var body) ->
              body.stream().allMatch(inner -> isContiguous(inner, lane));
          case Stmt.Reduce _ -> false;
          case Stmt.Guard(Int index, _, var body) ->
              step(index, lane) == 0 && body.stream().allMatch(inner -> isContiguous(inner, lane));
          case Stmt.Let(_, Int value) -> step(value, lane) == 0;
          case Stmt.Read _ -> false;
          case Stmt.Declare _, Stmt.Update _ -> true;
          case Stmt.If _, Stmt.Copy _, Stmt.Clear _, Stmt.Call _, Stmt.Panel _, Stmt.Apart _ ->
              false;
          case Stmt.Store(Access target, _) -> step(target.index(), lane) == 1;
        };
  }

  /** How far apart lanes are in {@code at}: 0, 1, or −1 for anything else. */
  private static int step(Int at, String lane) {
    Int stride = at.strideOf(lane).orElse(Int.of(-1));
    return stride.equals(Int.ZERO) ? 0 : stride.equals(Int.ONE) ? 1 : -1;
  }

  private Access access(Access access) {
    return new Access(access.buffer(), number(access.index()));
  }

  private Value value(Value value) {
    return value.withLeaves(
        leaf -> switch (leaf) {
          case Value.Load(Access access) -> new Value.Load(access(access));
          case Value.Share(float of, var counts) ->
              new Value.Share(of, counts.stream().map(this::number).toList());
          case Value.Position(Int at) ->
              number(at) instanceof Int.Number(int number)
                  ? Value.constant(number)
                  : new Value.Position(number(at));
          case Value.Random(Int stream, Int element) ->
              new Value.Random(number(stream), number(element));
          case Value.Local _, Value.Scalar _, Value.Const _ -> leaf;
          case Value.Unary _, Value.Binary _, Value.Fma _, Value.Select _ ->
              throw new IllegalArgumentException("no leaf: " + leaf);
        });
  }

  private Int number(Int value) {
    return value.with(
        leaf -> switch (leaf) {
          case Int.Extent(String name) -> {
            int constant = constants.getOrDefault(name, 2);
            yield constant < 2 ? Int.of(constant) : leaf;
          }
          case Int.Variable(String name) -> resolved.getOrDefault(name, leaf);
          default -> leaf;
        });
  }
}
