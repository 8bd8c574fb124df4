package dev.throughline.runtime.data;

import dev.throughline.runtime.message.ThroughlineException;

/** Data cannot be read, or does not fit; the message is one sentence that says where and why. */
public final class DataException extends ThroughlineException {
  private static final long serialVersionUID = 1;

  /** Data that is wrong in itself or for its use. */
  public DataException(String message) {
    super(message);
  }

  /** Data that could not be read. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
