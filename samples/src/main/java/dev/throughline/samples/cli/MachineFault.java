package dev.throughline.samples.cli;

/**
 * What a user asked for is right, and the machine does not let us: a full disk, a folder that nobody may write
 * to. The message is one sentence, and names the fix. Exit code 1.
 */
final class MachineFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  MachineFault(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
