package dev.throughline.processor.layer;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** Names that stand for nothing yet, or for what is no value; only for messages. */
  private final Set<String> later = new HashSet<>();

  private final Set<String> aside = new HashSet<>();
  private final Map<String, String> blockOf = new HashMap<>();

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
    later.remove(name);
    named.put(name, Optional.ofNullable(value));
  }

  /** The names of all members of the body, of which none has a value yet. */
  public void announce(Collection<String> members) {
    later.addAll(members);
  }

  /** {@code name} will have no value. */
  public void putAside(String name) {
    later.remove(name);
    aside.add(name);
  }

  /** The member {@code user} has a block of {@code members}, which only that block sees. */
  public void hide(String user, Collection<String> members) {
    members.forEach(member -> blockOf.putIfAbsent(member, user));
  }

  /** Whether {@code name} is a member that is still to come, here or around. */
  public boolean isLater(String name) {
    return later.contains(name) || (outer != null && outer.isLater(name));
  }

  /** Whether {@code name} is a member before that has no value, here or around. */
  public boolean isAside(String name) {
    return aside.contains(name) || (outer != null && outer.isAside(name));
  }

  /** The member before, here or around, in whose block there is a member {@code name}, or that is before the point in it. */
  public Optional<String> blockWith(String name) {
    String first = name.split("\\.", 2)[0];
    String user = name.contains(".") && named.containsKey(first) ? first : blockOf.get(name);
    return user == null && outer != null ? outer.blockWith(name) : Optional.ofNullable(user);
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
