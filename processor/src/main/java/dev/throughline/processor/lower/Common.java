package dev.throughline.processor.lower;

import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What several values have in common, as locals: computed once, and read once. */
final class Common {
  private final String name;
  private final Set<Value> seen = new HashSet<>();
  private final Set<Value> repeated = new HashSet<>();
  private final Map<Value, String> locals = new HashMap<>();
  private final List<Stmt> declarations = new ArrayList<>();
  private final List<Value> values = new ArrayList<>();

  /** Of {@code values}; the locals are called {@code name}, with a number from the second on. */
  Common(String name, List<Value> values) {
    this.name = name;
    values.forEach(this::count);
    values.forEach(value -> this.values.add(written(value)));
  }

  /** Declares the locals, each before what reads it. */
  List<Stmt> declarations() {
    return declarations;
  }

  /** The values, in terms of them. */
  List<Value> values() {
    return values;
  }

  private void count(Value value) {
    if (value.children().isEmpty()) {
      return;
    }
    if (seen.add(value)) {
      value.children().forEach(this::count);
    } else {
      repeated.add(value);
    }
  }

  private Value written(Value value) {
    String known = locals.get(value);
    if (known != null) {
      return Value.local(known);
    }
    Value written = value.withChildren(value.children().stream().map(this::written).toList());
    if (!repeated.contains(value)) {
      return written;
    }
    String local = locals.isEmpty() ? name : name + (locals.size() + 1);
    locals.put(value, local);
    declarations.add(new Stmt.Declare(local, written));
    return Value.local(local);
  }
}
