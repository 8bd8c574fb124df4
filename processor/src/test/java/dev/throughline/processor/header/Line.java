package dev.throughline.processor.header;

import dev.throughline.processor.header.Term.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A line of a header: {@code name[at] = value   where conditions}.
 *
 * @param at subscripts of what is defined; empty where it is defined element by element
 * @param zeroElsewhere whether all other elements are zero
 */
record Line(
    String name, List<Term> at, Term value, List<Condition> conditions, boolean zeroElsewhere) {
  private static final String WHERE = "   where ";
  private static final String ELSEWHERE = "and 0 elsewhere";

  static Line parse(String text) {
    int rest = text.indexOf("   ");
    String equation = rest < 0 ? text : text.substring(0, rest);
    String suffix = rest < 0 ? "" : text.substring(rest);
    int equals = equation.indexOf(" = ");
    if (equals < 0) {
      throw new IllegalArgumentException("no equation: " + text);
    }
    Term defined = TermParser.whole(equation.substring(0, equals));
    Term value = TermParser.number(equation.substring(equals + 3));
    List<Condition> conditions = new ArrayList<>();
    if (suffix.startsWith(WHERE)) {
      for (String condition : split(suffix.substring(WHERE.length()))) {
        if (!condition.equals(ELSEWHERE)) {
          conditions.add(TermParser.condition(condition));
        }
      }
    }
    boolean zero = suffix.endsWith(ELSEWHERE);
    return switch (defined) {
      case Term.Name(String name, _) -> new Line(name, List.of(), value, conditions, zero);
      case Term.Subscripted(String name, var at) -> new Line(name, at, value, conditions, zero);
      default -> throw new IllegalArgumentException("nothing to define: " + text);
    };
  }

  /** At commas outside brackets that a space follows. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
      if (depth == 0 && text.startsWith(", ", i)) {
        parts.add(text.substring(start, i));
        start = i + 2;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** Whether every subscript is a letter of its own, so that each element is found at once. */
  boolean isDirect() {
    for (Term index : at) {
      if (!(index instanceof Term.Name)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the value is a sum or a maximum. */
  boolean sums() {
    return value instanceof Term.Over
        || value instanceof Term.Operation(_, Term.Over _, _, _);
  }

  /** What the value refers to. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    Term.collect(value, names);
    conditions.forEach(condition -> names.addAll(condition.names()));
    return names;
  }
}
