package dev.throughline.processor.diagnostic;

/**
 * A line under a message.
 *
 * @param label one word: {@code use}, {@code from}, {@code changed}
 */
public record Hint(String label, String text) {
  /** What to do. */
  public static Hint use(String text) {
    return new Hint("use", text);
  }

  /** Another thing to do. */
  public static Hint or(String text) {
    return new Hint("or", text);
  }

  /** Where it came from. */
  public static Hint from(String text) {
    return new Hint("from", text);
  }

  /** A name that was probably meant. */
  public static Hint didYouMean(String name) {
    return new Hint("did you mean", name + "?");
  }
}
