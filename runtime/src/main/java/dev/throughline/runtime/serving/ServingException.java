package dev.throughline.runtime.serving;

import dev.throughline.runtime.message.ThroughlineException;

/** A predictor cannot tell what it was asked for. The message says why, and the fix. */
public final class ServingException extends ThroughlineException {
  private static final long serialVersionUID = 1;

  ServingException(String message) {
    super(message);
  }
}
