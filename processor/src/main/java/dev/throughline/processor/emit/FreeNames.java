package dev.throughline.processor.emit;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Names for what a generated class declares, which nothing else of its kind in that class has. */
public final class FreeNames {
  private final Set<String> taken;

  /** Names beside those that are {@code taken}. */
  public FreeNames(Collection<String> taken) {
    this.taken = new HashSet<>(taken);
  }

  /** {@code wanted}, or that with a number; with a letter if it ends in a number, which means something. */
  public String free(String wanted) {
    boolean numbered = Character.isDigit(wanted.charAt(wanted.length() - 1));
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + (numbered ? letters(i) : i);
    }
    return name;
  }

  /** {@code B} of 2, {@code Z} of 26, {@code AA} of 27. */
  private static String letters(int number) {
    int rest = (number - 1) / 26;
    return (rest == 0 ? "" : letters(rest)) + (char) ('A' + (number - 1) % 26);
  }
}
