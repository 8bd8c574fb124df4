package dev.throughline.processor.emit.java;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * The names that a block of printed Java declares, within those of the blocks around it.
 *
 * <p>What a kernel calls its variables only tells them apart, and comes again wherever a loop of one has
 * collapsed; a buffer may be called what a user calls an input. Java's names are given here, so that none is
 * given twice where the first is still seen, and none is a word of Java's or of the text that it stands in.
 */
public final class Scope {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$]+");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");

  /** A statement that begins with it is none of its own. */
  private static final String YIELD = "yield";

  private final @Nullable Scope outer;
  private final Set<String> taken = new HashSet<>();
  private final Map<Own, String> names = new HashMap<>();

  private Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  /** What a kernel calls something; names of different kinds have nothing to do with each other. */
  private record Own(Kind kind, String name) {}

  /** What a name stands for, and what Java's name for it ends in. */
  enum Kind {
    /** A loop variable, an index, a number. */
    LOCAL(""),
    /** A size by its name. */
    EXTENT(""),
    /** A number that the caller passes. */
    SCALAR(""),
    /** The array that holds a buffer. */
    ARRAY(""),
    /** Where a buffer starts in its array. */
    START("At"),
    /** The array of the parts that a reduction is made in. */
    PARTS("Parts"),
    /** What a mean multiplies by. */
    SHARE("");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  /** A scope in which every word of {@code texts} is taken, comments apart. */
  public static Scope apartFrom(Iterable<String> texts) {
    Scope scope = new Scope(null);
    for (String text : texts) {
      String code = COMMENT.matcher(text).replaceAll(" ");
      WORD.matcher(code).results().forEach(word -> scope.taken.add(word.group()));
    }
    return scope;
  }

  /** The scope of a block in this one. */
  Scope inner() {
    return new Scope(this);
  }

  /**
   * {@code wanted} if it is free, else {@code wanted2}, {@code wanted3} …; it is taken from now on.
   *
   * @param endings for each of them, the name with this ending is free as well, and taken
   */
  public String fresh(String wanted, String... endings) {
    String name = wanted;
    for (int i = 2; !isFree(name, endings); i++) {
      name = wanted + i;
    }
    taken.add(name);
    for (String ending : endings) {
      taken.add(name + ending);
    }
    return name;
  }

  private boolean isFree(String name, String... endings) {
    return isFree(name) && Arrays.stream(endings).allMatch(ending -> isFree(name + ending));
  }

  boolean isFree(String name) {
    if (SourceVersion.isKeyword(name) || name.equals(YIELD)) {
      return false;
    }
    for (Scope scope = this; scope != null; scope = scope.outer) {
      if (scope.taken.contains(name)) {
        return false;
      }
    }
    return true;
  }

  /** Gives {@code own} a name from here on, in this block and those within. */
  String declare(Kind kind, String own) {
    return bind(kind, own, fresh(own + kind.suffix));
  }

  /** Prints {@code own} as {@code text} from here on. */
  String bind(Kind kind, String own, String text) {
    names.put(new Own(kind, own), text);
    return text;
  }

  /** Whether {@code own} is declared here or in a block around, up to {@code last}. */
  boolean declares(Kind kind, String own, Scope last) {
    for (Scope scope = this; scope != null; scope = scope == last ? null : scope.outer) {
      if (scope.names.containsKey(new Own(kind, own))) {
        return true;
      }
    }
    return false;
  }

  /** How {@code own} is printed here: as the innermost block around declares it. */
  String of(Kind kind, String own) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      String name = scope.names.get(new Own(kind, own));
      if (name != null) {
        return name;
      }
    }
    throw new IllegalStateException("%s `%s` is not declared".formatted(kind, own));
  }
}
