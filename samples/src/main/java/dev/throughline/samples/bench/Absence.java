package dev.throughline.samples.bench;

/** A side cannot run; the message says why, in one sentence after the side's name and a colon. */
public final class Absence extends Exception {
  private static final long serialVersionUID = 1;

  Absence(String sentence) {
    super(sentence);
  }

  /** The sentence. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
