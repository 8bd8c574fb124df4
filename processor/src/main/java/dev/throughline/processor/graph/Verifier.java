package dev.throughline.processor.graph;

/** Holds the rules of one kind of value against the pass that made it. */
public abstract class Verifier {
  private final String pass;

  /** For a value that {@code pass} made. */
  protected Verifier(String pass) {
    this.pass = pass;
  }

  /** Fails in the name of the pass unless {@code holds}; {@code what} is a format of {@code %s} alone. */
  protected final void require(boolean holds, String what, Object... values) {
    if (!holds) {
      throw new BrokenValueException(pass, what.formatted(values));
    }
  }
}
