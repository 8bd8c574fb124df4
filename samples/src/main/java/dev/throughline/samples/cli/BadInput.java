package dev.throughline.samples.cli;

/**
 * What a user asked for cannot be done; other arguments or other files are the fix, which the message, one
 * sentence, names. Exit code 2.
 */
final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadInput(String sentence) {
    super(sentence);
  }
}
