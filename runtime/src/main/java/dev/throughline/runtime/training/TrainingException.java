package dev.throughline.runtime.training;

import dev.throughline.runtime.message.ThroughlineException;

/** Training cannot go on; the message is one sentence that says why and what to change. */
public final class TrainingException extends ThroughlineException {
  private static final long serialVersionUID = 1;

  TrainingException(String message) {
    super(message);
  }

  TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
