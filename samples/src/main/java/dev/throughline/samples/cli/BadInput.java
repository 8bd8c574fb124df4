package dev.throughline.samples.cli;

/** What a user asked for cannot be done. The message is one sentence, and names the fix. */
final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadInput(String sentence) {
    super(sentence);
  }
}
