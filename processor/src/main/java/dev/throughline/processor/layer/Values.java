package dev.throughline.processor.layer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the names stand for that a member may use: earlier members of its body, then those of the bodies around
 * it, then the network's inputs.
 *
 * @param <T> what is known of a value: its type, or its node
 */
public final class Values<T> {
  private final @Nullable Values<T> outer;
  private final Map<String, Optional<T>> named = new HashMap<>();

  private Values(@Nullable Values<T> outer) {
    this.outer = outer;
  }

  /** No names yet. */
  public static <T> Values<T> none() {
    return new Values<>(null);
  }

  /** Those of a body within this one. */
  public Values<T> within() {
    return new Values<>(this);
  }

  /** From now on, {@code name} stands for {@code value}; null if a mistake hides what it is. */
  public void put(String name, @Nullable T value) {
    named.put(name, Optional.ofNullable(value));
  }

  public boolean knows(String name) {
    return named.containsKey(name) || (outer != null && outer.knows(name));
  }

  /** What {@code name} stands for; null if that is unknown. */
  public @Nullable T get(String name) {
    Optional<T> here = named.get(name);
    if (here != null) {
      return here.orElse(null);
    }
    return outer == null ? null : outer.get(name);
  }

  /** All names, sorted. */
  public TreeSet<String> names() {
    TreeSet<String> names = outer == null ? new TreeSet<>() : outer.names();
    names.addAll(named.keySet());
    return names;
  }
}
