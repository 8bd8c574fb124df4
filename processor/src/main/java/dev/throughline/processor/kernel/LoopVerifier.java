package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.Verifier;
import dev.throughline.processor.kernel.Kernel.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything a loop nest names is declared before, and once; every access lies within its buffer, for the sizes of a
 * launch and whatever the size of the batch; only what is said to be written is written; what is in lanes moves by one
 * element or by none, looks up nothing, and draws for neighbours.
 */
final class LoopVerifier extends Verifier {
  private final Kernel kernel;
  private final Map<String, Integer> sizes;
  private final Map<String, Buffer> buffers = new HashMap<>();

  /**
   * What statements at one place may refer to.
   *
   * @param spans the values that each variable takes
   * @param lets what a variable stands for that is a sum of others
   * @param guards indices known to lie below a bound here
   * @param lane the variable of the loop over lanes around; empty outside one
   */
  private record Scope(
      Map<String, Span> spans, Map<String, Affine> lets, Set<String> locals, List<Inside> guards,
      String lane) {
    Scope inner(String variable) {
      return new Scope(new HashMap<>(spans), new HashMap<>(lets), new HashSet<>(locals), guards,
          variable.isEmpty() ? lane : variable);
    }

    Scope within(Inside guard) {
      List<Inside> more = new ArrayList<>(guards);
      more.add(guard);
      return new Scope(
          new HashMap<>(spans), new HashMap<>(lets), new HashSet<>(locals), more, lane);
    }
  }

  /** {@code index} lies in {@code [0, below)}. */
  private record Inside(Affine index, long below) {}

  private LoopVerifier(Kernel kernel, Map<String, Integer> sizes, String pass) {
    super(pass);
    this.kernel = kernel;
    this.sizes = sizes;
  }

  /** Throws {@link BrokenValueException} in the name of {@code pass} unless all of that holds for {@code sizes}. */
  static void check(Kernel kernel, Map<String, Integer> sizes, String pass) {
    new LoopVerifier(kernel, sizes, pass).check();
  }

  private void check() {
    kernel.constants().forEach(
        (name, value) -> holds(value.equals(sizes.get(name)), "`%s` is not %s in a launch", name,
            value));
    for (Buffer buffer : kernel.buffers()) {
      holds(buffers.put(buffer.name(), buffer) == null, "two buffers `%s`", buffer.name());
    }
    Scope scope = new Scope(new HashMap<>(), new HashMap<>(), new HashSet<>(), List.of(), "");
    switch (kernel.unit()) {
      case SAMPLE -> {
        declare(scope, kernel.variable(), Span.samples());
        block(kernel.body(), scope);
      }
      case ELEMENT -> {
        declare(scope, kernel.variable(), Span.below(number(kernel.elements(), scope)));
        block(kernel.body(), scope.inner(kernel.variable()));
      }
      case ONCE -> block(kernel.body(), scope);
      case SAMPLES, ROWS, SPLIT -> holds(false, "only tiles want a run of samples");
    }
  }

  private void block(List<Stmt> statements, Scope scope) {
    statements.forEach(statement -> statement(statement, scope));
  }

  private void statement(Stmt statement, Scope scope) {
    switch (statement) {
      case Stmt.For(String variable, Int from, Int to, _, var run, var body) -> {
        Scope inner = scope.inner(run.inLanes() ? variable : "");
        boolean samples = from.equals(Int.ZERO) && to.equals(Int.BATCH);
        declare(
            inner,
            variable,
            samples ? Span.samples() : span(from, scope).to(span(to.minus(1), scope)));
        if (run == Stmt.Run.WHOLE_LANES) {
          fillsVectors(variable, to.minus(from), scope);
        }
        block(body, inner);
      }
      case Stmt.Reduce(String variable, Int extent, boolean whole, var results, var body) -> {
        if (whole) {
          fillsVectors(variable, extent, scope);
        }
        results.forEach(result -> declare(scope, result.local()));
        Scope inner = scope.inner(variable);
        declare(inner, variable, Span.below(number(extent, scope)));
        block(body, inner);
      }
      case Stmt.Guard(Int index, Int below, var body) -> {
        span(index, scope);
        holds(step(index, scope) == 0, "lanes differ in whether they are inside");
        block(body, scope.within(new Inside(affine(index, scope), number(below, scope))));
      }
      case Stmt.Let(String variable, Int value) -> {
        holds(step(value, scope) == 0, "`%s` differs between lanes", variable);
        Affine stands = affine(value, scope);
        declare(scope, variable, span(stands, scope));
        scope.lets.put(variable, stands);
      }
      case Stmt.Read(String variable, Access source) -> {
        holds(scope.lane.isEmpty(), "`%s` is looked up in lanes", variable);
        long limit = number(access(source, scope).shape().limit(), scope);
        holds(limit > 0, "`%s` is read from numbers, not indices", variable);
        declare(scope, variable, Span.below(limit));
      }
      case Stmt.Declare(String local, Value value) -> {
        value(value, scope);
        declare(scope, local);
      }
      case Stmt.Update(String local, _, Value value) -> {
        holds(scope.locals.contains(local), "`%s` is updated before it is declared", local);
        value(value, scope);
      }
      case Stmt.Store(Access target, Value value) -> {
        value(value, scope);
        Buffer buffer = access(target, scope);
        holds(buffer.written(), "`%s` is stored to", buffer.name());
        boolean apart = scope.lane.isEmpty() || step(target.index(), scope) == 1;
        holds(apart, "lanes store `%s` to one place", buffer.name());
      }
      case Stmt.If _, Stmt.Copy _, Stmt.Clear _, Stmt.Call _, Stmt.Panel _, Stmt.Apart _ ->
          throw new IllegalArgumentException("statements of kernels of tiles: " + statement);
    }
  }

  private void fillsVectors(String variable, Int steps, Scope scope) {
    boolean fills = number(steps, scope) % Stmt.Reduce.PARTS == 0;
    holds(fills, "the loop over `%s` is said to fill vectors", variable);
  }

  private void value(Value value, Scope scope) {
    value.leaves().forEach(leaf -> leaf(leaf, scope));
  }

  private void leaf(Value leaf, Scope scope) {
    switch (leaf) {
      case Value.Local(String name) ->
          holds(scope.locals.contains(name), "`%s` is read before it is declared", name);
      case Value.Load(Access access) -> access(access, scope);
      case Value.Scalar(String name) ->
          holds(kernel.scalars().contains(name), "`%s` is no number of this kernel", name);
      case Value.Random(_, Int element) -> {
        span(element, scope);
        boolean neighbours = scope.lane.isEmpty() || step(element, scope) == 1;
        holds(neighbours, "lanes draw what is not side by side");
      }
      case Value.Position(Int at) -> span(at, scope);
      case Value.Share _, Value.Const _ -> {}
      case Value.Unary _, Value.Binary _, Value.Fma _, Value.Select _ -> {}
    }
  }

  private Buffer access(Access access, Scope scope) {
    Buffer buffer = known(buffers, access.buffer());
    long elements = number(buffer.shape().floats(), scope);
    boolean batched = buffer.shape().batched();
    List<Span> spans = spans(affine(access.index(), scope), scope, scope.guards).toList();
    holds(
        spans.stream().anyMatch(Span::isFromZero)
            && spans.stream().anyMatch(span -> span.isBelow(elements, batched)),
        "`%s`, %s, is read or written at %s, between %s", buffer.name(), buffer.shape(),
        IntText.of(access.index()), spans.getFirst());
    long step = step(access.index(), scope);
    holds(step == 0 || step == 1, "lanes read `%s` %s elements apart", buffer.name(), step);
    return buffer;
  }

  /** How far apart neighbouring lanes are in {@code index}. */
  private long step(Int index, Scope scope) {
    return affine(index, scope).strides().getOrDefault(scope.lane, 0L);
  }

  /** The values of {@code index} here, as its variables bound them, and as each guard over a part of it does. */
  private Stream<Span> spans(Affine index, Scope scope, List<Inside> guards) {
    Stream<Span> all = Stream.of(span(index, scope));
    for (int i = 0; i < guards.size(); i++) {
      Inside guard = guards.get(i);
      List<Inside> others = guards.subList(i + 1, guards.size());
      var rest = index.without(guard.index());
      if (rest.isPresent()) {
        Span guarded = Span.below(guard.below()).times(index.factor(guard.index()));
        all = Stream.concat(all, spans(rest.get(), scope, others).map(guarded::plus));
      }
    }
    return all;
  }

  private Span span(Int value, Scope scope) {
    return span(affine(value, scope), scope);
  }

  private Span span(Affine value, Scope scope) {
    Span span = Span.of(value.offset());
    for (var term : value.strides().entrySet()) {
      span = span.plus(known(scope.spans, term.getKey()).times(term.getValue()));
    }
    return span;
  }

  private Affine affine(Int value, Scope scope) {
    return Affine.of(value, sizes, part -> part(part, scope));
  }

  /** What {@code part} stands for: a variable of its own, if it is no sum of others. */
  private Affine part(Int part, Scope scope) {
    String name = IntText.of(part);
    if (part instanceof Int.Variable) {
      return scope.lets.getOrDefault(name, Affine.variable(name));
    }
    scope.spans.put(
        name,
        switch (part) {
          case Int.Quotient(Int of, Int by) -> positive(of, scope).over(number(by, scope));
          case Int.Remainder(Int of, Int by) -> {
            positive(of, scope);
            yield Span.below(number(by, scope));
          }
          case Int.Least(Int a, Int b) -> span(a, scope).least(span(b, scope));
          case Int.Most(Int a, Int b) -> span(a, scope).most(span(b, scope));
          case Int.Extent _, Int.Batch _ -> throw new IllegalArgumentException(name + " is unknown");
          case Int.Number _, Int.Variable _, Int.Sum _, Int.Product _ ->
              throw new IllegalStateException(name);
        });
    return Affine.variable(name);
  }

  private Span positive(Int value, Scope scope) {
    Span span = span(value, scope);
    holds(span.isFromZero(), "a quotient of %s, which may be negative", IntText.of(value));
    return span;
  }

  private long number(Int value, Scope scope) {
    Affine affine = affine(value, scope);
    holds(affine.strides().isEmpty(), "%s is no number of a launch", IntText.of(value));
    return affine.offset();
  }

  private <T> T known(Map<String, T> declared, String name) {
    T found = declared.get(name);
    holds(found != null, "`%s` is used before it is declared", name);
    return Objects.requireNonNull(found);
  }

  private void declare(Scope scope, String variable, Span span) {
    declare(scope, variable);
    scope.spans.put(variable, span);
  }

  private void declare(Scope scope, String name) {
    boolean free = !buffers.containsKey(name) && !kernel.scalars().contains(name);
    holds(free && scope.locals.add(name), "`%s` is declared once more", name);
  }

  private void holds(boolean rule, String what, Object... values) {
    require(rule, "kernel `%s`: %s", kernel.name(),
        rule ? "" : String.format(Locale.ROOT, what, values));
  }
}
