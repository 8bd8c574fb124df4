package dev.throughline.runtime.device;

import dev.throughline.runtime.message.ThroughlineException;

/**
 * A network's buffers, or those of its optimiser, do not fit: into a Java array, or into the heap. The message says
 * the fix.
 */
public final class NetworkMemoryException extends ThroughlineException {
  private static final long serialVersionUID = 1;

  /** Buffers that fit nowhere. */
  public NetworkMemoryException(String message) {
    super(message);
  }

  /** Buffers that the heap has no room for. */
  public NetworkMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
