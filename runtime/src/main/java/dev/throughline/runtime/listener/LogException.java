package dev.throughline.runtime.listener;

import dev.throughline.runtime.message.ThroughlineException;

/** A log cannot be written; the message is one sentence that names the file and says why. */
public final class LogException extends ThroughlineException {
  private static final long serialVersionUID = 1;

  LogException(String message) {
    super(message);
  }

  LogException(String message, Throwable cause) {
    super(message, cause);
  }
}
