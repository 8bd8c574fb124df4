package dev.throughline.processor.graph;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Where a member of a network is: the names that lead to it from outside, and the number of the repeat behind that of a
 * block which is repeated.
 *
 * @param text the names with dots between them, such as {@code stage1.0.conv1}; empty of the network itself
 */
public record MemberPath(String text) {
  /** {@code stage1}, {@code 0}, {@code conv1}. */
  public List<String> names() {
    return isNetwork() ? List.of() : List.of(text.split("\\."));
  }

  /** Whether it is that of the network itself. */
  public boolean isNetwork() {
    return text.isEmpty();
  }

  /** What the member is called where it is declared, or the number of a repeat. */
  public String name() {
    return text.substring(text.lastIndexOf('.') + 1);
  }

  /** The network's own member that it belongs to. */
  public MemberPath outermost() {
    return first(1);
  }

  /** The path of its first {@code count} names. */
  public MemberPath first(int count) {
    return new MemberPath(String.join(".", names().subList(0, Math.min(count, names().size()))));
  }

  /** That of the block, or of the repeats, that it is directly in; of a member of the network none. */
  public Optional<MemberPath> around() {
    int dot = text.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : Optional.of(new MemberPath(text.substring(0, dot)));
  }

  /** Whether it is {@code other}, or within that. */
  public boolean isWithin(MemberPath other) {
    return other.isNetwork() || text.equals(other.text) || text.startsWith(other.text + ".");
  }

  /** Which of its names is the outermost number of a repeat, if it is in one. */
  public OptionalInt repeat() {
    List<String> names = names();
    return IntStream.range(1, names.size())
        .filter(i -> names.get(i).chars().allMatch(Character::isDigit))
        .findFirst();
  }

  @Override
  public String toString() {
    return text;
  }
}
