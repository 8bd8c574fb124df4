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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything a loop nest names is declared before, and once; every access lies within its buffer, whatever the
 * size of the batch; only what is said to be written is written; a loop over lanes draws and looks up nothing.
 */
final class LoopVerifier extends Verifier {
  private static final String SAMPLE = "n";
  private static final String ELEMENT = "i";

  private final LoopKernel kernel;
  private final Map<String, Buffer> buffers = new HashMap<>();

  /**
   * What statements at one place may refer to.
   *
   * @param spans the values that each variable takes
   * @param guards indices known to lie below a bound here
   */
  private record Scope(
      Map<String, Span> spans, Set<String> locals, List<Stmt.Guard> guards, boolean lanes) {
    Scope inner(boolean inLanes) {
      return new Scope(new HashMap<>(spans), new HashSet<>(locals), guards, lanes || inLanes);
    }

    Scope within(Stmt.Guard guard) {
      List<Stmt.Guard> more = new ArrayList<>(guards);
      more.add(guard);
      return new Scope(new HashMap<>(spans), new HashSet<>(locals), more, lanes);
    }
  }

  private LoopVerifier(LoopKernel kernel, String pass) {
    super(pass);
    this.kernel = kernel;
  }

  /** Throws {@link BrokenValueException} in the name of {@code pass} unless all of that holds. */
  static void check(LoopKernel kernel, String pass) {
    new LoopVerifier(kernel, pass).check();
  }

  private void check() {
    for (Buffer buffer : kernel.buffers()) {
      holds(buffers.put(buffer.name(), buffer) == null, "two buffers `%s`", buffer.name());
    }
    Scope scope = new Scope(new HashMap<>(), new HashSet<>(), List.of(), false);
    switch (kernel.unit()) {
      case SAMPLE -> declare(scope, SAMPLE, Span.samples());
      case ELEMENT ->
          declare(scope, ELEMENT, Span.below(kernel.buffers().getLast().type().elements()));
      case SPLIT, ONCE -> {}
    }
    block(kernel.body(), scope);
  }

  private void block(List<Stmt> statements, Scope scope) {
    statements.forEach(statement -> statement(statement, scope));
  }

  private void statement(Stmt statement, Scope scope) {
    switch (statement) {
      case Stmt.For(String variable, Stmt.Extent extent, boolean lanes, var body) -> {
        Scope inner = scope.inner(lanes);
        declare(
            inner,
            variable,
            switch (extent) {
              case Stmt.Extent.Fixed(int value) -> Span.below(value);
              case Stmt.Extent.Batch() -> Span.samples();
            });
        block(body, inner);
      }
      case Stmt.Reduce(String variable, int extent, var results, var body) -> {
        results.forEach(result -> declare(scope, result.local()));
        Scope inner = scope.inner(true);
        declare(inner, variable, Span.below(extent));
        block(body, inner);
      }
      case Stmt.Guard guard -> {
        span(guard.index(), scope);
        block(guard.body(), scope.within(guard));
      }
      case Stmt.Let(String variable, Index index) -> declare(scope, variable, span(index, scope));
      case Stmt.Read(String variable, Access source) -> {
        holds(!scope.lanes, "`%s` is looked up in lanes", variable);
        int limit = access(source, scope).type().limit();
        holds(limit > 0, "`%s` is read from numbers, not indices", variable);
        declare(scope, variable, Span.below(limit));
      }
      case Stmt.Quotient(String variable, String of, int factor, int plus, int divisor) -> {
        Span dividend = known(scope.spans, of).times(factor).plus(Span.of(plus));
        holds(dividend.isFromZero(), "`%s` is a quotient of what may be negative", variable);
        declare(scope, variable, dividend.over(divisor));
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
      }
    }
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
      case Value.Random _ ->
          holds(kernel.random() && !scope.lanes, "a draw where none is announced, or in lanes");
      case Value.OverBatch _, Value.Const _, Value.Position _, Value.Row _ -> {}
      case Value.Unary _, Value.Binary _, Value.Fma _, Value.Select _ -> {}
    }
  }

  private Buffer access(Access access, Scope scope) {
    Buffer buffer = known(buffers, access.buffer());
    long elements = buffer.type().elements();
    boolean batched = buffer.type().batched();
    List<Span> spans = spans(access.index(), scope, scope.guards).toList();
    holds(
        spans.stream().anyMatch(Span::isFromZero)
            && spans.stream().anyMatch(span -> span.isBelow(elements, batched)),
        "`%s`, %s, is read or written at %s, between %s", buffer.name(), buffer.type(),
        access.index(), spans.getFirst());
    return buffer;
  }

  /** The values of {@code index} here, as its variables bound them, and as each guard over a part of it does. */
  private Stream<Span> spans(Index index, Scope scope, List<Stmt.Guard> guards) {
    Stream<Span> all = Stream.of(span(index, scope));
    for (int i = 0; i < guards.size(); i++) {
      Stmt.Guard guard = guards.get(i);
      List<Stmt.Guard> others = guards.subList(i + 1, guards.size());
      Optional<Index> rest = rest(index, guard.index());
      if (rest.isPresent()) {
        Span guarded = Span.below(guard.below()).times(factor(index, guard.index()));
        all = Stream.concat(all, spans(rest.get(), scope, others).map(guarded::plus));
      }
    }
    return all;
  }

  private Span span(Index index, Scope scope) {
    Span span = Span.of(index.offset());
    for (Index.Term term : index.terms()) {
      span = span.plus(known(scope.spans, term.variable()).times(term.stride()));
    }
    return span;
  }

  /** What {@code index} adds to a multiple of {@code guarded}, if all of {@code guarded} is in it. */
  private static Optional<Index> rest(Index index, Index guarded) {
    int factor = factor(index, guarded);
    if (factor == 0) {
      return Optional.empty();
    }
    Index rest = new Index(index.offset() - factor * guarded.offset(), index.terms());
    for (Index.Term term : guarded.terms()) {
      if (index.strideOf(term.variable()) != factor * term.stride()) {
        return Optional.empty();
      }
      rest = rest.without(term.variable());
    }
    return Optional.of(rest);
  }

  private static int factor(Index index, Index guarded) {
    if (guarded.terms().isEmpty()) {
      return 0;
    }
    Index.Term first = guarded.terms().getLast();
    return index.strideOf(first.variable()) / first.stride();
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
