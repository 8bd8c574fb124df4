package dev.throughline.runtime.message;

/**
 * Something that the library was asked for cannot be done, through no mistake in the calling code: a file, a
 * device, memory, data. The message is one sentence that says what is wrong and what to do about it; what was
 * there before is unchanged.
 *
 * <p>Each room has one subclass. A call that could never be right (a batch of −1, an unknown member's name)
 * is answered with {@link IllegalArgumentException} or {@link IllegalStateException} instead.
 */
public abstract class ThroughlineException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A failure in one sentence. */
  protected ThroughlineException(String sentence) {
    super(sentence);
  }

  /** A failure in one sentence, and what it came from. */
  protected ThroughlineException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
