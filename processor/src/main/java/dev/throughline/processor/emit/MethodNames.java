package dev.throughline.processor.emit;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Names for the private methods of a generated class, which no other method has, whatever its parameters. */
public final class MethodNames {
  private final Set<String> taken;

  /** Names beside those that are {@code taken}. */
  public MethodNames(Collection<String> taken) {
    this.taken = new HashSet<>(taken);
  }

  /** {@code wanted}, or that with a number. */
  public String free(String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
