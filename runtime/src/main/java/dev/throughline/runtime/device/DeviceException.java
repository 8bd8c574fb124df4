package dev.throughline.runtime.device;

import dev.throughline.runtime.message.ThroughlineException;

/**
 * A device cannot give what was asked for: this machine has no such threads, or memory for each, or the network was
 * compiled without what is needed. The message says the fix.
 */
public final class DeviceException extends ThroughlineException {
  private static final long serialVersionUID = 1;

  /** Says the fix. */
  public DeviceException(String message) {
    super(message);
  }

  /** Says the fix of what another exception caused. */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
