package dev.throughline.processor.emit.java;

import dev.throughline.processor.emit.java.Scope.Kind;
import java.util.HashMap;
import java.util.Map;

/**
 * Where statements are printed.
 *
 * @param spelling of what they compute
 * @param lane the variable of the loop over lanes around; empty outside one
 * @param names what is declared here
 * @param start what is declared where that loop begins, or this block
 * @param loaded the local that holds what was loaded, by the text of the element
 */
record Block(
    Spelling spelling, String lane, Scope names, Scope start, Map<String, String> loaded) {
  /** A block in which nothing is loaded yet. */
  static Block of(Spelling spelling, String lane, Scope names) {
    return new Block(spelling, lane, names, names, new HashMap<>());
  }

  /** A block in this one: what this one has loaded stays loaded. */
  Block inner() {
    return new Block(spelling, lane, names.inner(), start, new HashMap<>(loaded));
  }

  /** Gives a local of the kernel its name from here on. */
  String declare(String local) {
    return names.declare(Kind.LOCAL, local);
  }

  /** The name of a local of the kernel. */
  String local(String local) {
    return names.of(Kind.LOCAL, local);
  }

  /** Whether a local of the kernel was declared before the loop over lanes: it is the same for all of them. */
  boolean isAlone(String local) {
    return !lane.isEmpty() && !names.declares(Kind.LOCAL, local, start);
  }
}
