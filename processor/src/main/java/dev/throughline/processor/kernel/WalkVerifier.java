package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.Verifier;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.schedule.Panels;
import dev.throughline.processor.schedule.Registers;
import dev.throughline.processor.schedule.Terms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every place that a kernel of tiles reads or writes lies within its buffer, for the sizes of a launch.
 *
 * <p>Rows that meet the border of an image are cut by both bounds at once, which no interval shows. So the loops are
 * walked: the first and the last few steps of each, where borders are, for a batch of two.
 */
final class WalkVerifier extends Verifier {
  /** Steps that are walked at either end of a loop. */
  private static final int STEPS = 2;

  private static final int BATCH = 2;
  private static final long PARTS = 3;
  private static final int LANES_OF_FEW = 8;

  /** The floats of a vector, as strides name them; known within a panel, where tiles are called. */
  private static final String LANES = "LANES";

  private final Kernel kernel;
  private final Map<String, Long> sizes = new HashMap<>();
  private final Set<String> writable = new HashSet<>();

  private WalkVerifier(
      Kernel kernel, Map<String, Integer> launch, long scratch, String pass) {
    super(pass);
    this.kernel = kernel;
    for (Buffer buffer : kernel.buffers()) {
      long elements = Work.of(1).times(buffer.shape().floats()).in(launch).fixed();
      require(
          sizes.put(buffer.name(), elements * (buffer.shape().batched() ? BATCH : 1)) == null,
          "kernel `%s`: two buffers `%s`", kernel.name(), buffer.name());
    }
    sizes.put(Kernel.SCRATCH, scratch);
    writable.add(Kernel.SCRATCH);
    kernel.buffers().stream().filter(Buffer::written).map(Buffer::name).forEach(writable::add);
  }

  /**
   * Throws {@link BrokenValueException} in the name of {@code pass} unless all of that holds.
   *
   * @param launch the number of each size
   * @param scratch floats that each thread has
   */
  static void check(Kernel kernel, Map<String, Integer> launch, long scratch, String pass) {
    WalkVerifier verifier = new WalkVerifier(kernel, launch, scratch, pass);
    Map<String, Long> numbers = new HashMap<>();
    launch.forEach((name, size) -> numbers.put(name, (long) size));
    switch (kernel.unit()) {
      case SAMPLE -> {
        for (long n = 0; n < BATCH; n++) {
          numbers.put(kernel.variable(), n);
          verifier.block(kernel.body(), numbers);
        }
      }
      case SAMPLES, SPLIT -> {
        numbers.put(Kernel.FROM, 0L);
        numbers.put(Kernel.TO, (long) BATCH);
        verifier.block(kernel.body(), numbers);
      }
      case ROWS -> {
        numbers.put(Kernel.PARTS, PARTS);
        numbers.put(Kernel.FROM, 0L);
        numbers.put(Kernel.TO, BATCH * PARTS);
        verifier.block(kernel.body(), numbers);
      }
      case ONCE -> verifier.block(kernel.body(), numbers);
      case ELEMENT -> throw new IllegalArgumentException(kernel.name());
    }
  }

  /** Names that statements declare are seen until the end of their block. One map for all blocks: this runs in javac. */
  private void block(List<Stmt> body, Map<String, Long> numbers) {
    List<@Nullable Long> hidden = new ArrayList<>();
    for (Stmt statement : body) {
      if (statement instanceof Stmt.Let(String variable, _)) {
        hidden.add(numbers.get(variable));
      }
      statement(statement, numbers);
    }
    for (Stmt statement : body.reversed()) {
      if (statement instanceof Stmt.Let(String variable, _)) {
        restore(variable, hidden.removeLast(), numbers);
      }
    }
  }

  private static void restore(
      String variable, @Nullable Long value, Map<String, Long> numbers) {
    if (value == null) {
      numbers.remove(variable);
    } else {
      numbers.put(variable, value);
    }
  }

  private void statement(Stmt statement, Map<String, Long> numbers) {
    switch (statement) {
      case Stmt.For loop -> loop(loop, numbers);
      case Stmt.Let(String variable, Int value) -> numbers.put(variable, number(value, numbers));
      case Stmt.If(Int a, Int b, var body) -> {
        if (number(a, numbers) < number(b, numbers)) {
          block(body, numbers);
        }
      }
      case Stmt.Guard(Int index, Int below, var body) -> {
        long at = number(index, numbers);
        if (at >= 0 && at < number(below, numbers)) {
          block(body, numbers);
        }
      }
      case Stmt.Apart(_, _, var body) -> block(body, numbers);
      case Stmt.Panel panel -> {
        panel(panel, Registers.MANY, Panels.LANES, numbers);
        panel(panel, Registers.FEW, LANES_OF_FEW, numbers);
      }
      case Stmt.Copy(Access source, Access target, Int count) -> {
        span(source, 0, number(count, numbers) - 1, false, numbers);
        span(target, 0, number(count, numbers) - 1, true, numbers);
      }
      case Stmt.Clear(Access target, Int count) ->
          span(target, 0, number(count, numbers) - 1, true, numbers);
      case Stmt.Store(Access target, _) -> {
        span(target, 0, 0, true, numbers);
        loads(statement, numbers);
      }
      case Stmt.Declare _, Stmt.Update _ -> loads(statement, numbers);
      case Stmt.Call call -> new Reach(call, numbers).check();
      case Stmt.Reduce _, Stmt.Read _ ->
          throw new IllegalStateException("a kernel of tiles reduces nothing itself");
    }
  }

  private void loads(Stmt statement, Map<String, Long> numbers) {
    statement.computed().stream()
        .flatMap(Value::leaves)
        .filter(Value.Load.class::isInstance)
        .forEach(load -> span(((Value.Load) load).access(), 0, 0, false, numbers));
  }

  private void loop(Stmt.For loop, Map<String, Long> numbers) {
    long from = number(loop.from(), numbers);
    long step = number(loop.step(), numbers);
    long steps = Math.ceilDiv(number(loop.to(), numbers) - from, step);
    Long hidden = numbers.get(loop.variable());
    for (long i = 0; i < steps; i = i + 1 == STEPS ? Math.max(STEPS, steps - STEPS) : i + 1) {
      numbers.put(loop.variable(), from + i * step);
      block(loop.body(), numbers);
    }
    restore(loop.variable(), hidden, numbers);
  }

  private void panel(
      Stmt.Panel panel, Registers registers, int lanes, Map<String, Long> numbers) {
    Long hidden = numbers.get(panel.variable());
    numbers.put(LANES, (long) lanes);
    long step = (long) panel.vectors(registers) * lanes;
    for (long k = 0; k < panel.width(); k += step) {
      numbers.put(panel.variable(), k);
      block(panel.of(registers), numbers);
    }
    numbers.remove(LANES);
    restore(panel.variable(), hidden, numbers);
  }

  /** What a call of a tile reads and writes. */
  private final class Reach {
    private final Stmt.Call call;
    private final Terms terms;
    private final long lanes;
    private final Map<String, Long> numbers;
    private final long outer;
    private final long inner;

    Reach(Stmt.Call call, Map<String, Long> numbers) {
      this.call = call;
      this.terms = call.tile().terms();
      this.lanes = known(LANES, numbers);
      this.numbers = numbers;
      this.outer = parameter(terms.outer().bound());
      this.inner = parameter(terms.inner().bound());
    }

    private long parameter(String name) {
      Int value = call.arguments().get(name);
      require(value != null, "kernel `%s` gives tile `%s` no `%s`", kernel.name(),
          call.tile().name(), name);
      return value == null ? 0 : number(value, numbers);
    }

    void check() {
      if (outer > 0 && inner > 0) {
        operand(call.a(), terms.a(), terms.channelwise() ? 1 : 0, false);
        operand(call.b(), terms.b(), terms.vectors(), false);
      }
      operand(call.sum(), terms.sum(), terms.vectors(), true);
    }

    private void operand(
        Access access, Terms.Operand of, int vectors, boolean written) {
      long[] steps =
          written ? new long[] {}
              : of.row().moves()
                  ? new long[] {(outer - 1) * stride(of.row()), (inner - 1) * stride(of.step())}
              : new long[] {(outer * inner - 1) * stride(of.step())};
      long low = of.first();
      long high = of.first() + (vectors == 0 ? 0 : vectors * lanes - 1);
      for (long step : steps) {
        low += Math.min(0, step);
        high += Math.max(0, step);
      }
      for (long step : new long[] {
        (terms.i().extent() - 1) * stride(of.i()), (terms.j().extent() - 1) * stride(of.j())
      }) {
        low += Math.min(0, step);
        high += Math.max(0, step);
      }
      span(access, low, high, written, numbers);
    }

    private long stride(Terms.Stride stride) {
      return stride.name().isEmpty() ? stride.floats()
          : stride.name().equals(LANES) ? lanes : parameter(stride.name());
    }
  }

  /** Neighbours of {@code access}, from the {@code low}-th to the {@code high}-th; none if there is no such. */
  private void span(
      Access access, long low, long high, boolean written, Map<String, Long> numbers) {
    if (high < low) {
      return;
    }
    require(sizes.containsKey(access.buffer()), "kernel `%s` has no buffer `%s`", kernel.name(),
        access.buffer());
    long size = sizes.getOrDefault(access.buffer(), 0L);
    require(!written || writable.contains(access.buffer()), "kernel `%s` stores to `%s`",
        kernel.name(), access.buffer());
    long at = number(access.index(), numbers);
    if (at + low < 0 || at + high >= size) { // the words cost more than the question
      require(false,
          "kernel `%s`: `%s`, of %s floats, is read or written at %s between %s and %s, with %s",
          kernel.name(), access.buffer(), size, IntText.of(access.index()), at + low, at + high,
          numbers);
    }
  }

  private long number(Int value, Map<String, Long> numbers) {
    return switch (value) {
      case Int.Number(int number) -> number;
      case Int.Batch() -> BATCH;
      case Int.Variable(String name) -> known(name, numbers);
      case Int.Extent(String name) -> known(name, numbers);
      case Int.Sum(var terms) -> {
        long sum = 0;
        for (Int term : terms) {
          sum += number(term, numbers);
        }
        yield sum;
      }
      case Int.Product(var factors) -> {
        long product = 1;
        for (Int factor : factors) {
          product = Math.multiplyExact(product, number(factor, numbers));
        }
        yield product;
      }
      case Int.Least(Int a, Int b) -> Math.min(number(a, numbers), number(b, numbers));
      case Int.Most(Int a, Int b) -> Math.max(number(a, numbers), number(b, numbers));
      case Int.Quotient(Int of, Int by) -> positive(of, numbers) / number(by, numbers);
      case Int.Remainder(Int of, Int by) -> positive(of, numbers) % number(by, numbers);
    };
  }

  private long positive(Int value, Map<String, Long> numbers) {
    long number = number(value, numbers);
    if (number < 0) {
      require(false, "kernel `%s`: a quotient of %s, which is %s", kernel.name(),
          IntText.of(value), number);
    }
    return number;
  }

  private long known(String name, Map<String, Long> numbers) {
    Long number = numbers.get(name);
    require(number != null, "kernel `%s`: `%s` is used before it is declared", kernel.name(), name);
    return number == null ? 0 : number;
  }
}
