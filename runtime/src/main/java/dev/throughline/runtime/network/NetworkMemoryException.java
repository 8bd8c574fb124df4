package dev.throughline.runtime.network;

import dev.throughline.runtime.message.ThroughlineException;

/** A network's buffers do not fit: into a Java array, or into the heap. The message says the fix. */
public final class NetworkMemoryException extends ThroughlineException {
  private static final long serialVersionUID = 1;

  NetworkMemoryException(String message) {
    super(message);
  }

  NetworkMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
