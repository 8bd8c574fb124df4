package dev.throughline.processor.header;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.ExprInterpreter;
import dev.throughline.processor.graph.RandomDraw;
import dev.throughline.processor.header.Term.Condition;
import dev.throughline.processor.kernel.Kernel.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the lines of a header say about each element.
 *
 * <p>A name without subscripts is meant element by element, as the shapes of the buffers say. On the right of a line
 * it stands for what an earlier line made of it, else for what was there before the kernel ran. What lies outside
 * a buffer counts as nothing: neither in a sum nor in a maximum.
 */
final class Meaning {
  private final Setting setting;
  private final List<Line> lines;
  private final Axes axes;
  private final Map<String, int[]> extents = new HashMap<>();
  private final Map<String, int[]> strides = new HashMap<>();
  private final Map<List<Integer>, Sum> sums = new HashMap<>();
  private Map<String, Integer> letters = new HashMap<>();
  private boolean outside;

  Meaning(Setting setting, List<Line> lines) {
    this.setting = setting;
    this.lines = lines;
    this.axes = new Axes(setting, lines);
    for (Buffer buffer : setting.kernel().buffers()) {
      extents.put(buffer.name(), setting.extents(buffer));
      strides.put(buffer.name(), setting.strides(buffer));
    }
  }

  /** The element at {@code index} of what line {@code number} defines, a letter or a name of the domain for each axis. */
  Optional<Double> element(int number, int[] index) {
    Line line = lines.get(number);
    letters.clear();
    outside = false;
    List<String> names = axes.of(line);
    for (int axis = 0; axis < index.length; axis++) {
      letters.put(names.get(axis), index[axis]);
    }
    if (!holds(line, number)) {
      return Optional.empty();
    }
    double value = value(line.value(), number);
    if (outside) {
      throw new IllegalStateException("reads outside a buffer");
    }
    return Optional.of(value);
  }

  /** Hands every element of the buffer that the line defines to {@code to}: its index and its value. */
  void elements(int number, Elements to) {
    Line line = lines.get(number);
    letters.clear();
    Set<String> names = new HashSet<>();
    line.at().forEach(at -> Term.collect(at, names));
    names.removeAll(setting.sizes().keySet());
    each(List.copyOf(names), 0, line, number, to);
  }

  interface Elements {
    void take(int[] index, double value);
  }

  private void each(List<String> names, int depth, Line line, int number, Elements to) {
    if (depth < names.size()) {
      String letter = names.get(depth);
      int range = axes.range(letter, line);
      for (int i = 0; i < range; i++) {
        letters.put(letter, i);
        each(names, depth + 1, line, number, to);
      }
      letters.remove(letter);
      return;
    }
    outside = false;
    if (!holds(line, number)) {
      return;
    }
    double value = value(line.value(), number);
    if (!outside) {
      to.take(index(line.at(), number), value);
    }
  }

  private Set<String> known() {
    Set<String> known = new HashSet<>(letters.keySet());
    known.addAll(setting.sizes().keySet());
    known.addAll(setting.values().keySet());
    return known;
  }

  /** Whether those conditions hold that speak of nothing but what is known. */
  private boolean holds(Line line, int number) {
    if (line.conditions().isEmpty()) {
      return true;
    }
    Set<String> known = known();
    for (Condition condition : line.conditions()) {
      if (known.containsAll(condition.names()) && !holds(condition, number)) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(Condition condition, int number) {
    return switch (condition) {
      case Condition.Compared(Term a, char by, Term b) -> {
        boolean before = outside;
        outside = false;
        int compared = Double.compare(value(a, number), value(b, number) + 0.0);
        boolean nothing = outside;
        outside = before;
        yield !nothing && (by == '=' ? compared == 0 : by == '<' ? compared < 0 : compared > 0);
      }
      case Condition.InSplit() -> {
        int n = letter("n");
        int split = letter("split");
        yield setting.start(split) <= n && n < setting.start(split + 1);
      }
      case Condition.First(var order, Condition.Compared what) ->
          holds(what, number) && !anyBefore(order, what, number);
    };
  }

  private boolean anyBefore(List<String> order, Condition.Compared what, int number) {
    int row = letter(order.get(0));
    int column = letter(order.get(1));
    boolean any = false;
    int columns = axes.range(order.get(1), lines.get(number));
    for (int i = 0; i < row * columns + column; i++) {
      letters.put(order.get(0), i / columns);
      letters.put(order.get(1), i % columns);
      any |= holds(what, number);
    }
    letters.put(order.get(0), row);
    letters.put(order.get(1), column);
    return any;
  }

  private int letter(String name) {
    return requireNonNull(letters.get(name), name);
  }

  private int[] index(List<Term> at, int number) {
    int[] index = new int[at.size()];
    for (int axis = 0; axis < index.length; axis++) {
      index[axis] = whole(at.get(axis), number);
    }
    return index;
  }

  private int whole(Term term, int number) {
    double value = value(term, number);
    if (value != Math.rint(value)) {
      throw new IllegalStateException("no whole number: " + term);
    }
    return (int) value;
  }

  /** The value of {@code term} in line {@code number}. */
  private double value(Term term, int number) {
    return switch (term) {
      case Term.Constant(double value) -> value;
      case Term.Name(String name, boolean whole) -> named(name, whole, number);
      case Term.Subscripted(String name, var at) ->
          subscripted(name, index(at, number), number);
      case Term.Operation(char op, Term a, Term b, boolean whole) ->
          operation(op, value(a, number), value(b, number), whole);
      case Term.Call(String function, var arguments) -> call(function, arguments, number);
      case Term.Select(Condition condition, Term then, Term otherwise) ->
          value(holds(condition, number) ? then : otherwise, number);
      case Term.Over over -> over(over, 0, number);
    };
  }

  private double over(Term.Over over, int depth, int number) {
    if (depth == over.letters().size()) {
      return value(over.body(), number);
    }
    Line line = lines.get(number);
    String letter = over.letters().get(depth);
    Integer before = letters.get(letter);
    double result = over.sum() ? 0 : Double.NEGATIVE_INFINITY;
    int range = axes.range(letter, line);
    for (int i = 0; i < range; i++) {
      letters.put(letter, i);
      if (!holds(line, number)) {
        continue;
      }
      double value = over(over, depth + 1, number);
      if (!outside) {
        result = over.sum() ? result + value : Math.max(result, value);
      }
      outside = false;
    }
    if (before == null) {
      letters.remove(letter);
    } else {
      letters.put(letter, before);
    }
    return result;
  }

  private double named(String name, boolean whole, int number) {
    if (whole && letters.containsKey(name)) {
      return letter(name);
    }
    if (name.equals("n")) {
      return setting.batch();
    }
    for (int earlier = number - 1; earlier >= 0; earlier--) {
      if (lines.get(earlier).name().equals(name) && lines.get(earlier).at().isEmpty()) {
        return ofLine(earlier);
      }
    }
    boolean subscripted =
        number > 0 && lines.subList(0, number).stream().anyMatch(line -> line.name().equals(name));
    if (subscripted) {
      Buffer shaped = setting.has(name) ? setting.buffer(name) : setting.result();
      return subscripted(name, axes.place(shaped, letters), number);
    }
    if (setting.has(name)) {
      return stored(name, axes.place(setting.buffer(name), letters));
    }
    if (letters.containsKey(name)) {
      return letter(name);
    }
    if (setting.scalars().containsKey(name)) {
      return requireNonNull(setting.scalars().get(name));
    }
    return requireNonNull(setting.sizes().get(name), name);
  }

  /** What a line without subscripts says: of a sum, each element is added up once, however often it is asked for. */
  private double ofLine(int number) {
    Line line = lines.get(number);
    if (!line.sums() || !setting.has(line.name())) {
      return value(line.value(), number);
    }
    return once(line, number, axes.place(setting.buffer(line.name()), letters));
  }

  private record Sum(double value, boolean outside) {}

  /** What an earlier line says of the element, else what the buffer held. */
  private double subscripted(String name, int[] index, int number) {
    for (int earlier = number - 1; earlier >= 0; earlier--) {
      Line line = lines.get(earlier);
      if (line.name().equals(name) && !line.at().isEmpty()) {
        Map<String, Integer> around = letters;
        letters = new HashMap<>();
        Optional<Double> found =
            line.isDirect() ? direct(line, earlier, index) : solve(line, earlier, index, 0);
        letters = around;
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    return stored(name, index);
  }

  /** Likewise where each subscript is a letter. */
  private Optional<Double> direct(Line line, int number, int[] index) {
    for (int axis = 0; axis < index.length; axis++) {
      letters.put(((Term.Name) line.at().get(axis)).name(), index[axis]);
    }
    if (!holds(line, number)) {
      return Optional.empty();
    }
    return Optional.of(line.sums() ? once(line, number, index) : value(line.value(), number));
  }

  /** A sum is added up once, however often it is asked for. */
  private double once(Line line, int number, int[] index) {
    List<Integer> key = new ArrayList<>(List.of(number));
    for (int i : index) {
      key.add(i);
    }
    Sum sum = sums.get(key);
    if (sum == null) {
      boolean before = outside;
      outside = false;
      sum = new Sum(value(line.value(), number), outside);
      outside = before;
      sums.put(key, sum);
    }
    outside |= sum.outside;
    return sum.value;
  }

  /** The value of {@code line} for letters that make its subscripts {@code index}, if there are such. */
  private Optional<Double> solve(Line line, int number, int[] index, int axis) {
    if (axis == index.length) {
      return holds(line, number) ? Optional.of(value(line.value(), number))
          : Optional.empty();
    }
    Set<String> unknown = new HashSet<>();
    Term.collect(line.at().get(axis), unknown);
    unknown.removeAll(letters.keySet());
    unknown.removeAll(setting.sizes().keySet());
    if (unknown.isEmpty()) {
      return whole(line.at().get(axis), number) == index[axis]
          ? solve(line, number, index, axis + 1) : Optional.empty();
    }
    String letter = unknown.iterator().next();
    boolean alone = line.at().get(axis) instanceof Term.Name;
    int from = alone ? index[axis] : 0;
    int to = alone ? index[axis] + 1 : axes.range(letter, line);
    for (int i = from; i < to; i++) {
      letters.put(letter, i);
      Optional<Double> found = solve(line, number, index, axis);
      if (found.isPresent()) {
        return found;
      }
    }
    letters.remove(letter);
    return Optional.empty();
  }

  private double stored(String name, int[] index) {
    int[] extent = requireNonNull(extents.get(name), name);
    int[] stride = requireNonNull(strides.get(name), name);
    if (index.length != extent.length) {
      throw new IllegalStateException(
          "%s %s has %s subscripts".formatted(
              name, setting.buffer(name).shape(), index.length));
    }
    int at = 0;
    for (int axis = 0; axis < index.length; axis++) {
      if (index[axis] < 0 || index[axis] >= extent[axis]) {
        outside = true;
        return 0;
      }
      at += index[axis] * stride[axis];
    }
    return requireNonNull(setting.values().get(name))[at];
  }

  private static double operation(char op, double a, double b, boolean whole) {
    return switch (op) {
      case '+' -> a + b;
      case '−' -> a - b;
      case '·' -> a * b;
      case '/' -> whole ? Math.floor(a / b) : a / b;
      case '%' -> a - b * Math.floor(a / b);
      default -> throw new IllegalArgumentException("no operation: " + op);
    };
  }

  private double call(String function, List<Term> arguments, int number) {
    double x = function.equals("uniform") ? 0 : value(arguments.getFirst(), number);
    return switch (function) {
      case "√" -> Math.sqrt(x);
      case "σ" -> ExprInterpreter.unary(UnaryOp.SIGMOID, x);
      case "max" -> Math.max(x, value(arguments.getLast(), number));
      case "min" -> Math.min(x, value(arguments.getLast(), number));
      case "uniform" ->
          RandomDraw.uniform(
              KernelRun.SEED, whole(arguments.getFirst(), number), 0, axes.element(letters));
      default -> ExprInterpreter.unary(UnaryOp.valueOf(function.toUpperCase(Locale.ROOT)), x);
    };
  }
}
