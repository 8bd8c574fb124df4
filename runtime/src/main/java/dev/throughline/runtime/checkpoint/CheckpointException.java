package dev.throughline.runtime.checkpoint;

import dev.throughline.runtime.message.ThroughlineException;

/**
 * A file of tensors cannot be read or written, or does not fit. The message is one sentence that
 * names the file; nothing in the running network has changed.
 */
public final class CheckpointException extends ThroughlineException {
  private static final long serialVersionUID = 1;

  /** A file that is wrong in itself or for its reader. */
  public CheckpointException(String message) {
    super(message);
  }

  /** A file that could not be read or written. */
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
