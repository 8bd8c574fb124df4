package dev.throughline.processor.header;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The letters of a header: which axis each of them counts, and how far. */
final class Axes {
  private static final Map<String, String> EXTENTS =
      Map.ofEntries(
          Map.entry("r", "R"), Map.entry("s", "S"), Map.entry("c", "C"), Map.entry("k", "K"),
          Map.entry("p", "P"), Map.entry("q", "Q"), Map.entry("h", "H"), Map.entry("w", "W"),
          Map.entry("group", "GROUPS"), Map.entry("split", "SPLITS"), Map.entry("i0", "I0"),
          Map.entry("i1", "I1"), Map.entry("i2", "I2"));

  private static final Int ROWS = Int.extent("ROWS");
  private static final Int FEATURES = Int.extent("C");

  private final Setting setting;
  private final List<Int> domain;
  private final Map<Line, Map<String, Integer>> ranges = new IdentityHashMap<>();

  /** Of a header of these lines. */
  Axes(Setting setting, List<Line> lines) {
    this.setting = setting;
    Set<String> whole = new HashSet<>();
    for (Line line : lines) {
      names(line.value(), whole);
      if (line.at().isEmpty()) {
        whole.add(line.name());
      }
    }
    List<List<Int>> shapes =
        setting.kernel().buffers().stream()
            .filter(buffer -> whole.contains(buffer.name()))
            .map(buffer -> buffer.shape().extents())
            .toList();
    // Where no buffer has both, rows and features of a sample.
    boolean apart = shapes.contains(List.of(ROWS)) && shapes.contains(List.of(FEATURES));
    this.domain =
        Stream.concat(
            shapes.stream(), apart ? Stream.of(List.of(ROWS, FEATURES)) : Stream.of())
            .max(Comparator.comparingInt(List::size))
            .orElse(List.of());
  }

  /** What is meant element by element. */
  private static void names(Term term, Set<String> to) {
    switch (term) {
      case Term.Constant _, Term.Subscripted _ -> {}
      case Term.Name(String name, _) -> to.add(name);
      case Term.Operation(_, Term a, Term b, _) -> List.of(a, b).forEach(t -> names(t, to));
      case Term.Call(_, var arguments) -> arguments.forEach(a -> names(a, to));
      case Term.Select(Term.Condition.Compared(Term a, _, Term b), Term then, Term otherwise) ->
          List.of(a, b, then, otherwise).forEach(part -> names(part, to));
      case Term.Select _ -> throw new IllegalArgumentException("a selection by " + term);
      case Term.Over(_, _, Term body) -> names(body, to);
    }
  }

  private interface Subscripts {
    void take(String name, List<Term> at);
  }

  private static void subscripts(Term term, Subscripts to) {
    switch (term) {
      case Term.Constant _, Term.Name _ -> {}
      case Term.Subscripted(String name, var at) -> {
        to.take(name, at);
        at.forEach(index -> subscripts(index, to));
      }
      case Term.Operation(_, Term a, Term b, _) -> {
        subscripts(a, to);
        subscripts(b, to);
      }
      case Term.Call(_, var arguments) -> arguments.forEach(a -> subscripts(a, to));
      case Term.Select(Term.Condition.Compared(Term a, _, Term b), Term then, Term otherwise) ->
          List.of(a, b, then, otherwise).forEach(part -> subscripts(part, to));
      case Term.Select _ -> throw new IllegalArgumentException("a selection by " + term);
      case Term.Over(_, _, Term body) -> subscripts(body, to);
    }
  }

  /** The letters of the elements of the domain, that of the sample left out. */
  private List<String> letters() {
    return switch (domain.size()) {
      case 0 -> List.of();
      case 1 -> List.of(
          domain.getFirst() instanceof Int.Extent(String name) && !name.equals("C") ? "i" : "c");
      case 2 -> List.of("row", "c");
      case 3 ->
          domain.getFirst().equals(Int.extent("H")) ? List.of("h", "w", "c")
              : List.of("p", "q", "k");
      default -> throw new IllegalStateException("a domain of " + domain);
    };
  }

  /** A letter for each axis of what {@code line} defines. */
  List<String> of(Line line) {
    return line.at().isEmpty() ? of(setting.buffer(line.name()))
        : line.at().stream().map(at -> ((Term.Name) at).name()).toList();
  }

  /** A letter for each axis of a buffer that is meant element by element. */
  private List<String> of(Buffer buffer) {
    List<Int> extents = buffer.shape().extents();
    List<String> own = new ArrayList<>(buffer.shape().batched() ? List.of("n") : List.of());
    if (extents.equals(domain)) {
      own.addAll(letters());
    } else if (extents.size() == 1 && extents.getFirst().equals(domain.getLast())) {
      own.add(letters().getLast());
    } else if (extents.size() == 1 && extents.getFirst().equals(domain.getFirst())) {
      own.add(letters().getFirst());
    } else if (!extents.isEmpty()) {
      throw new IllegalStateException(
          "%s %s is no part of %s".formatted(buffer.name(), buffer.shape(), domain));
    }
    return own;
  }

  /** The element of {@code buffer} that belongs to the one at {@code letters}. */
  int[] place(Buffer buffer, Map<String, Integer> letters) {
    int[] extents = setting.extents(buffer);
    List<String> own = of(buffer);
    int[] place = new int[extents.length];
    for (int axis = 0; axis < place.length; axis++) {
      if (extents[axis] > 1) {
        String letter = own.get(axis);
        place[axis] = requireNonNull(letters.get(letter), () -> buffer.name() + " of " + letter);
      }
    }
    return place;
  }

  /** The number of the element at {@code letters} among those of the batch. */
  int element(Map<String, Integer> letters) {
    int at = letters.getOrDefault("n", 0);
    for (int axis = 0; axis < domain.size(); axis++) {
      int extent = setting.number(domain.get(axis));
      String letter = letters().get(axis);
      at = at * extent + (extent == 1 ? 0 : requireNonNull(letters.get(letter), letter));
    }
    return at;
  }

  /** How far {@code letter} counts: as far as an axis that it stands for alone, else as its name says. */
  int range(String letter, Line line) {
    return ranges.computeIfAbsent(line, _ -> new HashMap<>())
        .computeIfAbsent(letter, _ -> counted(letter, line));
  }

  private int counted(String letter, Line line) {
    Set<Integer> found = new TreeSet<>();
    subscripts(line.value(), (name, at) -> alone(letter, name, at, found));
    line.conditions().forEach(
        condition -> {
          if (condition instanceof Term.Condition.Compared(Term a, _, Term b)) {
            subscripts(a, (name, at) -> alone(letter, name, at, found));
            subscripts(b, (name, at) -> alone(letter, name, at, found));
          }
        });
    if (found.isEmpty()) {
      alone(letter, line.name(), line.at(), found);
    }
    if (!found.isEmpty()) {
      return found.iterator().next();
    }
    if (letter.equals("n")) {
      return setting.batch();
    }
    int axis = letters().indexOf(letter);
    if (axis >= 0) {
      return setting.number(domain.get(axis));
    }
    return bins(letter, requireNonNull(EXTENTS.getOrDefault(letter, letter)));
  }

  private int bins(String letter, String extent) {
    Map<String, Integer> sizes = setting.sizes();
    if (sizes.containsKey("BINS")) {
      int each = requireNonNull(sizes.get(letter.equals("i") ? "IN" : "BINS"));
      return requireNonNull(sizes.get("REPEATS")) * each;
    }
    return requireNonNull(sizes.get(extent), () -> "no range of " + letter);
  }

  private void alone(String letter, String name, List<Term> at, Set<Integer> found) {
    if (!setting.has(name)) {
      return;
    }
    int[] extents = setting.extents(setting.buffer(name));
    for (int axis = 0; axis < Math.min(at.size(), extents.length); axis++) {
      if (at.get(axis) instanceof Term.Name(String own, _) && own.equals(letter)) {
        found.add(extents[axis]);
      }
    }
  }
}
