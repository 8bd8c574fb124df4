package dev.throughline.runtime.network;

import org.jspecify.annotations.Nullable;

/** A network's buffers do not fit: into a Java array, or into the heap. The message says the fix. */
public final class NetworkMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NetworkMemoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
