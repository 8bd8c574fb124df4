package dev.throughline.processor.header;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.ExprInterpreter;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.RandomDraw;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.schedule.Registers;
import dev.throughline.processor.schedule.Tile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The meaning of a kernel, statement by statement, in double precision and in one thread. */
final class KernelRun {
  /** Of every random draw. */
  static final long SEED = 5;

  private static final int PARTS = 3;

  private final Setting setting;
  private final Registers registers;
  private final int lanes;
  private final Map<String, double[]> buffers = new HashMap<>();
  private final Map<String, Integer> starts = new HashMap<>();
  private final Map<String, Integer> variables = new HashMap<>();
  private final Map<String, Double> locals = new HashMap<>();
  private final Set<String> read = new HashSet<>();
  private final Set<String> written = new HashSet<>();
  private long operations;

  KernelRun(Setting setting, Registers registers) {
    this.setting = setting;
    this.registers = registers;
    this.lanes = registers == Registers.MANY ? 16 : 8;
    setting.values().forEach((name, values) -> buffers.put(name, values.clone()));
    double[] scratch = new double[setting.scratch()];
    Arrays.fill(scratch, 1e3);
    buffers.put(Kernel.SCRATCH, scratch);
    run();
  }

  /** What the buffer holds at the end. */
  double[] values(String buffer) {
    return requireNonNull(buffers.get(buffer));
  }

  Set<String> read() {
    return read;
  }

  Set<String> written() {
    return written;
  }

  /** Floating-point operations, those of tiles left out. */
  long operations() {
    return operations;
  }

  private void run() {
    Kernel kernel = setting.kernel();
    int batch = setting.batch();
    switch (kernel.unit()) {
      case ONCE -> block(kernel.body());
      case SAMPLE -> each("n", batch, kernel.body());
      case ELEMENT -> each("i", setting.number(kernel.elements()), kernel.body());
      case SAMPLES -> between(0, batch);
      case ROWS -> {
        variables.put(Kernel.PARTS, PARTS);
        between(0, batch * PARTS);
      }
      case SPLIT -> {
        int stride = setting.number(kernel.stride());
        for (int split = 0; split < setting.number(kernel.elements()); split++) {
          starts.put(kernel.buffers().getLast().name(), split * stride);
          between(setting.start(split), setting.start(split + 1));
        }
      }
    }
  }

  private void each(String variable, int count, List<Stmt> body) {
    for (int i = 0; i < count; i++) {
      variables.put(variable, i);
      block(body);
    }
  }

  private void between(int from, int to) {
    variables.put(Kernel.FROM, from);
    variables.put(Kernel.TO, to);
    block(setting.kernel().body());
  }

  private void block(List<Stmt> body) {
    body.forEach(this::statement);
  }

  private void statement(Stmt statement) {
    switch (statement) {
      case Stmt.For(String variable, Int from, Int to, Int step, _, var body) -> {
        int end = number(to);
        int by = number(step);
        for (int i = number(from); i < end; i += by) {
          variables.put(variable, i);
          block(body);
        }
      }
      case Stmt.Reduce(String variable, Int extent, _, var results, var body) -> {
        results.forEach(result -> locals.put(result.local(), identity(result.reduction())));
        each(variable, number(extent), body);
      }
      case Stmt.Guard(Int index, Int below, var body) -> {
        int at = number(index);
        if (at >= 0 && at < number(below)) {
          block(body);
        }
      }
      case Stmt.If(Int a, Int b, var body) -> {
        if (number(a) < number(b)) {
          block(body);
        }
      }
      case Stmt.Apart(_, _, var body) -> block(body);
      case Stmt.Let(String variable, Int value) -> variables.put(variable, number(value));
      case Stmt.Read(String variable, Access source) ->
          variables.put(variable, (int) load(source));
      case Stmt.Declare(String local, Value value) -> locals.put(local, value(value));
      case Stmt.Update(String local, Reduction reduction, Value value) -> {
        operations++;
        double more = value(value);
        locals.merge(local, more, reduction == Reduction.MAX ? Math::max : Double::sum);
      }
      case Stmt.Store(Access target, Value value) -> {
        double stored = value(value);
        write(target)[at(target)] = stored;
      }
      case Stmt.Copy(Access source, Access target, Int count) -> {
        read.add(source.buffer());
        System.arraycopy(
            values(source.buffer()), at(source), write(target), at(target), number(count));
      }
      case Stmt.Clear(Access target, Int count) ->
          Arrays.fill(write(target), at(target), at(target) + number(count), 0);
      case Stmt.Panel panel -> {
        int step = panel.vectors(registers) * lanes;
        for (int k = 0; k < panel.width(); k += step) {
          variables.put(panel.variable(), k);
          block(panel.of(registers));
        }
      }
      case Stmt.Call(Tile tile, Access a, Access b, Access sum, Map<String, Int> arguments) -> {
        read.add(a.buffer());
        read.add(b.buffer());
        Map<String, Integer> numbers = new HashMap<>();
        arguments.forEach((name, value) -> numbers.put(name, number(value)));
        new TileRun(tile.terms(), lanes, numbers).run(
            values(a.buffer()), at(a), values(b.buffer()), at(b), write(sum), at(sum));
      }
    }
  }

  private static double identity(Reduction reduction) {
    return reduction == Reduction.MAX ? Double.NEGATIVE_INFINITY : 0;
  }

  private int number(Int value) {
    return setting.number(value, variables);
  }

  private int at(Access access) {
    return number(access.index()) + starts.getOrDefault(access.buffer(), 0);
  }

  private double[] write(Access target) {
    written.add(target.buffer());
    return values(target.buffer());
  }

  private double load(Access source) {
    read.add(source.buffer());
    return values(source.buffer())[at(source)];
  }

  private double value(Value value) {
    return switch (value) {
      case Value.Load(Access access) -> load(access);
      case Value.Local(String name) -> requireNonNull(locals.get(name), name);
      case Value.Scalar(String name) -> requireNonNull(setting.scalars().get(name), name);
      case Value.Share(float of, var counts) ->
          counts.stream().mapToDouble(this::number).reduce(of, (share, count) -> share / count);
      case Value.Const(float constant) -> constant;
      case Value.Position(Int at) -> number(at);
      case Value.Random(Int stream, Int element) ->
          RandomDraw.uniform(SEED, number(stream), 0, number(element));
      case Value.Unary(var op, Value x) -> {
        operations++;
        yield ExprInterpreter.unary(op, value(x));
      }
      case Value.Binary(BinaryOp op, Value a, Value b) -> {
        operations++;
        yield binary(op, value(a), value(b));
      }
      case Value.Fma(Value a, Value b, Value c) -> {
        operations += 2;
        yield value(a) * value(b) + value(c);
      }
      case Value.Select(Compare compare, Value a, Value b, Value then, Value otherwise) -> {
        operations++;
        double left = value(a);
        double right = value(b);
        // Lanes compute both.
        double yes = value(then);
        double no = value(otherwise);
        boolean holds =
            switch (compare) {
              case GREATER -> left > right;
              case EQUAL -> left == right;
            };
        yield holds ? yes : no;
      }
    };
  }

  private static double binary(BinaryOp op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }
}
