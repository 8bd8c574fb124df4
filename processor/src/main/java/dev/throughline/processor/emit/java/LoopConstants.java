package dev.throughline.processor.emit.java;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.kernel.Stmt;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The extents of a loop nest under their letters: {@code C} for the loop over {@code c}. */
final class LoopConstants {
  private final Map<String, Integer> values = new LinkedHashMap<>();
  private final Map<String, String> names = new HashMap<>();

  static LoopConstants of(List<Stmt> body) {
    LoopConstants constants = new LoopConstants();
    constants.collect(body);
    return constants;
  }

  private void collect(List<Stmt> body) {
    for (Stmt statement : body) {
      if (statement instanceof Stmt.For(String variable, var extent, _, var inner)) {
        if (extent instanceof Stmt.Extent.Fixed(int value)) {
          values.merge(name(variable), value, (a, b) -> a.equals(b) ? a : -1);
        }
        collect(inner);
      } else if (statement instanceof Stmt.Reduce(String variable, int extent, _, var inner)) {
        values.merge(name(variable), extent, (a, b) -> a.equals(b) ? a : -1);
        collect(inner);
      } else if (statement instanceof Stmt.Guard(_, _, var inner)) {
        collect(inner);
      }
    }
  }

  private static String name(String variable) {
    return switch (variable) {
      case "row" -> "ROWS";
      case "i" -> "ELEMENTS";
      default -> variable.toUpperCase(Locale.ROOT);
    };
  }

  void declare(SourceText text, Scope scope) {
    values.forEach(
        (letter, value) -> {
          if (value > 0) {
            String name = scope.fresh(letter);
            names.put(letter, name);
            text.line("final int %s = %d;", name, value);
          }
        });
  }

  /** A constant under the name that it was declared with. */
  private String named(String letter) {
    return requireNonNull(names.get(letter), letter);
  }

  /** The extent of the loop over {@code variable}. */
  String extent(String variable, int value) {
    String letter = name(variable);
    return values.getOrDefault(letter, -1) == value ? named(letter) : Integer.toString(value);
  }

  /** {@code value} as a product of the constants, if it is one of those that occur in an address. */
  String stride(int value) {
    if (value > 1 && values.getOrDefault("C", -1) == value) {
      return named("C");
    }
    for (Map.Entry<String, Integer> a : values.entrySet()) {
      if (a.getValue() == value && value > 1) {
        return named(a.getKey());
      }
    }
    for (Map.Entry<String, Integer> a : values.entrySet()) {
      for (Map.Entry<String, Integer> b : values.entrySet()) {
        boolean product = a != b && (long) a.getValue() * b.getValue() == value;
        if (product && a.getValue() > 1 && b.getValue() > 1) {
          return named(a.getKey()) + " * " + named(b.getKey());
        }
      }
    }
    return Integer.toString(value);
  }
}
