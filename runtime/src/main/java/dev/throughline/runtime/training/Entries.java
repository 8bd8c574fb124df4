package dev.throughline.runtime.training;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.message.Quote;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The text entries of a checkpoint, read strictly: a number is written in ASCII, without sign, space or
 * zero too many, so that no two texts mean the same count.
 *
 * @param path the file
 * @param texts all entries
 * @param fault begins the sentence about a bad one: what is wrong with the file then
 */
record Entries(Path path, Map<String, String> texts, String fault) {
  /** More than any run counts; the sum of two still fits a long. */
  static final long LARGEST_COUNT = 1L << 56;

  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,18}");
  private static final Pattern REAL =
      Pattern.compile("NaN|-?Infinity|-?[0-9]{1,400}(\\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?");

  /** What a file says. */
  static Entries of(SafetensorsReader file) {
    return new Entries(file.path(), file.metadata(), "is damaged");
  }

  /** Whether there is an entry. */
  boolean has(String key) {
    return texts.containsKey(key);
  }

  /** A required entry. */
  String text(String key) {
    String text = texts.get(key);
    if (text == null) {
      throw new CheckpointException(
          "%s is no checkpoint of a training run: it has no entry `%s`"
              .formatted(Quote.path(path), key));
    }
    return text;
  }

  /** A required entry that is a whole number. */
  long whole(String key) {
    String text = text(key);
    try {
      if (WHOLE.matcher(text).matches()) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException e) {
      // Of more than 64 bits.
    }
    throw malformed(key, text);
  }

  /** A required entry that is a whole number from 0 to {@code most}. */
  long count(String key, long most) {
    long count = whole(key);
    if (count < 0 || count > most) {
      throw malformed(key, text(key));
    }
    return count;
  }

  /** Fails unless a count is now what it was then. */
  void checkSame(String key, int now, String what) {
    long then = count(key, Integer.MAX_VALUE);
    if (then != now) {
      throw new CheckpointException(
          String.format(Locale.ROOT,
              "%s belongs to a run with %s, not %d: resume with what it was begun with",
              Quote.path(path), String.format(Locale.ROOT, what, then), now));
    }
  }

  /** A required entry that is a finite number. */
  double finite(String key) {
    String text = text(key);
    double number = real(key, text, text);
    if (!Double.isFinite(number)) {
      throw malformed(key, text);
    }
    return number;
  }

  /** A part of an entry that is any number, NaN included. */
  double real(String key, String part, String whole) {
    if (!REAL.matcher(part).matches()) {
      throw malformed(key, whole);
    }
    return Double.parseDouble(part);
  }

  /** An entry that is not what it must be. */
  CheckpointException malformed(String key, String text) {
    return fault("its entry `%s` is %s".formatted(key, Quote.name(text)));
  }

  /** A file that contradicts itself. */
  CheckpointException fault(String what) {
    return new CheckpointException("%s %s: %s".formatted(Quote.path(path), fault, what));
  }
}
