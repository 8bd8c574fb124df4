package dev.throughline.processor.header;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What stands in a formula. */
sealed interface Term {
  record Constant(double value) implements Term {}

  /** @param whole whether it stands where whole numbers count places: in a subscript, or in a condition */
  record Name(String name, boolean whole) implements Term {}

  record Subscripted(String name, List<Term> at) implements Term {}

  record Operation(char op, Term a, Term b, boolean whole) implements Term {}

  record Call(String function, List<Term> arguments) implements Term {}

  record Select(Condition condition, Term then, Term otherwise) implements Term {}

  /** A sum, or a maximum, over letters. */
  record Over(boolean sum, List<String> letters, Term body) implements Term {}

  /** What is asked of letters. */
  sealed interface Condition {
    record Compared(Term a, char by, Term b) implements Condition {}

    /** The first letters, in their order, for which this holds. */
    record First(List<String> letters, Compared what) implements Condition {}

    /** Sample n belongs to the part of the batch. */
    record InSplit() implements Condition {}

    /** The letters that must be known. */
    default Set<String> names() {
      Set<String> names = new TreeSet<>();
      switch (this) {
        case Compared(Term a, _, Term b) -> {
          collect(a, names);
          collect(b, names);
        }
        case First(var letters, Compared what) -> {
          names.addAll(letters);
          names.addAll(what.names());
        }
        case InSplit() -> names.addAll(List.of("n", "split"));
      }
      return names;
    }
  }

  /** Every name in {@code term}. */
  static void collect(Term term, Set<String> names) {
    switch (term) {
      case Constant _ -> {}
      case Name(String name, _) -> names.add(name);
      case Subscripted(String name, var at) -> {
        names.add(name);
        at.forEach(index -> collect(index, names));
      }
      case Operation(_, Term a, Term b, _) -> {
        collect(a, names);
        collect(b, names);
      }
      case Call(_, var arguments) -> arguments.forEach(argument -> collect(argument, names));
      case Select(Condition condition, Term then, Term otherwise) -> {
        names.addAll(condition.names());
        collect(then, names);
        collect(otherwise, names);
      }
      case Over(_, _, Term body) -> collect(body, names);
    }
  }
}
