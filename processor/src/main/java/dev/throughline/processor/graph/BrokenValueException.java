package dev.throughline.processor.graph;

/** A pass of the compiler made a value that its own contract forbids; the message names pass and value. */
public final class BrokenValueException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /**
   * The failure.
   *
   * @param pass the pass whose value is broken, as {@code -Athroughline.trace} calls it
   * @param what the rule that does not hold, with the values at fault
   */
  public BrokenValueException(String pass, String what) {
    super("internal error after %s: %s".formatted(pass, what));
  }
}
